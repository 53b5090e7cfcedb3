"""The one way out. Leases what must be sent, sends it, and keeps what became of it.

A process may die at any point of this. Before the carrier was asked: the lease runs out and another
sends. After: the message comes back unsure, and the carrier is asked whether it has it already.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import structlog
from prometheus_client import Counter
from sqlalchemy import Connection, select, update

from channels.sending import OPTED_OUT, Accepted, Refused, Sender, SendResult, Unknown
from content.library import Library
from handoff.hours_words import say_when_it_was
from handoff.night import QuietHours
from handoff.quiet_times import looked_at_again, quiet_now
from store import outbox
from store.bus import Bus, Event
from store.clock import Clock
from store.database import Database
from store.outbox import Parcel
from store.tables import ChannelIdentity, Conversation

log = structlog.get_logger()

PARALLEL = 8
POLL_SECONDS = 3.0
SEND_SECONDS = 20.0
"""Longest for one message; well below the lease, so that nobody else starts on it meanwhile."""

SAYS_WHEN_AFTER = timedelta(minutes=10)
"""How old a text must be that says when it was written, because a newer one went before it."""

LATE_AFTER = timedelta(hours=1)
"""When an automatic reply is no answer any more: whoever asked has gone on, or has somebody beside them."""

SENT = Counter("connexions_delivery_sent", "Messages that a carrier took", ["channel"])
SEGMENTS = Counter(
    "connexions_delivery_segments", "What a carrier charges for: parts of texts taken", ["channel"]
)
RETRIED = Counter("connexions_delivery_retried", "Sends to be tried again", ["channel"])
HELD = Counter("connexions_delivery_held", "Sends put off by a quiet time", ["channel"])
LATE = Counter("connexions_delivery_late", "Automatic replies too late to be sent", ["channel"])
COST = Counter(
    "connexions_delivery_cost_pence", "What those parts cost, where their price is set", ["channel"]
)
DEAD = Counter("connexions_delivery_dead", "Messages given up", ["channel"])
UNSURE = Counter(
    "connexions_delivery_unsure",
    "Messages that may have been sent before, by what the carrier said (found, sent again)",
    ["channel", "outcome"],
)


class Delivery:
    """Sends what is in the outbox, in the order of each conversation. Any number may run at once."""

    def __init__(
        self,
        database: Database,
        bus: Bus,
        clock: Clock,
        senders: Mapping[str, Sender],
        night: QuietHours | None = None,
        *,
        part_pence: float | None = None,
        library: Callable[[], Library] | None = None,
    ) -> None:
        """`library`: the words in service, to say when a text was written that a newer one overtook."""
        self._library = library
        self._database = database
        self._bus = bus
        self._clock = clock
        self._senders = senders
        self._night = night
        self._part_pence = part_pence
        self._owner = uuid4().hex
        self._wake = asyncio.Event()
        self._stopping = False
        self._sending: set[asyncio.Task[None]] = set()
        self._loop: asyncio.Task[None] | None = None
        self._listening = AsyncExitStack()

    async def start(self) -> None:
        """Begin sending in the background."""
        self._stopping = False
        self._listening.enter_context(
            self._bus.subscriptions.listening("outbox", lambda _event: self._wake.set())
        )
        self._loop = asyncio.create_task(self._run(), name="delivery")

    async def stop(self) -> None:
        """Take nothing more, and come back once what was leased is sent or given back."""
        self._stopping = True
        self._wake.set()
        if self._loop:
            await self._loop
            self._loop = None
        await self._listening.aclose()

    async def drain(self) -> None:
        """Send all that is due now, and come back when nothing is left to take."""
        while await self._take() or self._sending:
            await asyncio.wait(self._sending, return_when=asyncio.FIRST_COMPLETED)

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            if not await self._take_safely():
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
        if self._sending:
            await asyncio.wait(self._sending)

    async def _take_safely(self) -> int:
        try:
            return await self._take()
        except Exception as error:
            log.error("delivery.lease_failed", error=type(error).__name__)  # noqa: TRY400
            return 0

    async def _take(self) -> int:
        """Lease as many as there are free places and start on them; how many that were."""
        free = PARALLEL - len(self._sending)
        if free == 0:
            return 0
        parcels = await self._database.write(
            outbox.lease, owner=self._owner, now=self._clock.now(), most=free
        )
        for parcel in parcels:
            task = asyncio.create_task(self._deliver(parcel), name=f"send {parcel.outbox_id}")
            self._sending.add(task)
            task.add_done_callback(self._finished)
        return len(parcels)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._wake.set()
        if not task.cancelled() and (error := task.exception()):
            # Nothing was noted, so the lease runs out and the message comes back as unsure.
            log.error("delivery.note_failed", error=type(error).__name__)

    async def _deliver(self, parcel: Parcel) -> None:
        if self._is_late(parcel):
            await self._database.write(outbox.too_late, parcel.outbox_id)
            LATE.labels(parcel.channel).inc()
            return
        if await self._must_wait(parcel):
            HELD.labels(parcel.channel).inc()
            await self._bus.publish(Event("queue"))
            return
        parcel = await self._led(parcel)
        result = await self._send(parcel)
        dead = await self._database.write(_note, parcel, result, self._clock)
        self._count(parcel, result, dead=dead)
        if dead:
            await self._bus.publish(Event("queue"))

    def _is_late(self, parcel: Parcel) -> bool:
        answer = parcel.answers and not parcel.goes_regardless
        return answer and self._clock.now() - parcel.created_at > LATE_AFTER

    async def _must_wait(self, parcel: Parcel) -> bool:
        """Whether it was put off, because it is not safe to text them now or it is night."""
        night = None if parcel.answers else self._night
        if parcel.goes_regardless or not (parcel.has_rules or night):
            return False
        return await self._database.write(_held, parcel, night, self._clock)

    async def _led(self, parcel: Parcel) -> Parcel:
        """The parcel, with words before it that say when it was written where a newer one went first."""
        now = self._clock.now()
        young = now - parcel.created_at < SAYS_WHEN_AFTER
        if young or not parcel.may_lead or parcel.opted_out or self._library is None:
            return parcel
        when = say_when_it_was(parcel.created_at, now)
        lead = self._library().say("sms-written-before", {"when": when}).sms
        if not await self._database.write(outbox.lead_where_overtaken, parcel, lead):
            return parcel
        return replace(parcel, text=outbox.with_lead(lead, parcel.text))

    async def _send(self, parcel: Parcel) -> SendResult:
        if parcel.opted_out:
            return Refused(OPTED_OUT, final=True)
        sender = self._senders.get(parcel.channel)
        if sender is None:
            return Refused("this channel is not set up for sending", final=True)
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await _send_once(sender, parcel)
        except Exception as error:
            log.error("delivery.send_broke", outbox=parcel.outbox_id, error=type(error).__name__)  # noqa: TRY400
            return Unknown("no answer from the carrier")

    def _count(self, parcel: Parcel, result: SendResult, *, dead: bool) -> None:
        segments = sum(text.segments for text in result.taken)
        SEGMENTS.labels(parcel.channel).inc(segments)
        if self._part_pence is not None:
            COST.labels(parcel.channel).inc(segments * self._part_pence)
        if isinstance(result, Accepted):
            SENT.labels(parcel.channel).inc()
            return
        (DEAD if dead else RETRIED).labels(parcel.channel).inc()
        log.warning(
            "delivery.given_up" if dead else "delivery.failed",
            outbox=parcel.outbox_id,
            attempt=parcel.attempts,
            reason=result.reason,
        )


async def _send_once(sender: Sender, parcel: Parcel) -> SendResult:
    """Send, but not what the carrier already has."""
    if not parcel.unsure:
        return await sender.send(parcel)
    try:
        found = await sender.find_sent(parcel)
    except Exception as error:
        log.warning("delivery.cannot_ask", error=type(error).__name__)
        return Refused("the carrier could not be asked")
    outcome = "found" if found else "sent again"
    UNSURE.labels(parcel.channel, outcome).inc()
    log.warning("delivery.unsure", outbox=parcel.outbox_id, outcome=outcome)
    known = {**parcel.taken, **{text.part: text.external_id for text in found}}
    result = await sender.send(replace(parcel, taken=known))
    return replace(result, taken=(*found, *result.taken))


def _held(tx: Connection, parcel: Parcel, night: QuietHours | None, clock: Clock) -> bool:
    """Put it off where it would fall into a quiet time now. True when it was put off."""
    now = clock.now()
    quiet = quiet_now(tx, parcel.conversation_id, now, night)
    if quiet:
        outbox.hold(tx, parcel.outbox_id, until=looked_at_again(quiet, now))
    return quiet is not None


def _note(tx: Connection, parcel: Parcel, result: SendResult, clock: Clock) -> bool:
    """Keep what became of it. True when it was given up."""
    now = clock.now()
    for text in result.taken:
        outbox.note_taken(
            tx,
            parcel.outbox_id,
            external_id=text.external_id,
            part=text.part,
            segments=text.segments,
            now=now,
        )
    if isinstance(result, Accepted):
        outbox.sent(tx, parcel.outbox_id, external_id=result.external_id, now=now)
        return False
    if isinstance(result, Unknown):
        return outbox.failed(tx, parcel, error=result.reason, now=now, final=False, unsure=True)
    if result.opted_out:
        identity = select(Conversation.identity_id).where(Conversation.id == parcel.conversation_id)
        tx.execute(
            update(ChannelIdentity)
            .where(
                ChannelIdentity.id == identity.scalar_subquery(),
                ChannelIdentity.opted_out_at.is_(None),
            )
            .values(opted_out_at=now)
        )
    return outbox.failed(tx, parcel, error=result.reason, now=now, final=result.final)
