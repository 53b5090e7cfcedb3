"""What is published is said at once; a model that it made worse waits, and serves when an editor says so."""

from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest

from app.minds import Minds
from app.settings import read_settings
from app.training import Lessons, ModelFiles
from bot.risk.calm import CalmReader
from bot.risk.families import parse_family
from bot.risk.heads import SenseHeads
from bot.risk.score import RiskModel
from bot.risk.second import SecondReader
from bot.risk.train import train as train_risk
from bot.understanding.train import train
from bot.understanding.training_set import TrainingSet
from content.library import Library
from content.model_checks import Comparison, OnKept, allow, newest
from store.database import Database
from tests.bot.risk.conftest import EVERYDAY, NEED, ROUTINE, SUICIDE
from tests.content import pieces

FALLEN = Comparison(OnKept(0.8, 0.04), OnKept(0.5, 0.1))
WAITS = "the newest waits"
NOTHING = np.zeros(0, np.float32)


class Shelf:
    """What is published: a library that a test can change."""

    def __init__(self) -> None:
        self.published = pieces.library()

    async def reload(self) -> Library:
        return self.published

    def publish(self, *phrases: str) -> None:
        """Publish other phrases for the first entry."""
        entries = dict(self.published.entries)
        live = entries[pieces.ENTRY_ID]
        entries[pieces.ENTRY_ID] = replace(live, entry=replace(live.entry, phrases=phrases))
        self.published = replace(self.published, entries=entries)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="module")
def score() -> RiskModel:
    """A small risk score, trained once."""
    families = (parse_family(SUICIDE, "suicide.yml"), parse_family(NEED, "complex-need.yml"))
    return train_risk(families, ROUTINE, EVERYDAY, None)


@pytest.fixture
async def minds(
    shelf: Shelf,
    score: RiskModel,
    sqlite: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Minds:
    """Minds that train small models in this process, and find every new one worse."""

    async def trained(lessons: Lessons, files: ModelFiles) -> None:
        files.risk.parent.mkdir(parents=True, exist_ok=True)
        train(TrainingSet(lessons.phrases)).save(files.understanding)
        score.save(files.risk)

    async def worse(*_models: object) -> Comparison:
        return FALLEN

    monkeypatch.setattr("app.minds.train_elsewhere", trained)
    monkeypatch.setattr("app.checking.in_its_own_process", worse)
    settings = read_settings(data_folder=tmp_path / "data")
    started = Minds(settings, shelf, sqlite)  # type: ignore[arg-type]
    await started.start()
    return started


async def taken_for(minds: Minds, text: str) -> str:
    meaning = await minds.current().understander.understand(text)
    return meaning.ranked[0].id if meaning.ranked else ""


def published_phrases(minds: Minds) -> tuple[str, ...]:
    return minds.current().library.entries[pieces.ENTRY_ID].entry.phrases


async def test_a_worse_model_waits_while_what_is_published_is_said(
    minds: Minds, shelf: Shelf
) -> None:
    before = minds.current().understander.model  # type: ignore[attr-defined]
    shelf.publish("pizza", "best pizza", "pizza please")
    await minds._renew()
    assert published_phrases(minds) == ("pizza", "best pizza", "pizza please")
    assert minds.current().understander.model.version == before.version  # type: ignore[attr-defined]
    assert WAITS in (await minds.in_words())["model"]


async def test_the_waiting_model_serves_once_an_editor_says_so(
    minds: Minds, shelf: Shelf, sqlite: Database
) -> None:
    shelf.publish("pizza", "best pizza", "pizza please")
    await minds._renew()
    waiting = await sqlite.read(newest)
    assert waiting is not None
    await sqlite.write(allow, waiting.mark)
    await minds._renew()
    assert await taken_for(minds, "best pizza please") == pieces.ENTRY_ID
    assert WAITS not in (await minds.in_words())["model"]


async def test_a_restart_keeps_to_the_last_good_model(minds: Minds, shelf: Shelf) -> None:
    shelf.publish("pizza", "best pizza", "pizza please")
    await minds._renew()
    await minds.start()
    assert WAITS in (await minds.in_words())["model"]


async def test_going_back_takes_the_good_model_up_again(minds: Minds, shelf: Shelf) -> None:
    was = shelf.published
    shelf.publish("pizza", "best pizza", "pizza please")
    await minds._renew()
    shelf.published = was
    await minds._renew()
    assert WAITS not in (await minds.in_words())["model"]


async def test_without_the_second_encoder_the_first_reader_serves_and_it_is_said(
    minds: Minds, score: RiskModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await minds.in_words())["risk_model"] == "ok"
    heads = SenseHeads(*[NOTHING] * 4)
    never = CalmReader(heads, NOTHING, -inf)
    reader = SecondReader(heads, NOTHING, 0.0, score.thresholds, never)
    monkeypatch.setattr("app.minds._score_in", lambda _file: replace(score, second=reader))
    monkeypatch.setattr("app.minds.open_second", lambda: None)
    await minds._renew()
    assert (await minds.in_words())["risk_model"].startswith("one reader only")
    danger = minds.current().risk.read("i want to die")
    assert danger.signals
    assert danger.broken == ()
