"""A real Rasa, trained once on a few phrases: run in Rasa's own environment, which `./dev test` makes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.ports import free_port
from app.rasa_server import train_project
from app.rasa_training import write_project
from bot.understanding.nlu_files import NLU_DATA, read_training_files
from tests.rasa.running import RunningRasa
from tests.story.conftest import on_sqlite, prepared

__all__ = ["on_sqlite", "prepared"]
IDS = ("ema/how-much", "work/cv", "housing/renting", "talk/greet", "talk/out-of-scope")
_PHRASES_EACH = 20


@pytest.fixture(scope="session")
def phrases() -> dict[str, list[str]]:
    """A few phrases of a few entries, as they stand in our own project."""
    ours = read_training_files(NLU_DATA / "nlu").phrases
    return {each: list(ours[each][:_PHRASES_EACH]) for each in IDS}


@pytest.fixture(scope="session")
def rasa_model(phrases: dict[str, list[str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Rasa model of these phrases."""
    folder = tmp_path_factory.mktemp("rasa")
    write_project(phrases, folder)
    model = folder / "models" / "rasa-small.tar.gz"
    model.parent.mkdir()
    train_project(folder, model)
    return model


@pytest.fixture(scope="session")
def one_rasa(rasa_model: Path) -> Iterator[RunningRasa]:
    """A Rasa server with that model, not started yet."""
    running = RunningRasa(rasa_model, free_port())
    yield running
    running.stop()


@pytest.fixture
async def rasa(one_rasa: RunningRasa) -> RunningRasa:
    """The same, running. Starting takes long, so only a test that ends it leaves the next to start it."""
    await one_rasa.start()
    return one_rasa
