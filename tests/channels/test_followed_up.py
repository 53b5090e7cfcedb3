"""Through the real way in: what the service says of its own return, and the answers to what it asks."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update

from channels.intake import Intake
from handoff.cases import Outcome
from handoff.moves import finish, pick_up
from handoff.promises.follow_ups import ask_what_is_due
from handoff.promises.ledger import Entry, promises_of
from handoff.promises.making import promise
from store.clock import SetClock
from store.database import Database
from store.tables import Case, FollowUp, OutboxRow
from tests.bot.dialogue.talk import LIBRARY, URGENT
from tests.channels.test_intake import (  # noqa: F401 - fixtures
    NIGHT,
    Phone,
    SetReadings,
    intake,
    phone,
    readings,
)
from tests.handoff.stories import adviser

HOUR = timedelta(hours=1)


def ledger(tx: Connection) -> list[Entry]:
    """The promises of the first case."""
    case_id = tx.execute(select(func.min(Case.id))).scalar_one()
    return list(promises_of(tx, case_id))


def asked_whether_it_happened(tx: Connection, now: datetime) -> int:
    """Sam promised something, ended the talk, and it is an hour after its time. Gives the question."""
    case_id = tx.execute(select(Case.id)).scalar_one()
    move: dict[str, Any] = {
        "case_id": case_id,
        "staff_id": adviser(tx),
        "library": LIBRARY,
        "now": now,
    }
    pick_up(tx, **move)
    promise(tx, what="Ring them", due_at=now + HOUR, **move)
    finish(tx, outcome=Outcome.NO_REPLY, agreed="", **move)
    tx.execute(update(OutboxRow).values(state="sent"))
    assert len(ask_what_is_due(tx, LIBRARY, now + 2 * HOUR)) == 1
    tx.execute(update(OutboxRow).values(state="sent"))
    return tx.execute(select(FollowUp.id).where(FollowUp.state == "asked")).scalar_one()


async def test_when_somebody_is_back_is_a_promise_in_the_ledger(
    phone: Phone,  # noqa: F811
    database: Database,
    clock: SetClock,
) -> None:
    clock.set(NIGHT)
    await phone.says("can i talk to someone")
    await phone.says("are you there")
    [entry] = await database.read(ledger)
    assert (entry.kind, entry.by, entry.state) == ("back", "", "open")
    assert entry.what == "An adviser is back tomorrow at 9am and reads this first."
    assert entry.due_at.isoformat() == "2026-11-18T10:00:00+00:00"
    assert entry.told_at == NIGHT


async def test_in_opening_hours_no_return_is_promised(
    phone: Phone,  # noqa: F811
    database: Database,
) -> None:
    await phone.says("can i talk to someone")
    assert await database.read(ledger) == []


async def test_a_text_that_answers_is_thanked_for_and_settles_the_promise(
    phone: Phone,  # noqa: F811
    database: Database,
    clock: SetClock,
) -> None:
    await phone.says("can i talk to someone")
    await database.write(asked_whether_it_happened, clock.now())
    clock.forward(3 * HOUR)
    received, said = await phone.says("Yes")
    assert said == [("text", "promise-kept")]
    assert received.handoff == "none"
    assert (await database.read(ledger))[0].state == "kept"


async def test_a_button_that_answers_does_so_too_and_a_no_offers_a_person(
    intake: Intake,  # noqa: F811
    readings: SetReadings,  # noqa: F811
    database: Database,
    clock: SetClock,
) -> None:
    chat = Phone(intake, readings, "web")
    await chat.says("can i talk to someone")
    number = await database.write(asked_whether_it_happened, clock.now())
    received, said = await chat.says("No", choice=f"follow-up:{number}:no")
    assert said == [("text", "promise-broken")]
    assert received.replies[0].detail["choices"] == [
        {"label": "Talk to a person", "value": "person"}
    ]
    assert (await database.read(ledger))[0].state == "broken"


async def test_an_answer_with_danger_in_it_is_heard_and_the_danger_comes_first(
    phone: Phone,  # noqa: F811
    database: Database,
    clock: SetClock,
) -> None:
    await phone.says("can i talk to someone")
    await database.write(asked_whether_it_happened, clock.now())
    received, said = await phone.says("no", URGENT)
    assert said[0][0] == "safety"
    assert received.handoff == "opened"
    assert (await database.read(ledger))[0].state == "broken"


async def test_a_button_of_somebody_elses_question_settles_nothing(
    phone: Phone,  # noqa: F811
    intake: Intake,  # noqa: F811
    readings: SetReadings,  # noqa: F811
    database: Database,
    clock: SetClock,
) -> None:
    await phone.says("can i talk to someone")
    number = await database.write(asked_whether_it_happened, clock.now())
    other = Phone(intake, readings, "web")
    await other.says("No", choice=f"follow-up:{number}:no", external_id="x-1")
    assert (await database.read(ledger))[0].state == "open"
