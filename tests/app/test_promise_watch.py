"""The watch over the ledger: young people's pages, texts and desks hear of what it did."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection

from app.promise_watch import PromiseWatch
from handoff.hours import ChannelHours
from handoff.hours_setting import parse_hours
from handoff.moves import pick_up
from handoff.notices import notices_of
from handoff.promises.making import promise
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import LIBRARY, YoungPerson, adviser, read, waiting_case

HOURS = ChannelHours(parse_hours("monday-friday 09:00-20:00"))


def promised(tx: Connection, clock: SetClock) -> tuple[YoungPerson, int]:
    """Sam promises something to somebody who texts, due in an hour."""
    who, case_id = waiting_case(tx, clock.now(), channel="sms")
    sol = adviser(tx, "Sol", "supervisor")
    move: dict[str, Any] = {
        "case_id": case_id,
        "staff_id": adviser(tx),
        "library": LIBRARY,
        "now": clock.now(),
    }
    pick_up(tx, **move)
    promise(tx, what="Ring them", due_at=clock.now() + timedelta(hours=1), **move)
    return who, sol


async def test_it_asks_and_climbs_and_tells_everybody_who_must_look_again(
    database: Database, clock: SetClock
) -> None:
    bus, heard = LocalBus(), list[Event]()
    service: Any = SimpleNamespace(
        database=database,
        bus=bus,
        clock=clock,
        library=SimpleNamespace(current=LIBRARY),
        hours=HOURS,
    )
    watch = PromiseWatch(service)
    who, sol = await database.write(promised, clock)
    with (
        bus.subscriptions.listening("queue", heard.append),
        bus.subscriptions.listening("conversation", heard.append),
        bus.subscriptions.listening("outbox", heard.append),
    ):
        await watch.look()
        assert heard == []
        clock.forward(timedelta(hours=3))
        await watch.look()
    assert [event.topic for event in heard] == ["conversation", "outbox", "queue"]
    assert (await database.read(read, who))[-1][2].startswith("asked-promise")
    assert [told.kind for told in await database.read(notices_of, sol)] == ["promise late"]
