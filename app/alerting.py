"""Watches the queue: marks waits that are over their target, and sends the alerts that are due.

Any number of processes may run it at once: a case is marked once, an alert is leased to one of them.
A process that dies while it sends leaves its alerts to the next when the lease runs out.
"""

import asyncio
import contextlib
from contextlib import AsyncExitStack
from uuid import uuid4

import structlog
from prometheus_client import Counter
from sqlalchemy import Connection

from app.alerted import NOBODY, Address, Alerted
from bot.decision import Level
from handoff.alert_words import Notice, say_alert
from handoff.breaches import mark_breaches, remind_of_emergencies
from store import alerts
from store.alerts import Alert
from store.bus import Bus, Event
from store.clock import Clock
from store.database import Database

log = structlog.get_logger()

LOOK_SECONDS = 3.0
SEND_SECONDS = 30.0
"""Longest for one alert; well below the lease, so that nobody else starts on it meanwhile."""
STOP_SECONDS = 5.0

BREACHED = Counter("connexions_breaches", "Waits that went over their target", ["level"])
SENT = Counter("connexions_alerts_sent", "Alerts that every address took", ["cause"])
RETRIED = Counter("connexions_alerts_retried", "Alerts to be tried again", ["cause"])
DEAD = Counter("connexions_alerts_dead", "Alerts given up", ["cause"])


class Alerting:
    """Looks at the queue every few seconds, and at once when somebody joins it."""

    def __init__(
        self, database: Database, bus: Bus, clock: Clock, alerted: Alerted, desk: str
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._alerted = alerted
        self._desk = desk
        self._owner = uuid4().hex
        self._wake = asyncio.Event()
        self._stopping = False
        self._sending: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._listening = AsyncExitStack()

    async def start(self) -> None:
        """Begin to watch in the background."""
        self._listening.enter_context(
            self._bus.subscriptions.listening("line", lambda _event: self._wake.set())
        )
        self._loop = asyncio.create_task(self._run(), name="alerting")

    async def stop(self) -> None:
        """Watch no more, and come back soon: what cannot be sent by then is left to its lease."""
        self._stopping = True
        self._wake.set()
        if self._loop:
            await self._loop
        if self._sending:
            _, late = await asyncio.wait(self._sending, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
        await self._listening.aclose()

    async def look(self) -> None:
        """Mark what is over its target now, and come back when the alerts that are due were sent."""
        await asyncio.gather(*await self._begin())

    async def _begin(self) -> list[asyncio.Task[None]]:
        """Mark, lease, and start to send: an address that is slow holds back no other alert."""
        breached, due = await self._database.write(_take, self._owner, self._clock)
        for level in breached:
            BREACHED.labels(level).inc()
        if breached:
            await self._bus.publish(Event("queue"))
        tasks = [asyncio.create_task(self._send(alert), name="alert") for alert in due]
        for task in tasks:
            self._sending.add(task)
            task.add_done_callback(self._finished)
        return tasks

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        if not task.cancelled() and (error := task.exception()):
            # Nothing was noted, so the lease runs out and the alert comes back.
            log.error("alerting.note_failed", error=type(error).__name__)

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                await self._begin()
            except Exception as error:
                log.error("alerting.failed", error=type(error).__name__)  # noqa: TRY400
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)

    async def _send(self, alert: Alert) -> None:
        notice = say_alert(alert, self._desk, self._clock.now())
        left = self._alerted.of(alert)
        took = await asyncio.gather(*(_sent(address, notice) for address in left.values()))
        reached = alert.reached | {key for key, took_it in zip(left, took, strict=True) if took_it}
        silent = sorted(each.service for key, each in left.items() if key not in reached)
        error = f"{', '.join(silent)} did not take it" if silent else ""
        if not reached | left.keys():
            error = NOBODY
        dead = await self._database.write(_note, alert, reached, error, self._clock)
        if not error:
            SENT.labels(alert.cause).inc()
            return
        (DEAD if dead else RETRIED).labels(alert.cause).inc()
        log.warning("alerting.given_up" if dead else "alerting.to_be_tried_again", reason=error)
        if dead:
            await self._bus.publish(Event("queue"))


async def _sent(address: Address, notice: Notice) -> bool:
    try:
        async with asyncio.timeout(SEND_SECONDS):
            return await address.send(notice)
    except Exception as error:
        log.warning("alerting.send_broke", by=address.service, error=type(error).__name__)
        return False


def _take(tx: Connection, owner: str, clock: Clock) -> tuple[list[Level], list[Alert]]:
    now = clock.now()
    breached = mark_breaches(tx, now)
    remind_of_emergencies(tx, now)
    return breached, alerts.lease(tx, owner=owner, now=now)


def _note(tx: Connection, alert: Alert, reached: frozenset[str], error: str, clock: Clock) -> bool:
    """Keep what became of it. True when it was given up."""
    now = clock.now()
    if not error:
        alerts.sent(tx, alert, reached=reached, now=now)
        return False
    return alerts.failed(tx, alert, reached=reached, error=error, now=now, final=error == NOBODY)
