"""What the same person said on another channel, and their other cases, stand beside the case."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, update

from handoff.cases import Outcome
from handoff.elsewhere import earlier_cases, talks_elsewhere
from handoff.moves import finish, pick_up
from store.clock import SetClock
from store.database import Database
from store.tables import Conversation
from tests.handoff.stories import (
    LIBRARY,
    YoungPerson,
    adviser,
    needs_a_person,
    waiting_case,
    writes,
    young_person,
)


async def test_another_channel_of_the_same_person_is_read_and_nobody_elses(
    database: Database, clock: SetClock
) -> None:
    def both_channels(tx: Connection) -> int:
        robin, case_id = waiting_case(tx, clock.now())
        phone = young_person(tx, clock.now(), channel="sms", address="phone")
        writes(tx, phone, "are you there", clock.now())
        silent = young_person(tx, clock.now(), channel="sms", address="silent")
        own = Conversation.id.in_((phone.conversation_id, silent.conversation_id))
        tx.execute(update(Conversation).where(own).values(person_id=robin.person_id))
        waiting_case(tx, clock.now(), address="somebody else")
        return case_id

    case_id = await database.write(both_channels)
    [talk] = await database.read(talks_elsewhere, case_id)
    assert talk.channel == "sms"
    assert [(line.author, line.text) for line in talk.lines] == [("young person", "are you there")]


async def test_other_cases_of_the_same_person_are_named_the_latest_first(
    database: Database, clock: SetClock
) -> None:
    sam = await database.write(adviser)

    def ended(tx: Connection, who: YoungPerson, case_id: int) -> int:
        move: dict[str, Any] = {
            "case_id": case_id,
            "staff_id": sam,
            "library": LIBRARY,
            "now": clock.now(),
        }
        pick_up(tx, **move)
        finish(tx, outcome=Outcome.HELPED, agreed="", **move)
        clock.forward(timedelta(hours=1))
        return needs_a_person(tx, who, clock.now())

    who, first = await database.write(waiting_case, clock.now())
    second = await database.write(ended, who, first)
    third = await database.write(ended, who, second)
    found = await database.read(earlier_cases, third)
    assert [each.case_id for each in found] == [second, first]
