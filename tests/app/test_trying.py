"""A draft is tried beside the service, and its model is there when it is published."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.training import Lessons, ModelFiles, files_for, gather
from app.trying import DraftTries
from bot.understanding.train import train
from bot.understanding.training_set import TrainingSet
from content import trials
from content.checks.piece import Piece
from content.model_checks import Comparison, OnKept
from content.repository import Stored, assemble
from store.clock import SetClock
from store.database import Database
from tests.content import pieces
from tests.content.pieces import ENTRY_ID, PHRASES, body

MEASURED = Comparison(OnKept(0.8, 0.02), OnKept(0.81, 0.02))
DRAFT = Piece(ENTRY_ID, "answer", body(), (*PHRASES, "one more phrase"))


@pytest.fixture
def service(sqlite: Database, clock: SetClock, tmp_path: Path) -> Any:
    return SimpleNamespace(
        database=sqlite,
        clock=clock,
        library=SimpleNamespace(current=pieces.library()),
        minds=SimpleNamespace(encoder_folder=None),
        settings=SimpleNamespace(data_folder=tmp_path),
    )


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[Lessons]:
    """What was trained, small and in this process; every comparison says the same."""
    known: list[Lessons] = []

    async def small(lessons: Lessons, files: ModelFiles) -> None:
        known.append(lessons)
        files.understanding.parent.mkdir(parents=True, exist_ok=True)
        train(TrainingSet(lessons.phrases)).save(files.understanding)
        files.risk.touch()

    async def compared(*_models: object) -> Comparison:
        return MEASURED

    monkeypatch.setattr("app.trying.train_elsewhere", small)
    monkeypatch.setattr("app.trying.in_its_own_process", compared)
    return known


async def test_a_draft_is_tried_once_and_its_model_stays(
    service: Any, trained: list[Lessons], tmp_path: Path
) -> None:
    tries = DraftTries(service)
    assert (await tries.of(DRAFT)).state == "running"
    await tries.finished()
    done = await tries.of(DRAFT)
    assert (done.state, done.comparison) == ("done", MEASURED)
    assert len(trained) == 1
    assert files_for(trained[0], tmp_path / "models").there
    assert await service.database.read(trials.known, done.mark) == MEASURED


async def test_the_model_is_the_one_that_publishing_asks_for(
    service: Any, trained: list[Lessons]
) -> None:
    tries = DraftTries(service)
    trial = await tries.of(DRAFT)
    await tries.finished()
    live = assemble(
        [piece if piece.entry_id != ENTRY_ID else _published(piece) for piece in pieces.stored()],
        pieces.HOURS,
    )
    assert gather(live, None).understanding_mark == trial.mark


def _published(piece: Stored) -> Stored:
    return Stored(ENTRY_ID, piece.kind, 2, DRAFT.body, "\n".join(DRAFT.phrases))


@pytest.mark.parametrize(
    "piece",
    [
        Piece(ENTRY_ID, "answer", body(sms="Other words. Ask us."), PHRASES),
        Piece(ENTRY_ID, "answer", "not readable", PHRASES),
        Piece("service-wide/rates", "rates", pieces.RATES_FILE),
    ],
)
async def test_what_teaches_nothing_new_is_not_tried(
    service: Any, trained: list[Lessons], piece: Piece
) -> None:
    assert (await DraftTries(service).of(piece)).state == "same"
    assert trained == []


async def test_a_trial_that_breaks_says_so_and_is_not_begun_again(
    service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_given: object) -> None:
        raise OSError

    monkeypatch.setattr("app.trying.train_elsewhere", broken)
    tries = DraftTries(service)
    await tries.of(DRAFT)
    await tries.finished()
    assert (await tries.of(DRAFT)).state == "failed"


async def test_test_questions_alone_are_tried_without_learning_anything_and_each_set_anew(
    service: Any, trained: list[Lessons]
) -> None:
    live = service.library.current
    lessons = gather(live, None)
    files = files_for(lessons, service.settings.data_folder / "models")
    files.understanding.parent.mkdir(parents=True)
    train(TrainingSet(lessons.phrases)).save(files.understanding)
    files.risk.touch()
    tries = DraftTries(service)
    for questions in ("[is ema worth it]", "[is ema worth it, what does ema give me]"):
        text = body().replace("related: []", f"related: []\ntest_questions: {questions}")
        piece = Piece(ENTRY_ID, "answer", text, PHRASES)
        assert (await tries.of(piece)).state == "running"
        await tries.finished()
        assert (await tries.of(piece)).state == "done"
    assert trained == []
