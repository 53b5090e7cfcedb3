"""Everything in the outbox goes out once, in the order of its conversation, and failing is never silent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from prometheus_client import REGISTRY
from sqlalchemy import Connection, select

from channels import delivery as delivery_module
from channels.delivery import PARALLEL, Delivery
from channels.sending import Accepted, Refused, SendResult, Taken, Unknown
from store import conversations, outbox
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.conversations import NewMessage
from store.database import Database
from store.outbox import BACK_OFF_SECONDS, LEASE, Parcel
from store.tables import OutboxRow

CHANNEL = "sms"


class Carrier:
    """A carrier that answers as it is told, or takes everything."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.results: list[SendResult] = []
        self.known: str | None = None
        self.gate: asyncio.Event | None = None
        self.at_once = 0
        self.most_at_once = 0
        self.changed = asyncio.Event()

    async def send(self, parcel: Parcel) -> SendResult:
        if parcel.taken:
            return Accepted(parcel.taken[1])
        self.asked.append(parcel.text)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.changed.set()
        try:
            if self.gate:
                await self.gate.wait()
        finally:
            self.at_once -= 1
        return self.results.pop(0) if self.results else Accepted(f"id of {parcel.text}")

    async def find_sent(self, parcel: Parcel) -> tuple[Taken, ...]:
        return (Taken(1, self.known, 1),) if self.known else ()

    async def until(self, done: Callable[[], bool]) -> None:
        """Come back once it was asked so that this is so."""
        async with asyncio.timeout(30):
            while not done():
                self.changed.clear()
                await self.changed.wait()


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
def delivery(database: Database, bus: LocalBus, clock: SetClock, carrier: Carrier) -> Delivery:
    return Delivery(database, bus, clock, {CHANNEL: carrier})


def say(
    tx: Connection, clock: SetClock, *texts: str, to: str = "+447700900123", kind: str = "answer"
) -> None:
    """Put messages to one person in the outbox."""
    now = clock.now()
    person = conversations.locate(
        tx, channel=CHANNEL, address=to, address_hash=to, empty_state="{}", now=now
    )
    messages = [NewMessage("bot", kind, text) for text in texts]
    conversations.add_outgoing(
        tx, person, messages, after_seq=person.last_seq, channel=CHANNEL, now=now
    )
    last = person.last_seq + len(texts)
    conversations.save(tx, person.conversation_id, last_seq=last)


async def states(database: Database) -> list[str]:
    """The state of each row of the outbox."""
    asked = select(OutboxRow.state).order_by(OutboxRow.id)
    return await database.read(lambda tx: list(tx.execute(asked).scalars()))


@asynccontextmanager
async def running(delivery: Delivery) -> AsyncIterator[None]:
    await delivery.start()
    try:
        yield
    finally:
        await delivery.stop()


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"connexions_delivery_{name}_total", labels) or 0.0


async def test_messages_of_a_conversation_go_in_order(
    database: Database, delivery: Delivery, carrier: Carrier, clock: SetClock
) -> None:
    await database.write(say, clock, "one", "two", "three")
    await delivery.drain()
    assert carrier.asked == ["one", "two", "three"]
    assert await states(database) == ["sent"] * 3


async def test_a_message_in_trouble_holds_back_those_after_it(
    database: Database, delivery: Delivery, carrier: Carrier, clock: SetClock
) -> None:
    await database.write(say, clock, "one", "two")
    carrier.results = [Refused("busy")]
    await delivery.drain()
    assert carrier.asked == ["one"]
    clock.forward(LEASE)
    await delivery.drain()
    assert carrier.asked == ["one", "one", "two"]


async def test_a_safety_reply_is_not_held_back_by_a_message_in_trouble(
    delivery: Delivery, database: Database, clock: SetClock, carrier: Carrier
) -> None:
    await database.write(say, clock, "first")
    carrier.results = [Refused("busy")]
    await delivery.drain()
    await database.write(say, clock, "keep safe", kind="safety")
    await database.write(say, clock, "after it")
    await delivery.drain()
    assert carrier.asked == ["first", "keep safe"]


async def test_only_so_many_are_sent_at_once(
    database: Database, delivery: Delivery, carrier: Carrier, clock: SetClock
) -> None:
    for number in range(3 * PARALLEL):
        await database.write(say, clock, "hello", to=f"+4477009000{number:02}")
    carrier.gate = asyncio.Event()
    drained = asyncio.create_task(delivery.drain())
    await carrier.until(lambda: carrier.at_once == PARALLEL)
    carrier.gate.set()
    await drained
    assert carrier.most_at_once == PARALLEL
    assert len(carrier.asked) == 3 * PARALLEL


async def test_two_processes_never_send_the_same(
    database: Database, bus: LocalBus, carrier: Carrier, clock: SetClock
) -> None:
    for number in range(20):
        await database.write(say, clock, f"to {number}", to=f"+4477009000{number:02}")
    both = [Delivery(database, bus, clock, {CHANNEL: carrier}) for _ in range(2)]
    await asyncio.gather(*(each.drain() for each in both))
    assert sorted(carrier.asked) == sorted(f"to {number}" for number in range(20))


async def test_it_is_tried_again_later_and_later_and_then_given_up_aloud(
    database: Database, delivery: Delivery, carrier: Carrier, bus: LocalBus, clock: SetClock
) -> None:
    await database.write(say, clock, "hello")
    carrier.results = [Refused("busy")] * 99
    dead = counted("dead", channel=CHANNEL)
    retried = counted("retried", channel=CHANNEL)
    heard: list[Event] = []
    with bus.subscriptions.listening("queue", heard.append):
        await delivery.drain()
        for tries, wait in enumerate(BACK_OFF_SECONDS, start=1):
            assert await states(database) == ["waiting"]
            clock.forward(timedelta(seconds=wait - 1))
            await delivery.drain()
            assert len(carrier.asked) == tries
            clock.forward(timedelta(seconds=1))
            await delivery.drain()
    assert await states(database) == ["dead"]
    assert heard == [Event("queue")]
    assert counted("dead", channel=CHANNEL) == dead + 1
    assert counted("retried", channel=CHANNEL) == retried + len(BACK_OFF_SECONDS)


async def test_what_was_given_up_no_longer_holds_back_others(
    database: Database, delivery: Delivery, carrier: Carrier, clock: SetClock
) -> None:
    await database.write(say, clock, "one", "two")
    carrier.results = [Refused("no such number", final=True)]
    await delivery.drain()
    assert await states(database) == ["dead", "sent"]


async def test_what_the_carrier_has_already_is_not_sent_again(
    database: Database, delivery: Delivery, carrier: Carrier, clock: SetClock
) -> None:
    await database.write(say, clock, "hello")
    found = counted("unsure", channel=CHANNEL, outcome="found")
    await database.write(outbox.lease, owner="a dead process", now=clock.now())
    clock.forward(LEASE)
    carrier.known = "its id"
    await delivery.drain()
    assert carrier.asked == []
    assert await states(database) == ["sent"]
    assert counted("unsure", channel=CHANNEL, outcome="found") == found + 1


async def test_when_the_carrier_cannot_tell_it_is_sent_again_and_counted(
    database: Database, delivery: Delivery, carrier: Carrier, clock: SetClock
) -> None:
    await database.write(say, clock, "hello")
    again = counted("unsure", channel=CHANNEL, outcome="sent again")
    carrier.results = [Unknown("the connection broke")]
    await delivery.drain()
    clock.forward(LEASE)
    await delivery.drain()
    assert carrier.asked == ["hello", "hello"]
    assert counted("unsure", channel=CHANNEL, outcome="sent again") == again + 1


async def test_a_carrier_that_never_answers_is_not_waited_for(
    database: Database,
    delivery: Delivery,
    carrier: Carrier,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery_module, "SEND_SECONDS", 0.01)
    await database.write(say, clock, "hello")
    carrier.gate = asyncio.Event()
    await delivery.drain()
    assert await states(database) == ["waiting"]
    carrier.known = "its id"
    clock.forward(LEASE)
    await delivery.drain()
    assert carrier.asked == ["hello"]
    assert await states(database) == ["sent"]


async def test_a_channel_nobody_set_up_is_told_on_the_desk(
    database: Database, bus: LocalBus, clock: SetClock
) -> None:
    await database.write(say, clock, "hello")
    await Delivery(database, bus, clock, {}).drain()
    assert await states(database) == ["dead"]


async def test_an_event_wakes_it_at_once(
    database: Database,
    delivery: Delivery,
    carrier: Carrier,
    bus: LocalBus,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery_module, "POLL_SECONDS", 3600)
    async with running(delivery):
        await database.write(say, clock, "hello")
        await bus.publish(Event("outbox"))
        await carrier.until(lambda: carrier.asked == ["hello"])


async def test_without_an_event_it_looks_by_itself(
    database: Database,
    delivery: Delivery,
    carrier: Carrier,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery_module, "POLL_SECONDS", 0.01)
    async with running(delivery):
        await database.write(say, clock, "hello")
        await carrier.until(lambda: carrier.asked == ["hello"])


async def test_stopping_waits_for_what_is_being_sent(
    database: Database, delivery: Delivery, carrier: Carrier, clock: SetClock
) -> None:
    carrier.gate = asyncio.Event()
    await database.write(say, clock, "one", "two")
    await delivery.start()
    await carrier.until(lambda: carrier.at_once == 1)
    stopped = asyncio.create_task(delivery.stop())
    carrier.gate.set()
    await stopped
    assert await states(database) == ["sent", "waiting"]


async def test_a_database_that_fails_for_a_while_is_asked_again(
    database: Database,
    delivery: Delivery,
    carrier: Carrier,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery_module, "POLL_SECONDS", 0.01)
    lease, failures = outbox.lease, [OSError("gone"), OSError("still gone")]

    def fails_at_first(tx: Connection, *, owner: str, now: datetime, most: int) -> list[Parcel]:
        if failures:
            raise failures.pop()
        return lease(tx, owner=owner, now=now, most=most)

    monkeypatch.setattr(outbox, "lease", fails_at_first)
    await database.write(say, clock, "hello")
    async with running(delivery):
        await carrier.until(lambda: carrier.asked == ["hello"])
