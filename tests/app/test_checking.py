"""A newly trained understanding that does worse waits, and the last good one serves on."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app.checking import file_in_service, file_to_serve
from app.keeping_back import kept_back
from app.kept_questions import compare_on_kept, key_of
from app.training import Lessons, ModelFiles, files_for
from bot.understanding.model import Model
from bot.understanding.train import train
from bot.understanding.training_set import Example, TrainingSet
from content import trials
from content.model_checks import (
    ALLOWED,
    GOOD,
    Comparison,
    Lost,
    OnKept,
    OnOwn,
    as_json,
    check_of,
    from_json,
    newest,
)
from store.clock import SetClock
from store.database import Database

PHRASES = {
    "ema/how-much": ["how much is ema", "wot does ema pay", "ema amount a week", "ema money"],
    "ema/when-paid": ["when is ema paid", "what day does ema come", "ema payday", "when is it in"],
    "work/cv": ["help with my cv", "how do i write a cv", "cv template", "what goes on a cv"],
}
MUDDLED = PHRASES | {
    "ema/how-much": ["cv", "my cv", "a good cv", "cv help please"],
    "work/cv": ["how much", "how much is ema a week", "ema money a week", "ema pay"],
}
QUESTIONS = [
    {"text": "how much does ema pay", "expect": ["ema/how-much"]},
    {"text": "which day is ema paid", "expect": ["ema/when-paid"]},
    {"text": "write my cv", "expect": ["work/cv"]},
    {"text": "can i get help with rent", "expect": ["housing/rent"]},
]
FINE = OnKept(0.8, 0.04)
FALLEN = Comparison(FINE, OnKept(0.5, 0.1))


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in QUESTIONS), "utf-8")
    return file


def trained(file: Path, phrases: Mapping[str, Sequence[str]]) -> Path:
    train(TrainingSet(phrases)).save(file)
    return file


def test_the_same_model_is_no_worse_than_itself(tmp_path: Path, questions: Path) -> None:
    model = trained(tmp_path / "model.npz", PHRASES)
    found = compare_on_kept(model, model, None, questions)
    assert found.before == found.after
    assert found.before.right_at_once > 0
    assert not found.worse


def test_muddled_phrases_are_worse_and_the_lost_questions_are_named(
    tmp_path: Path, questions: Path
) -> None:
    good = trained(tmp_path / "good.npz", PHRASES)
    muddled = trained(tmp_path / "muddled.npz", MUDDLED)
    found = compare_on_kept(muddled, good, None, questions)
    assert found.worse
    assert "write my cv" in {each.text for each in found.lost}


def test_an_entry_that_was_withdrawn_is_no_loss(tmp_path: Path, questions: Path) -> None:
    whole = trained(tmp_path / "whole.npz", PHRASES)
    fewer = {key: said for key, said in PHRASES.items() if key != "work/cv"}
    found = compare_on_kept(trained(tmp_path / "fewer.npz", fewer), whole, None, questions)
    assert "work/cv" not in {each.right for each in found.lost}


def test_the_editors_own_questions_are_counted_by_themselves(
    tmp_path: Path, questions: Path
) -> None:
    good = trained(tmp_path / "good.npz", PHRASES)
    muddled = trained(tmp_path / "muddled.npz", MUDDLED)
    own = [Example("write my cv", frozenset({"work/cv"})), Example("zxqv", frozenset({"work/cv"}))]
    same = compare_on_kept(good, good, None, questions, own)
    assert same.own is not None
    assert (same.own.asked, same.own.right_before, same.own.right_after) == (2, 1, 1)
    assert [each.text for each in same.own.wrong] == ["zxqv"]
    assert not same.worse
    assert compare_on_kept(good, good, None, questions).before == same.before
    drop = compare_on_kept(muddled, good, None, questions, own)
    assert drop.own is not None
    assert [each.text for each in drop.own.lost] == ["write my cv"]
    assert from_json(as_json(drop)) == drop


def test_one_own_question_that_is_lost_holds_a_draft_up() -> None:
    level = OnKept(0.8, 0.02)
    lost = OnOwn(asked=3, right_before=3, right_after=2, lost=(Lost("a", "b", "c"),))
    assert Comparison(level, level, own=lost).worse
    assert not Comparison(level, level, own=replace(lost, lost=())).worse


def lessons(word: str) -> Lessons:
    return Lessons({"ema/how-much": (word,)}, {}, None)


def published(word: str, folder: Path) -> tuple[Lessons, ModelFiles]:
    """What is published, with models as if they were trained."""
    taught = lessons(word)
    files = files_for(taught, folder)
    trained(files.understanding, PHRASES)
    files.risk.touch()
    return taught, files


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every comparison finds the new model worse; the models that were compared are noted."""
    asked: list[Path] = []

    async def fallen(_compare: object, new: Path, old: Path, *_others: object) -> Comparison:
        asked.extend((new, old))
        return FALLEN

    monkeypatch.setattr("app.checking.in_its_own_process", fallen)
    return asked


async def test_the_first_model_serves_without_comparing(
    sqlite: Database, clock: SetClock, tmp_path: Path, compared: list[Path]
) -> None:
    taught, files = published("first", tmp_path)
    assert await file_to_serve(sqlite, taught, files, clock.now()) == files.understanding
    assert compared == []


async def test_a_worse_model_waits_and_is_not_measured_again(
    sqlite: Database, clock: SetClock, tmp_path: Path, compared: list[Path]
) -> None:
    taught, first = published("first", tmp_path)
    await file_to_serve(sqlite, taught, first, clock.now())
    taught, second = published("second", tmp_path)
    for _ in range(2):
        assert await file_to_serve(sqlite, taught, second, clock.now()) == first.understanding
    assert await file_in_service(sqlite, taught, second) == first.understanding
    assert compared == [second.understanding, first.understanding]


async def test_a_worse_model_serves_where_the_last_good_one_is_not_to_be_had(
    sqlite: Database, clock: SetClock, tmp_path: Path, compared: list[Path]
) -> None:
    taught, first = published("first", tmp_path)
    await file_to_serve(sqlite, taught, first, clock.now())
    taught, second = published("second", tmp_path)
    await file_to_serve(sqlite, taught, second, clock.now())
    first.understanding.unlink()
    assert await file_to_serve(sqlite, taught, second, clock.now()) == second.understanding


async def test_a_model_of_an_encoder_that_is_gone_is_no_longer_the_last_good_one(
    sqlite: Database, clock: SetClock, tmp_path: Path, compared: list[Path]
) -> None:
    taught, first = published("first", tmp_path)
    gone = replace(Model.load(first.understanding), encoder="another")
    gone.save(first.understanding)
    await file_to_serve(sqlite, taught, first, clock.now())
    taught, second = published("second", tmp_path)
    assert await file_to_serve(sqlite, taught, second, clock.now()) == second.understanding
    assert await file_in_service(sqlite, taught, second) == second.understanding
    assert compared == []


async def test_models_that_cannot_be_compared_get_no_verdict(
    sqlite: Database, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_given: object) -> Comparison:
        raise ValueError("damaged")

    monkeypatch.setattr("app.checking.in_its_own_process", broken)
    await file_to_serve(sqlite, *published("first", tmp_path), clock.now())
    taught, second = published("second", tmp_path)
    assert await file_to_serve(sqlite, taught, second, clock.now()) == second.understanding
    assert await sqlite.read(check_of, taught.understanding_mark) is None


async def test_the_editors_own_questions_are_asked_of_what_goes_live_by_itself(
    sqlite: Database, clock: SetClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = (Example("write my cv", frozenset({"work/cv"})),)
    lost = OnOwn(1, 1, 0, lost=(Lost("write my cv", "work/cv", ""),))
    asked: list[object] = []

    async def only_own_is_lost(*given: object) -> Comparison:
        asked.append(given[-1])
        return Comparison(FINE, FINE, own=lost)

    monkeypatch.setattr("app.checking.in_its_own_process", only_own_is_lost)
    taught, first = published("first", tmp_path)
    await file_to_serve(sqlite, taught, first, clock.now(), own)
    taught, second = published("second", tmp_path)
    assert await file_to_serve(sqlite, taught, second, clock.now(), own) == first.understanding
    assert asked == [own]
    found = await sqlite.read(check_of, taught.understanding_mark)
    assert found is not None
    assert found.comparison is not None
    assert found.comparison.own == lost


async def test_what_an_editor_had_tried_is_not_measured_again(
    sqlite: Database, clock: SetClock, tmp_path: Path, compared: list[Path]
) -> None:
    own = (Example("write my cv", frozenset({"work/cv"})),)
    await file_to_serve(sqlite, *published("first", tmp_path), clock.now(), own)
    taught, second = published("second", tmp_path)
    tried = key_of(taught.understanding_mark, own)
    await sqlite.write(trials.keep, tried, Comparison(FINE, FINE), clock.now())
    assert await file_to_serve(sqlite, taught, second, clock.now(), own) == second.understanding
    assert compared == []


async def test_training_by_hand_tells_what_got_worse_and_uses_it_anyway_when_told(
    sqlite: Database, clock: SetClock, tmp_path: Path, compared: list[Path]
) -> None:
    first, second = published("first", tmp_path), published("second", tmp_path)
    assert await kept_back(sqlite, *first, anyway=False) == []
    told = "\n".join(await kept_back(sqlite, *second, anyway=False))
    assert "right at once    80.0% -> 50.0%" in told
    assert await kept_back(sqlite, *second, anyway=True) == []
    found = await sqlite.read(newest)
    assert found is not None
    assert found.verdict == ALLOWED != GOOD
    assert await file_in_service(sqlite, *second) == second[1].understanding
