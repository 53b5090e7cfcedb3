"""A queue longer than anybody reads: short on the page, whole for the alarm, and all of it on request."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy import Connection, update

from bot.decision import Level
from staff.desk.queue_reading import SHOWN_HELD, SHOWN_WAITING
from store.clock import SetClock
from store.database import Database
from store.tables import Case
from tests.handoff.stories import adviser, waiting_case
from tests.staff.desk.conftest import Desk

DeskOf = Callable[..., Awaitable[Desk]]
EMERGENCIES, OTHERS, MINE, THEIRS = 3, SHOWN_WAITING + 10, SHOWN_HELD + 2, SHOWN_HELD + 5


def shown(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="case-(\d+)"', page)]


async def test_a_long_queue_shows_what_is_next_and_what_is_mine_and_counts_the_rest(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk = await desk_of()
    alex = await sqlite.write(adviser, "Alex")

    def many(tx: Connection, how_many: int, level: Level, owner: int | None = None) -> list[int]:
        made = []
        for number in range(how_many):
            address = f"{level} {owner} {number}"
            now = clock.now() + timedelta(seconds=number)
            made.append(waiting_case(tx, now, address=address, level=level)[1])
        if owner:
            held = {"state": "held", "owner_id": owner, "claimed_at": clock.now()}
            tx.execute(update(Case).where(Case.id.in_(made)).values(**held))
        return made

    others = await sqlite.write(many, OTHERS, Level.COMPLEX)
    mine = await sqlite.write(many, MINE, Level.ROUTINE, desk.staff_id)
    await sqlite.write(many, THEIRS, Level.URGENT, alex)
    grave = await sqlite.write(many, EMERGENCIES, Level.EMERGENCY)

    page = await desk.page()
    rows = shown(page)
    assert rows[:EMERGENCIES] == grave
    assert rows[EMERGENCIES : EMERGENCIES + SHOWN_WAITING] == others[:SHOWN_WAITING]
    assert set(mine) <= set(rows)
    assert len(rows) == EMERGENCIES + SHOWN_WAITING + MINE + SHOWN_HELD
    assert "10 more wait" in page
    assert "5 more are with advisers" in page

    last = others[-1]
    assert last in shown(await desk.page(f"/staff/desk/cases/{last}"))
    assert (
        len(shown(await desk.page("/staff/desk?all=yes"))) == EMERGENCIES + OTHERS + MINE + THEIRS
    )
    fetched = await desk.fetch("/staff/desk/queue")
    assert [one["case"] for one in fetched["waiting"]] == [*grave, *others]
