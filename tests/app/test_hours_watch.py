"""New opening hours are seen within a second: clocks are set anew, chats and desks are told, once."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, select

from app.hours_watch import HoursWatch
from bot.decision import Level
from content.opening.file import parse_opening
from content.opening.plan import NO_PLAN
from handoff.hours_in_force import HoursInForce
from handoff.hours_setting import parse_channel_hours
from handoff.targets import ServiceTargets
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from store.tables import Case
from tests.handoff.stories import TARGETS, waiting_case

SETTINGS = parse_channel_hours("monday-sunday 00:00-24:00")
PLAN = parse_opening("periods: [{from: 2026-01-01, usual: {friday: 10:00-16:00}}]")


async def test_a_change_is_told_once_and_moves_the_clocks(
    database: Database, clock: SetClock
) -> None:
    published, bus, heard = [NO_PLAN], LocalBus(), list[Event]()
    hours = HoursInForce(SETTINGS, lambda: published[0])
    service: Any = SimpleNamespace(
        database=database,
        bus=bus,
        clock=clock,
        hours=hours,
        targets=ServiceTargets(hours, TARGETS.levels),
    )
    watch = HoursWatch(service)

    def waiting(tx: Connection) -> None:
        waiting_case(tx, clock.now(), level=Level.URGENT)

    def due(tx: Connection) -> datetime:
        moment: datetime = tx.execute(select(Case.due_at)).scalar_one()
        return moment

    await database.write(waiting)
    with (
        bus.subscriptions.listening("queue", heard.append),
        bus.subscriptions.listening("line", heard.append),
    ):
        await watch.look()
        assert heard == []
        published[0] = PLAN
        await watch.look()
        await watch.look()
    assert [event.topic for event in heard] == ["line", "queue"]
    assert await database.read(due) == datetime(2026, 11, 20, 10, 5, tzinfo=UTC)
