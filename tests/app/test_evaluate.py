"""`connexions evaluate` measures what is in service, on our messages or others, and says what it measured."""

import json
import shutil
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.commands import connexions
from app.training import Lessons, ModelFiles
from bot.risk.families import parse_family
from bot.risk.train import train as train_risk
from bot.understanding.train import train
from bot.understanding.training_set import TrainingSet
from tests.bot.risk.conftest import EVERYDAY, NEED, ROUTINE, SUICIDE

PHRASES = {
    "ema/how-much": ["how much is ema", "wot does ema pay", "ema amount a week", "ema money"],
    "ema/when-paid": ["when is ema paid", "what day does ema come", "ema payday", "when is it in"],
    "work/cv": ["help with my cv", "how do i write a cv", "cv template", "what goes on a cv"],
}
QUESTIONS: list[dict[str, object]] = [
    {"text": "how much does ema pay", "expect": ["ema/how-much"], "kind": "plain"},
    {"text": "write my cv", "expect": ["work/cv"], "also": ["ema/when-paid"], "kind": "short"},
    {"text": "who won the cup"},
]
CASES = [
    {"text": "i want to die", "level": "urgent", "family": "suicide", "kind": "plain"},
    {"text": "see you at seven", "level": "routine", "family": "suicide", "kind": "plain"},
]
CLINC = {
    "train": [[phrase, intent] for intent, said in PHRASES.items() for phrase in said],
    "test": [["ema amount", "ema/how-much"], ["cv help", "work/cv"]],
    "oos": [["who won the cup", "oos"]],
}


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small models, trained once."""
    folder = tmp_path_factory.mktemp("models")
    train(TrainingSet(PHRASES)).save(folder / "understanding-1.npz")
    families = (parse_family(SUICIDE, "suicide.yml"), parse_family(NEED, "complex-need.yml"))
    train_risk(families, ROUTINE, EVERYDAY, None).save(folder / "risk-1.npz")
    return folder


@pytest.fixture
def folder(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the models of what is published."""
    ours = shutil.copytree(models, tmp_path / "models")
    files = ModelFiles(ours / "understanding-1.npz", ours / "risk-1.npz")

    async def published(_settings: object) -> tuple[Lessons, ModelFiles]:
        return Lessons({key: tuple(said) for key, said in PHRASES.items()}, {}, None), files

    monkeypatch.setattr(import_module("app.commands.evaluate"), "_published", published)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONNEXIONS_DATA_FOLDER", str(tmp_path))
    return tmp_path


def written(file: Path, rows: Sequence[Mapping[str, object]]) -> str:
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return str(file)


def run(*words: str) -> Result:
    return CliRunner().invoke(connexions, ["evaluate", *words])


def test_the_understanding_is_measured_on_the_messages_given(folder: Path) -> None:
    found = run(
        *("--data", written(folder / "mine.jsonl", QUESTIONS)),
        *("--report", str(folder / "page.html"), "--json", str(folder / "numbers.json")),
    )
    assert found.exit_code == 0, found.output
    assert "Measured on: mine.jsonl." in found.output
    assert "Calibrated on: none of these rows." in found.output
    assert "right first                        100.0%" in found.output
    assert "How well the bot understands" in (folder / "page.html").read_text("utf-8")
    assert json.loads((folder / "numbers.json").read_text("utf-8"))["messages"] == 3


def test_rows_that_the_model_was_calibrated_on_are_told(folder: Path) -> None:
    known = [{"text": "what are my choices once year 11 is over", "expect": ["ema/how-much"]}]
    found = run("--data", written(folder / "known.jsonl", [*known, *QUESTIONS]))
    assert "Calibrated on: 1 of these 4 rows." in found.output


def test_a_public_set_is_learned_from_and_measured(folder: Path) -> None:
    (folder / "clinc.json").write_text(json.dumps(CLINC), "utf-8")
    found = run("--data", str(folder / "clinc.json"))
    assert found.exit_code == 0, found.output
    assert "trained on the public set's own phrases" in found.output


def test_the_risk_check_is_measured_with_its_curve(folder: Path) -> None:
    found = run(
        *("risk", "--data", written(folder / "cases.jsonl", CASES)),
        *("--report", str(folder / "risk.html"), "--json", str(folder / "risk.json")),
    )
    assert found.exit_code == 0, found.output
    assert "urgent raised to urgent or above       100.0%" in found.output
    assert "<- where we stand" in found.output
    numbers = json.loads((folder / "risk.json").read_text("utf-8"))
    assert numbers["by_family"]["suicide"]["urgent raised to urgent"]["hits"] == 1
    assert "we stand here" in (folder / "risk.html").read_text("utf-8")


def test_the_lists_of_misses_can_be_left_out(folder: Path) -> None:
    missed = [{"text": "lovely weather", "level": "urgent", "family": "suicide"}]
    data = written(folder / "cases.jsonl", missed)
    assert "MISSED" in run("risk", "--data", data).output
    assert "MISSED" not in run("risk", "--quiet", "--data", data).output


@pytest.mark.parametrize("kind", [(), ("risk",)])
@pytest.mark.parametrize("text", ['{"words": 1}', "[]", "nonsense", "5"])
def test_a_file_that_is_no_such_thing_is_told(
    folder: Path, kind: tuple[str, ...], text: str
) -> None:
    (folder / "odd.jsonl").write_text(text, "utf-8")
    found = run(*kind, "--data", str(folder / "odd.jsonl"))
    assert found.exit_code == 1
    assert "cannot be read as labelled messages" in found.output


@pytest.mark.parametrize("kind", [(), ("risk",)])
def test_what_was_never_trained_is_told(folder: Path, kind: tuple[str, ...]) -> None:
    for file in (folder / "models").iterdir():
        file.unlink()
    found = run(*kind)
    assert found.exit_code == 1
    assert "connexions train" in found.output
