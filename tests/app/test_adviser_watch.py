"""The watch over advisers' desks: it waits for its own minute before it believes that one has gone."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from app.adviser_watch import AdviserWatch
from handoff.moves import pick_up
from handoff.presence import GRACE, note_present
from staff.audit import deeds
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import LIBRARY, adviser, holder, waiting_case

TURN = timedelta(seconds=15)


async def watched(watch: AdviserWatch, clock: SetClock, over: timedelta) -> None:
    """The watch looks, turn after turn, until so much time has passed."""
    end = clock.now() + over
    while clock.now() < end:
        await watch.look()
        clock.forward(TURN)
    await watch.look()


async def test_a_dropped_adviser_is_seen_but_not_right_after_a_gap_in_the_watch(
    sqlite: Database, clock: SetClock
) -> None:
    bus = LocalBus()
    service: Any = SimpleNamespace(
        database=sqlite, bus=bus, clock=clock, library=SimpleNamespace(current=LIBRARY)
    )
    watch = AdviserWatch(service)
    sam = await sqlite.write(adviser)
    who, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now())
    await sqlite.write(note_present, sam, clock.now())
    await watch.look()
    clock.forward(GRACE * 5)  # the whole service was away, and every desk with it
    await watched(watch, clock, GRACE)
    assert await sqlite.read(holder, who) == "adviser"
    told: list[Event] = []
    with bus.subscriptions.listening("line", told.append):
        await watched(watch, clock, TURN)
    assert await sqlite.read(holder, who) == "queue"
    assert told == [Event("line")]
    assert [deed.action for deed in await sqlite.read(deeds, subject=f"case {case_id}")] == [
        "returned case"
    ]
