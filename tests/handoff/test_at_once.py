"""Who gets a case when several reach for it at once, and what a closed one and an empty note are told."""

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.decision import Level
from handoff.cases import CaseError, note
from handoff.moves import hand_back, pick_up
from store.clock import SetClock
from store.database import Database
from store.tables import CaseEvent
from tests.handoff.stories import (
    LIBRARY,
    YoungPerson,
    adviser,
    holder,
    needs_a_person,
    read,
    waiting_case,
    writes,
)


async def test_of_many_who_claim_at_once_exactly_one_wins(
    database: Database, clock: SetClock
) -> None:
    names = [f"Adviser{number}" for number in range(8)]
    staff = [await database.write(adviser, name) for name in names]
    for round_number in range(10):
        who, case_id = await database.write(
            waiting_case, clock.now(), address=f"person {round_number}"
        )
        outcomes = await asyncio.gather(
            *(
                database.write(
                    pick_up, case_id=case_id, staff_id=one, library=LIBRARY, now=clock.now()
                )
                for one in staff
            ),
            return_exceptions=True,
        )
        refused = [str(outcome) for outcome in outcomes if isinstance(outcome, CaseError)]
        [winner] = [
            name
            for name, outcome in zip(names, outcomes, strict=True)
            if not isinstance(outcome, BaseException)
        ]
        assert refused == [f"{winner} picked this case up a moment before you."] * 7
        assert await database.read(announcements, who) == 1


async def test_a_message_and_a_claim_at_once_never_lock_each_other_out(
    database: Database, clock: SetClock
) -> None:
    sam = await database.write(adviser)
    for round_number in range(10):
        who, case_id = await database.write(
            waiting_case, clock.now(), address=f"person {round_number}"
        )
        await asyncio.gather(
            database.write(
                pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now()
            ),
            database.write(a_grave_message, who, clock.now()),
        )
        assert await database.read(holder, who) == "adviser"


async def test_a_closed_case_cannot_be_claimed(sqlite: Database, clock: SetClock) -> None:
    sam, alex = await sqlite.write(adviser), await sqlite.write(adviser, "Alex")
    _, case_id = await sqlite.write(waiting_case, clock.now())
    move: dict[str, Any] = {"case_id": case_id, "library": LIBRARY, "now": clock.now()}
    await sqlite.write(pick_up, staff_id=sam, **move)
    await sqlite.write(hand_back, staff_id=sam, **move)
    refused = await asyncio.gather(
        sqlite.write(pick_up, staff_id=alex, **move),
        return_exceptions=True,
    )
    assert "closed" in str(refused[0])


async def test_a_note_is_kept_and_an_empty_one_refused(sqlite: Database, clock: SetClock) -> None:
    sam = await sqlite.write(adviser)
    _, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(note, case_id, sam, " Rang the college. ", clock.now())
    [refused] = await asyncio.gather(
        sqlite.write(note, case_id, sam, "  ", clock.now()), return_exceptions=True
    )
    assert isinstance(refused, CaseError)

    def notes(tx: Connection) -> list[str | None]:
        return list(tx.execute(select(CaseEvent.text).where(CaseEvent.kind == "note")).scalars())

    assert await sqlite.read(notes) == ["Rang the college."]


def announcements(tx: Connection, who: YoungPerson) -> int:
    return len([1 for _, kind, _ in read(tx, who) if kind == "handoff"])


def a_grave_message(tx: Connection, who: YoungPerson, now: datetime) -> None:
    writes(tx, who, "he hit me", now)
    needs_a_person(tx, who, now, level=Level.URGENT, reason="home-abuse.violence")
