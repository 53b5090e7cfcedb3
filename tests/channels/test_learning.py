"""What a message teaches the editors, and what it never does."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Row, select, update

from bot.decision import Level
from channels.intake import Intake
from store import learning
from store.clock import SetClock
from store.database import Database
from store.retention import COUNTS_KEPT, forget
from store.tables import Conversation, EntryUse, Message, Question
from tests.bot.dialogue.talk import COMPLEX, EMERGENCY, MEANS, URGENT, Danger
from tests.channels.test_intake import (  # noqa: F401 - fixtures
    Phone,
    SetReadings,
    intake,
    phone,
    readings,
)

KEPT = timedelta(days=90)
NONSENSE = "wibble wobble"
UNSURE = "college money"


def questions(tx: Connection) -> list[Row[Any]]:
    return list(
        tx.execute(
            select(
                Question.what, Question.guess, Question.entry_id, Question.revision, Message.text
            )
            .join(Message, Message.id == Question.message_id)
            .order_by(Question.id)
        )
    )


def uses(tx: Connection) -> list[tuple[str, str, str]]:
    rows = tx.execute(
        select(EntryUse.entry_id, EntryUse.what, EntryUse.channel).order_by(EntryUse.id)
    )
    return [(row.entry_id, row.what, row.channel) for row in rows]


@pytest.fixture
def chat(intake: Intake, readings: SetReadings) -> Phone:  # noqa: F811
    return Phone(intake, readings, channel="web")


async def test_a_question_without_an_answer_is_kept(phone: Phone, database: Database) -> None:  # noqa: F811
    await phone.says(NONSENSE)
    [kept] = await database.read(questions)
    assert (kept.what, kept.text) == ("unanswered", NONSENSE)


async def test_a_question_that_was_turned_away_is_kept_too(
    phone: Phone,  # noqa: F811
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(MEANS, NONSENSE, ("talk/out-of-scope",))
    await phone.says(NONSENSE)
    [kept] = await database.read(questions)
    assert (kept.what, kept.guess) == ("unanswered", "")


async def test_an_answered_question_counts_and_is_not_kept(
    phone: Phone,  # noqa: F811
    database: Database,
    clock: SetClock,
) -> None:
    await phone.says("what are t levels")
    assert await database.read(questions) == []
    assert await database.read(uses) == [("courses/t-levels", "asked", "sms")]
    at = await database.read(lambda tx: tx.execute(select(EntryUse.at)).scalar_one())
    assert at == clock.now().replace(minute=0)


async def test_an_unsure_question_is_kept_with_what_was_meant(
    phone: Phone,  # noqa: F811
    readings: SetReadings,  # noqa: F811
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entries = sorted(readings.library.entries)[:2]
    monkeypatch.setitem(MEANS, UNSURE, tuple(entries))
    received, _ = await phone.says(UNSURE)
    assert received.decision is not None
    assert received.decision.offered
    [kept] = await database.read(questions)
    assert kept.what == "unsure"
    await phone.says("this one", choice=f"entry:{entries[1]}")
    [kept] = await database.read(questions)
    assert kept.guess == entries[1]


async def test_an_answer_that_did_not_help_is_kept_with_its_question_and_revision(
    chat: Phone, database: Database
) -> None:
    await chat.says("what are t levels")
    await chat.says("No, it did not", choice="helped:no:courses/t-levels")
    [kept] = await database.read(questions)
    assert (kept.what, kept.entry_id, kept.text) == (
        "not helped",
        "courses/t-levels",
        "what are t levels",
    )
    assert kept.revision is not None
    assert ("courses/t-levels", "not helped", "web") in await database.read(uses)


async def test_only_the_last_word_on_an_answer_counts(chat: Phone, database: Database) -> None:
    await chat.says("what are t levels")
    for word in ("no", "no", "yes"):
        await chat.says(word, choice=f"helped:{word}:courses/t-levels")
    assert await database.read(questions) == []
    assert [what for _, what, _ in await database.read(uses)] == ["asked", "helped"]


@pytest.mark.parametrize(
    "choice", ["helped:no:ema/never-given", "helped:maybe:courses/t-levels", "helped:no"]
)
async def test_a_word_on_an_answer_never_given_changes_nothing(
    chat: Phone, database: Database, choice: str
) -> None:
    await chat.says("what are t levels")
    await chat.says("?", choice=choice)
    assert await database.read(questions) == []
    assert [what for _, what, _ in await database.read(uses)] == ["asked"]


@pytest.mark.parametrize("danger", [URGENT, EMERGENCY], ids=["urgent", "emergency"])
async def test_nothing_is_left_once_there_is_danger(
    chat: Phone, database: Database, danger: Danger
) -> None:
    await chat.says(NONSENSE)
    await chat.says("what are t levels")
    await chat.says("No", choice="helped:no:courses/t-levels")
    await chat.says("something bad", danger)
    await chat.says(NONSENSE)
    await chat.says("what are t levels")
    assert await database.read(questions) == []
    assert await database.read(uses) == []


async def test_a_need_is_not_a_question(phone: Phone, database: Database) -> None:  # noqa: F811
    await phone.says(NONSENSE, COMPLEX)
    assert await database.read(questions) == []


def _with_danger(tx: Connection) -> list[int]:
    return list(tx.execute(learning.with_danger()).scalars())


async def test_danger_is_remembered_although_the_level_falls(
    phone: Phone,  # noqa: F811
    database: Database,
) -> None:
    await phone.says("something bad", URGENT)
    await database.write(
        lambda tx: tx.execute(update(Conversation).values(level=Level.ROUTINE)) and None
    )
    assert len(await database.read(_with_danger)) == 1


async def test_a_calm_conversation_has_no_danger(phone: Phone, database: Database) -> None:  # noqa: F811
    await phone.says(NONSENSE)
    await phone.says("help me", COMPLEX)
    assert await database.read(_with_danger) == []


async def test_questions_go_with_their_messages_and_counts_lose_their_link_then_go(
    phone: Phone,  # noqa: F811
    database: Database,
    clock: SetClock,
) -> None:
    def run(tx: Connection) -> None:
        forget(tx, now=clock.now(), keep_messages=KEPT)

    def links(tx: Connection) -> list[int | None]:
        return list(tx.execute(select(EntryUse.conversation_id)).scalars())

    await phone.says(NONSENSE)
    await phone.says("what are t levels")
    await database.write(run)
    assert len(await database.read(questions)) == 1
    clock.forward(KEPT + timedelta(days=1))
    await phone.says("hi")  # who writes on keeps the conversation, and the old question goes
    await database.write(run)
    assert await database.read(questions) == []
    assert await database.read(links) == [None]
    clock.forward(COUNTS_KEPT)
    await database.write(run)
    assert await database.read(links) == []
