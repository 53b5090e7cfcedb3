"""Alerts on their way: tried again, given up, taken over from a process that died."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from app import alerting as alerting_module
from app.alerted import NOBODY, Alerted
from app.alerting import Alerting
from app.on_call import addresses
from bot.decision import Level
from handoff.alert_words import Notice
from handoff.breaches import AGAIN_AFTER
from store import alerts
from store.alerts import BACK_OFF_SECONDS, LEASE
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from store.tables import Case
from tests.app.alerts.watched import rows, watching
from tests.handoff.stories import (
    WAIT,
    waiting_case,
)
from tests.pager import Pager


async def test_what_one_address_did_not_take_goes_to_it_again_and_not_to_the_others(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager, supervisor: Pager
) -> None:
    await database.write(waiting_case, clock.now(), level=Level.URGENT)
    clock.forward(WAIT)
    supervisor.fine = False
    await alerting.look()
    await alerting.look()
    assert (len(on_call.got), len(supervisor.got)) == (1, 0)
    clock.forward(timedelta(seconds=BACK_OFF_SECONDS[0]))
    supervisor.fine = True
    await alerting.look()
    assert (len(on_call.got), len(supervisor.got)) == (1, 1)
    [row] = await rows(database)
    assert (row.state, row.attempts, row.last_error) == ("sent", 2, None)


async def test_what_nobody_takes_is_given_up_in_the_end_and_its_address_is_written_nowhere(
    database: Database,
    clock: SetClock,
    on_call: Pager,
    capfd: pytest.CaptureFixture[str],
) -> None:
    told: list[Event] = []
    bus = LocalBus()
    alerting = watching(database, clock, Alerted(addresses([on_call.url]), ()), bus)
    on_call.fine = False
    await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    await database.write(lambda tx: tx.execute(update(Case).values(state="held")) and None)
    with bus.subscriptions.listening("queue", told.append):
        for wait in (*BACK_OFF_SECONDS, 0):
            await alerting.look()
            clock.forward(timedelta(seconds=wait))
    [row] = await rows(database)
    tries = len(BACK_OFF_SECONDS) + 1
    assert (row.state, row.attempts, row.last_error) == ("dead", tries, "JSON did not take it")
    assert len(told) == 1
    written = "".join(capfd.readouterr())
    assert "given_up" in written
    assert "a-secret-token" not in written


async def test_without_anybody_to_alert_the_desk_is_told_at_once(
    database: Database, clock: SetClock
) -> None:
    await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    await watching(database, clock, Alerted((), ())).look()
    [row] = await rows(database)
    assert (row.state, row.last_error) == ("dead", NOBODY)


async def test_a_process_that_dies_while_it_sends_leaves_its_alert_to_another(
    database: Database, alerting: Alerting, clock: SetClock, on_call: Pager
) -> None:
    await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    await database.write(alerts.lease, owner="a dead process", now=clock.now())
    await alerting.look()
    assert on_call.got == []
    clock.forward(LEASE)
    await alerting.look()
    assert on_call.titles[0] == "Emergency case: new"


async def test_of_two_processes_that_look_at_once_one_alerts(
    database: Database, clock: SetClock, on_call: Pager, supervisor: Pager, alerting: Alerting
) -> None:
    alerted = Alerted(addresses([on_call.url]), addresses([supervisor.url]))
    others = [watching(database, clock, alerted) for _ in range(3)]
    await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    clock.forward(AGAIN_AFTER)
    await asyncio.gather(*(each.look() for each in (alerting, *others)))
    assert sorted(on_call.titles) == ["Emergency case: new", "Emergency case: over its target"]
    assert len(supervisor.got) == 1


async def test_it_watches_by_itself_and_looks_at_once_when_the_line_moves(
    database: Database, clock: SetClock, on_call: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerting_module, "LOOK_SECONDS", 600)
    bus = LocalBus()
    alerting = watching(database, clock, Alerted(addresses([on_call.url]), ()), bus)
    await alerting.start()
    for number, address in enumerate(("first", "second"), start=1):
        await database.write(waiting_case, clock.now(), address=address, level=Level.EMERGENCY)
        await bus.publish(Event("line"))
        await on_call.until(number)
    await alerting.stop()
    assert on_call.titles == ["Emergency case: new"] * 2


async def test_an_address_that_is_slow_holds_back_no_other_alert(
    sqlite: Database, clock: SetClock
) -> None:
    answered, asked = asyncio.Event(), asyncio.Queue[str]()

    class Slow:
        key, service = "slow", "Slow"

        async def send(self, notice: Notice) -> bool:
            await asked.put(notice.title)
            return await answered.wait()

    bus = LocalBus()
    alerting = watching(sqlite, clock, Alerted([Slow()], ()), bus)
    await alerting.start()
    for address in ("first", "second"):
        await sqlite.write(waiting_case, clock.now(), address=address, level=Level.EMERGENCY)
        await bus.publish(Event("line"))
        async with asyncio.timeout(30):
            assert await asked.get() == "Emergency case: new"
    answered.set()
    await alerting.stop()
    assert [row.state for row in await rows(sqlite)] == ["sent", "sent"]
