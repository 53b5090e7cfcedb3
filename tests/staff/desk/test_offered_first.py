"""The queue offers a case first to those who know the area, and keeps it from nobody."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from bot.decision import Level
from handoff.offered_first import USUAL_GRACE
from handoff.presence import note_present
from store.clock import SetClock
from store.database import Database
from store.tables import Case, Conversation, StaffMember
from tests.handoff.stories import waiting_case
from tests.staff.desk.conftest import Desk
from web.access import Role

DeskOf = Callable[..., Awaitable[Desk]]
LEEDS = {"languages": "", "skills": "", "areas": "Leeds", "most": "8"}
APART = "is offered first to colleagues"


@pytest.fixture
async def sam(desk_of: DeskOf, sqlite: Database, clock: SetClock) -> Desk:
    """Sam knows Leeds, and is here."""
    desk = await desk_of("sam")
    await desk.browser.send("/staff/desk/profile", **LEEDS)
    await sqlite.write(note_present, desk.staff_id, clock.now())
    await sqlite.write(lambda tx: tx.execute(update(StaffMember).values(name="Sam Example")))
    return desk


@pytest.fixture
async def alex(desk_of: DeskOf, sqlite: Database, clock: SetClock, sam: Desk) -> Desk:
    """Alex is here, and knows no area."""
    desk = await desk_of("alex")
    await sqlite.write(note_present, desk.staff_id, clock.now())
    return desk


def from_leeds(tx: Connection, clock: SetClock, level: Level = Level.COMPLEX) -> int:
    """Somebody who lives in Leeds waits, with half an hour to the target."""
    who, case_id = waiting_case(tx, clock.now(), address=f"from Leeds {level}", level=level)
    home = update(Conversation).where(Conversation.id == who.conversation_id)
    tx.execute(home.values(home="Leeds"))
    due_at = clock.now() + timedelta(minutes=30)
    tx.execute(update(Case).where(Case.id == case_id).values(due_at=due_at))
    return case_id


async def test_a_case_is_offered_first_to_who_knows_the_area_and_then_to_everybody(
    sqlite: Database, clock: SetClock, sam: Desk, alex: Desk
) -> None:
    await sqlite.write(from_leeds, clock)
    for_sam, for_alex = await sam.page(), await alex.page()
    assert "it is in Leeds" in for_sam
    assert "first with you until" in for_sam
    assert APART not in for_sam
    assert APART in for_alex
    assert "first with Sam Example until" in for_alex
    assert (await alex.fetch("/staff/desk/queue"))["opens_at"] > clock.now().isoformat()

    clock.forward(USUAL_GRACE)
    later = await alex.page()
    assert APART not in later
    assert "first with" not in later
    assert (await alex.fetch("/staff/desk/queue"))["opens_at"] == ""


async def test_who_it_is_not_offered_first_may_pick_it_up_all_the_same(
    sqlite: Database, clock: SetClock, sam: Desk, alex: Desk
) -> None:
    case_id = await sqlite.write(from_leeds, clock)
    assert APART in await alex.page()
    assert (await alex.do(case_id, "claim")).status == 303
    assert "You have it" in await alex.page()


async def test_it_is_everybodys_when_the_one_who_knows_the_area_has_gone(
    sqlite: Database, clock: SetClock, sam: Desk, alex: Desk
) -> None:
    clock.forward(timedelta(minutes=2))
    await sqlite.write(from_leeds, clock)
    assert APART not in await alex.page()


async def test_an_urgent_case_is_only_marked(
    sqlite: Database, clock: SetClock, sam: Desk, alex: Desk
) -> None:
    await sqlite.write(from_leeds, clock, Level.URGENT)
    assert "it is in Leeds" in await sam.page()
    assert "first with" not in await sam.page()
    assert APART not in await alex.page()


async def test_a_supervisor_sees_it_in_its_place(
    sqlite: Database, clock: SetClock, sam: Desk, desk_of: DeskOf
) -> None:
    await sqlite.write(from_leeds, clock)
    page = await (await desk_of("sol", Role.SUPERVISOR)).page()
    assert APART not in page
    assert "first with Sam Example until" in page


async def test_a_case_offered_first_is_in_sight_however_long_the_queue(
    sqlite: Database, clock: SetClock, sam: Desk
) -> None:
    def many(tx: Connection) -> None:
        for number in range(60):
            waiting_case(tx, clock.now(), address=f"{number}", level=Level.COMPLEX)

    await sqlite.write(many)
    case_id = await sqlite.write(from_leeds, clock, Level.ROUTINE)
    assert f'id="case-{case_id}"' in await sam.page()
