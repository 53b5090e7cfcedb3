"""A text that a newer one has overtaken says when it was written, once and in every try."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update

from channels.delivery import SAYS_WHEN_AFTER, Delivery
from channels.sending import Accepted, Refused, Unknown
from content.library import Library
from content.words import Saying
from store import outbox
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.outbox import LEASE
from store.tables import OutboxRow, SentText
from tests.channels.test_delivery import CHANNEL, Carrier, say

WORDS = {"sms-written-before": Saying("", "We wrote this {when}:")}
LIBRARY = Library({}, {}, {}, {}, WORDS)
LED = "We wrote this today at 2:05pm: older"


@pytest.fixture
def carrier() -> Carrier:
    return Carrier()


@pytest.fixture
def delivery(database: Database, clock: SetClock, carrier: Carrier) -> Delivery:
    return Delivery(database, LocalBus(), clock, {CHANNEL: carrier}, library=lambda: LIBRARY)


async def held_and_overtaken(
    database: Database, clock: SetClock, delivery: Delivery, after: timedelta = SAYS_WHEN_AFTER
) -> None:
    """An older text was held, a newer one has gone, and now the older one is due."""
    await database.write(say, clock, "older", kind="text")
    await database.write(_hold, clock.now() + after)
    await database.write(say, clock, "newer")
    await delivery.drain()
    clock.forward(after)


def _hold(tx: Connection, until: datetime) -> None:
    tx.execute(update(OutboxRow).values(state="held", next_at=until))


async def test_what_was_held_and_overtaken_says_when_it_was_written(
    database: Database, clock: SetClock, delivery: Delivery, carrier: Carrier
) -> None:
    await held_and_overtaken(database, clock, delivery)
    await delivery.drain()
    assert carrier.asked == ["newer", LED]


async def test_what_was_held_and_not_overtaken_goes_as_it_was_written(
    database: Database, clock: SetClock, delivery: Delivery, carrier: Carrier
) -> None:
    await database.write(say, clock, "older", kind="text")
    await database.write(_hold, clock.now() + SAYS_WHEN_AFTER)
    clock.forward(SAYS_WHEN_AFTER)
    await database.write(say, clock, "newer")
    await delivery.drain()
    assert carrier.asked == ["older", "newer"]


async def test_a_text_in_trouble_keeps_back_the_newer_ones(
    database: Database, clock: SetClock, delivery: Delivery, carrier: Carrier
) -> None:
    await database.write(say, clock, "older", kind="text")
    carrier.results = [Refused("busy"), Refused("busy")]
    await delivery.drain()
    await database.write(say, clock, "newer")
    for _ in range(4):
        clock.forward(SAYS_WHEN_AFTER)
        await delivery.drain()
    assert carrier.asked == ["older", "older", "older", "newer"]


async def test_words_of_safety_overtake_and_themselves_never_say_when(
    database: Database, clock: SetClock, delivery: Delivery, carrier: Carrier
) -> None:
    await database.write(say, clock, "older", kind="text")
    carrier.results = [Refused("busy"), Refused("busy"), Accepted("id")]
    await delivery.drain()
    await database.write(say, clock, "call 999", kind="safety")
    await delivery.drain()
    clock.forward(SAYS_WHEN_AFTER)
    await database.write(say, clock, "call 999 again", kind="safety")
    await delivery.drain()
    assert carrier.asked[0] == "older"
    assert sorted(carrier.asked[1:]) == sorted(["call 999", "call 999 again", "call 999", LED])


async def test_what_is_late_by_minutes_only_says_nothing_of_it(
    database: Database, clock: SetClock, delivery: Delivery, carrier: Carrier
) -> None:
    short = SAYS_WHEN_AFTER - timedelta(seconds=1)
    await held_and_overtaken(database, clock, delivery, short)
    await delivery.drain()
    assert carrier.asked == ["newer", "older"]


@pytest.mark.parametrize("lost", ["before it was asked", "after it took it"])
async def test_a_process_that_dies_over_it_changes_no_word_of_it(
    database: Database, clock: SetClock, delivery: Delivery, carrier: Carrier, lost: str
) -> None:
    """The words before it were set by the process that died; whoever goes on says the same."""
    await held_and_overtaken(database, clock, delivery)
    (parcel,) = await database.write(outbox.lease, owner="dies", now=clock.now())
    assert await database.write(
        outbox.lead_where_overtaken, parcel, "We wrote this today at 2:05pm:"
    )
    if lost == "after it took it":
        carrier.known = "the id it had"
    clock.forward(LEASE + timedelta(days=1))
    await delivery.drain()
    states = select(OutboxRow.state).distinct()
    assert await database.read(lambda tx: tx.execute(states).scalars().all()) == ["sent"]
    assert carrier.asked == (["newer"] if carrier.known else ["newer", LED])


async def test_what_may_have_arrived_is_sent_again_with_the_same_words(
    database: Database, clock: SetClock, delivery: Delivery, carrier: Carrier
) -> None:
    """Nobody knows whether it came through plain: with other words it could not be found there."""
    await database.write(say, clock, "older", kind="text")
    carrier.results = [Unknown("broke"), Accepted("id"), Accepted("id")]
    await delivery.drain()
    await database.write(say, clock, "call 999", kind="safety")
    await delivery.drain()
    clock.forward(SAYS_WHEN_AFTER)
    await delivery.drain()
    assert carrier.asked == ["older", "call 999", "older"]


async def test_once_a_part_of_it_is_taken_no_word_changes(
    database: Database, clock: SetClock, delivery: Delivery, carrier: Carrier
) -> None:
    await held_and_overtaken(database, clock, delivery)
    older = select(OutboxRow.id).order_by(OutboxRow.id).limit(1)
    await database.write(
        lambda tx: outbox.note_taken(
            tx, tx.execute(older).scalar_one(), external_id="x", part=2, segments=1, now=clock.now()
        )
    )
    await database.write(lambda tx: tx.execute(update(OutboxRow).values(attempts=1)))
    carrier.results = [Accepted("id")]
    leased = await database.write(outbox.lease, owner="me", now=clock.now())
    assert [(each.text, each.may_lead) for each in leased] == [("older", False)]
    parts = select(SentText.part)
    assert await database.read(lambda tx: tx.execute(parts).scalars().all()) == [2]
