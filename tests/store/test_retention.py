"""What is no longer needed is deleted; what is still needed stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from bot.decision import Level
from handoff.apir import rate
from handoff.cases import Outcome, hand_off
from handoff.consulting import ask
from handoff.facts import NewFact, record_fact
from handoff.moves import finish, pick_up
from handoff.plan import add_step
from handoff.promises.making import promise
from handoff.transfer import offer
from store import conversations
from store.conversations import NewMessage
from store.database import Database
from store.retention import forget
from store.tables import (
    ChannelIdentity,
    Conversation,
    FollowUp,
    Message,
    Notice,
    Offer,
    Person,
    PlanStep,
    Promise,
    Rating,
    RecordedFact,
    Signal,
)
from tests.handoff.stories import LIBRARY, adviser, waiting_case

NOW = datetime(2026, 11, 17, 14, 5, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=91)
KEPT = timedelta(days=90)


def write(tx: Connection, at: datetime, *, channel: str = "web") -> conversations.Located:
    """Somebody writes one message, which raises a signal."""
    found = conversations.locate(
        tx, channel=channel, address="a", address_hash=f"{channel} a", empty_state="{}", now=at
    )
    message = NewMessage("young person", "text", "hello", f"{at}")
    message_id = conversations.add_incoming(tx, found, message, channel=channel, now=at)
    assert message_id is not None
    signal = {"code": "x", "level": "complex", "evidence": "hello", "raised_by": "test", "at": at}
    signal |= {"about": "self", "when": "now"}
    conversations.add_signals(tx, found.conversation_id, message_id, [signal])
    conversations.save(tx, found.conversation_id, last_seq=1, last_at=at)
    return found


def left(tx: Connection) -> dict[str, int]:
    return {
        table.__tablename__: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in (Person, ChannelIdentity, Conversation, Message, Signal)
    }


def run(tx: Connection) -> int:
    return forget(tx, now=NOW, keep_messages=KEPT).people


async def test_somebody_long_silent_is_forgotten_with_all_they_wrote(database: Database) -> None:
    await database.write(write, LONG_AGO)
    assert await database.write(run) == 1
    assert set((await database.read(left)).values()) == {0}


async def test_somebody_who_wrote_lately_is_kept(database: Database) -> None:
    await database.write(write, NOW - timedelta(days=89))
    assert await database.write(run) == 0
    assert set((await database.read(left)).values()) == {1}


async def test_somebody_with_an_open_case_is_kept_however_long_ago(database: Database) -> None:
    def in_the_queue(tx: Connection) -> None:
        found = write(tx, LONG_AGO)
        hand_off(
            tx,
            person_id=found.person_id,
            conversation_id=found.conversation_id,
            level=Level.URGENT,
            reason="test",
            seq=1,
            due_at=LONG_AGO,
            now=LONG_AGO,
        )

    await database.write(in_the_queue)
    assert await database.write(run) == 0
    assert set((await database.read(left)).values()) == {1}


async def test_what_staff_wrote_to_each_other_about_somebody_is_forgotten_with_them(
    database: Database,
) -> None:
    def closed_long_ago(tx: Connection) -> None:
        _, case_id = waiting_case(tx, LONG_AGO)
        sam, alex = adviser(tx), adviser(tx, "Alex")
        move: dict[str, Any] = {"case_id": case_id, "staff_id": sam, "now": LONG_AGO}
        pick_up(tx, library=LIBRARY, **move)
        ask(tx, of=alex, question="Is the hostel open?", **move)
        offer(tx, to=alex, words="My shift ends", **move)
        record_fact(tx, new=NewFact("age", "16", "young person", "said"), **move)
        rate(tx, factor="housing", grade="some need", evidence="No bed", **move)
        add_step(tx, words="Ring the hostel", who="You", due_on=f"{NOW.date()}", **move)
        finish(tx, outcome=Outcome.HELPED, agreed="", library=LIBRARY, **move)

    await database.write(closed_long_ago)
    assert await database.write(run) == 1

    def rows(tx: Connection) -> list[int]:
        tables = (Offer, Notice, RecordedFact, Rating, PlanStep)
        return [tx.execute(select(func.count()).select_from(one)).scalar_one() for one in tables]

    assert await database.read(rows) == [0, 0, 0, 0, 0]


async def test_a_promise_to_come_keeps_somebody_and_goes_with_them_once_it_is_settled(
    database: Database,
) -> None:
    def promised_long_ago(tx: Connection) -> None:
        _, case_id = waiting_case(tx, LONG_AGO)
        move: dict[str, Any] = {
            "case_id": case_id,
            "staff_id": adviser(tx),
            "now": LONG_AGO,
            "library": LIBRARY,
        }
        pick_up(tx, **move)
        promise(tx, what="Ring the college", due_at=NOW, **move)
        finish(tx, outcome=Outcome.HELPED, agreed="", **move)

    def rows(tx: Connection) -> list[int]:
        tables = (Promise, FollowUp)
        return [tx.execute(select(func.count()).select_from(one)).scalar_one() for one in tables]

    await database.write(promised_long_ago)
    assert await database.write(run) == 0
    await database.write(lambda tx: tx.execute(update(Promise).values(state="kept")))
    assert await database.write(run) == 1
    assert await database.read(rows) == [0, 0]


async def test_of_somebody_who_opted_out_only_the_sealed_number_is_kept(database: Database) -> None:
    def stopped(tx: Connection) -> None:
        found = write(tx, LONG_AGO, channel="sms")
        conversations.set_opted_out(tx, found.identity_id, LONG_AGO)

    await database.write(stopped)
    await database.write(run)
    kept = await database.read(left)
    assert kept == {
        "people": 1,
        "channel_identities": 1,
        "conversations": 0,
        "messages": 0,
        "signals": 0,
    }


@pytest.mark.parametrize("channel", ["web", "sms"])
async def test_somebody_forgotten_may_come_back_as_new(database: Database, channel: str) -> None:
    await database.write(lambda tx: write(tx, LONG_AGO, channel=channel))
    await database.write(run)
    await database.write(lambda tx: write(tx, NOW, channel=channel))
    assert set((await database.read(left)).values()) == {1}


async def test_an_opted_out_number_that_was_forgotten_gets_a_new_conversation(
    database: Database,
) -> None:
    def stopped(tx: Connection) -> None:
        found = write(tx, LONG_AGO, channel="sms")
        conversations.set_opted_out(tx, found.identity_id, LONG_AGO)

    await database.write(stopped)
    await database.write(run)
    again = await database.write(lambda tx: write(tx, NOW, channel="sms"))
    assert again.opted_out
