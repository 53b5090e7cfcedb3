"""Whatever happens: at night only what was asked for goes out, and all goes out once, in its order."""

import asyncio
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from bot.decision import Level
from channels.delivery import Delivery
from channels.sending import Accepted, Taken
from handoff.night import QuietHours
from handoff.quiet_times import let_go_of_the_night
from store import conversations
from store.bus import LocalBus
from store.clock import SetClock, in_london
from store.conversations import Located, NewMessage
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.outbox import Parcel
from store.tables import Case

NIGHT = QuietHours(time(21), time(8))
NIGHTS = (  # an ordinary one, the longest of the year and the shortest, by the clocks
    datetime(2026, 11, 17, 19, tzinfo=UTC),
    datetime(2026, 10, 24, 19, tzinfo=UTC),
    datetime(2027, 3, 27, 19, tzinfo=UTC),
)
Step = Literal["asks", "is told", "waits for a person", "is in danger"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["asks", "is told", "is told", "waits for a person", "is in danger"]),
        st.integers(0, 240),
    ),
    min_size=2,
    max_size=10,
)


@dataclass
class Story:
    """What one young person wrote and was sent, and what an honest witness would say of each text."""

    clock: SetClock
    heard_at: datetime | None = None
    level: Level | None = None
    written: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    woken_by: list[str] = field(default_factory=list)

    async def send(self, parcel: Parcel) -> Accepted:
        """The carrier: takes everything, and looks at the clock on the wall."""
        now, there = self.clock.now(), in_london(self.clock.now())
        since = now - self.heard_at if self.heard_at else timedelta.max
        there_now = since <= (timedelta(hours=1) if self.level else timedelta(minutes=5))
        asked_for = parcel.text.startswith("answer") or there_now or self.level is Level.EMERGENCY
        if not 8 <= there.hour < 21 and not asked_for:
            self.woken_by.append(parcel.text)
        self.sent.append(parcel.text)
        return Accepted(f"id of {parcel.text}")

    async def find_sent(self, _parcel: Parcel) -> tuple[Taken, ...]:
        return ()

    def step(self, tx: Connection, what: Step) -> None:
        now = self.clock.now()
        person = conversations.locate(
            tx, channel="sms", address="one", address_hash="one", empty_state="{}", now=now
        )
        if what == "is told":
            self._say(tx, person, person.last_seq, f"news {len(self.written)}", None)
            return
        seq, self.heard_at = person.last_seq + 1, now
        own = NewMessage("young person", "text", "hello", f"id {seq}")
        conversations.add_incoming(tx, person, own, channel="sms", now=now)
        let_go_of_the_night(tx, person, (), now)
        if what == "asks":
            self._say(tx, person, seq, f"answer {len(self.written)}", seq)
            return
        conversations.save(tx, person.conversation_id, last_seq=seq)
        level = Level.EMERGENCY if what == "is in danger" else Level.ROUTINE
        if self.level is None:
            self.level = level
            _open_case(tx, person, level, now)

    def _say(
        self, tx: Connection, person: Located, after: int, text: str, answers: int | None
    ) -> None:
        message = NewMessage("bot", "answer", text, answers_seq=answers)
        conversations.add_outgoing(
            tx, person, [message], after_seq=after, channel="sms", now=self.clock.now()
        )
        conversations.save(tx, person.conversation_id, last_seq=after + 1)
        self.written.append(text)


@settings(max_examples=15)
@given(begins=st.sampled_from(NIGHTS), steps=STEPS)
def test_at_night_only_what_was_asked_for_goes_and_all_of_it_in_order_once(
    migrated_file: Path, begins: datetime, steps: Iterable[tuple[Step, int]]
) -> None:
    story = Story(SetClock(begins))
    asyncio.run(_told(migrated_file, story, steps))
    assert story.woken_by == []
    assert story.sent == story.written


async def _told(tables: Path, story: Story, steps: Iterable[tuple[Step, int]]) -> None:
    with TemporaryDirectory() as folder:
        shutil.copyfile(tables, f"{folder}/one.db")
        database = open_database(f"sqlite:///{folder}/one.db", Vault([new_key()]))
        try:
            await _live(database, story, steps)
        finally:
            await database.close()


async def _live(database: Database, story: Story, steps: Iterable[tuple[Step, int]]) -> None:
    delivery = Delivery(database, LocalBus(), story.clock, {"sms": story}, NIGHT)
    for what, minutes in steps:
        await database.write(story.step, what)
        await delivery.drain()
        story.clock.forward(timedelta(minutes=minutes))
        await delivery.drain()
    for _ in range(26):  # a day and more goes by
        story.clock.forward(timedelta(hours=1))
        await delivery.drain()


def _open_case(tx: Connection, person: Located, level: Level, now: datetime) -> None:
    times = dict.fromkeys(("opened_at", "waiting_since", "due_at"), now)
    tx.execute(
        insert(Case).values(
            person_id=person.person_id, conversation_id=person.conversation_id, state="waiting",
            level=level, level_rank=level.rank, reason="asked for a person",
            opened_seq=person.last_seq, **times,
        )
    )  # fmt: skip
