"""Rasa learns what is published, in the words that it will be asked in."""

import os
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from app import rasa_server
from app.commands import connexions
from app.ports import free_port
from app.rasa_server import RasaMissing, find_rasa
from app.rasa_training import (
    calibrated,
    calibration_of,
    model_file,
    newest_calibration,
    write_project,
)
from bot.meaning import Thresholds
from bot.understanding.model import OUT_OF_SCOPE, Calibration
from bot.understanding.nlu_files import read_training_files
from bot.understanding.rasa_reading import (
    MEASURED_ON_OUR_PROJECT,
    read_calibration,
    write_calibration,
)
from bot.understanding.training_set import Example

PHRASES = {
    "work/cv": ["Help with my CV!", "help with my cv", 'say: "no" {x}'],
    "ema/how-much": ["how much is [EMA](benefit) pls"],
}


def test_a_project_holds_each_phrase_once_in_plain_words(tmp_path: Path) -> None:
    write_project(PHRASES, tmp_path)
    assert read_training_files(tmp_path / "nlu").phrases == {
        "ema/how-much": ["how much is ema benefit please"],
        "work/cv": ["help with my cv", "say no x"],
    }
    domain = yaml.safe_load((tmp_path / "domain.yml").read_text("utf-8"))
    assert domain["intents"] == ["ema.how-much", "work.cv"]
    assert (tmp_path / "config.yml").exists()


def test_other_phrases_are_another_model(tmp_path: Path) -> None:
    other = {**PHRASES, "ema/how-much": ["ema"]}
    assert model_file(PHRASES, tmp_path) == model_file(dict(reversed(PHRASES.items())), tmp_path)
    assert model_file(PHRASES, tmp_path) != model_file(other, tmp_path)


def test_the_calibration_of_the_model_that_was_trained_last_is_used(tmp_path: Path) -> None:
    assert newest_calibration(tmp_path) == read_calibration(MEASURED_ON_OUR_PROJECT)
    for age, name in ((200, "old"), (100, "new")):
        own = Calibration(float(age), (0.0,), 0.0, Thresholds())
        file = calibration_of(tmp_path / f"rasa-{name}.tar.gz")
        write_calibration(own, file)
        os.utime(file, (1_000_000 - age, 1_000_000 - age))
    assert newest_calibration(tmp_path).temperature == 100.0


def test_confidences_that_are_too_modest_are_raised() -> None:
    """Always right, though never surer than 0.4: calibrated, it is nearly certain."""
    ids = [f"ema/{number}" for number in range(10)]
    rankings, examples = [], []
    for right in ids * 4:
        rankings.append({each: 0.4 if each == right else 0.6 / 9 for each in ids})
        examples.append(Example("how much", frozenset({right})))
    for _ in range(10):
        rankings.append(dict.fromkeys(ids, 0.05) | {OUT_OF_SCOPE: 0.5})
        examples.append(Example("who won the football"))
    measured = calibrated(rankings, examples)
    assert measured.temperature < 0.5


def test_without_rasa_it_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(rasa_server, "_BESIDE_US", tmp_path / "rasa")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RasaMissing, match=r"\./dev rasa"):
        find_rasa()


def test_a_replay_with_rasa_is_refused_where_rasa_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "in.jsonl").write_text("", "utf-8")
    monkeypatch.setenv("CONNEXIONS_DATA_FOLDER", str(tmp_path))
    monkeypatch.setenv("CONNEXIONS_RASA_URL", f"http://127.0.0.1:{free_port()}")
    done = CliRunner().invoke(
        connexions, ["replay", str(tmp_path / "in.jsonl"), "--engine", "rasa"]
    )
    assert done.exit_code == 1
    assert "Rasa does not answer at http://127.0.0.1" in done.output
    assert "--engine embedded" in done.output
