"""Whatever limits are reached, on whichever channel: every message is kept, and danger is always answered."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from bot.decision import Level
from channels.crowd import Crowd
from channels.intake import Intake
from channels.limits import Limits
from channels.messages import Command
from store import outbox
from store.bus import LocalBus
from store.clock import SetClock
from store.counts import LocalCounts
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.tables import Message, Signal
from tests.bot.dialogue.talk import EMERGENCY, URGENT, Danger
from tests.channels.test_intake import TARGETS, Phone, SetReadings
from tests.conftest import OFFICE_HOURS

DANGERS: dict[str, Danger] = {"urgent": URGENT, "emergency": EMERGENCY}


@dataclass(frozen=True)
class Step:
    """So many messages of one person, one like the other."""

    who: str
    times: int
    text: str
    danger: str
    command: Command
    seconds: int


def steps(channel: str) -> st.SearchStrategy[list[Step]]:
    commands: list[Command] = ["", "", "", "stop", "start"] if channel == "sms" else [""]
    step = st.builds(
        Step,
        who=st.sampled_from(["one", "another"]),
        times=st.sampled_from([1, 1, 5, 33]),
        text=st.sampled_from(["what are t levels", "flurble", "1", "?", "can i talk to someone"]),
        danger=st.sampled_from(["", "", "urgent", "emergency"]),
        command=st.sampled_from(commands),
        seconds=st.sampled_from([0, 0, 20, 61]),
    )
    return st.lists(step, min_size=1, max_size=5)


@st.composite
def stories(draw: st.DrawFn) -> tuple[str, bool, list[Step]]:
    channel = draw(st.sampled_from(["sms", "web"]))
    return channel, draw(st.booleans()), draw(steps(channel))


@settings(max_examples=12)
@given(story=stories())
def test_every_message_is_kept_and_danger_is_answered_first(
    migrated_file: Path, story: tuple[str, bool, list[Step]]
) -> None:
    channel, closed, said = story
    asyncio.run(_told(migrated_file, channel, said, closed=closed))


async def _told(tables: Path, channel: str, said: Sequence[Step], *, closed: bool) -> None:
    with TemporaryDirectory() as folder:
        shutil.copyfile(tables, f"{folder}/one.db")
        vault = Vault([new_key()])
        database = open_database(f"sqlite:///{folder}/one.db", vault)
        try:
            await _live(database, vault, channel, said, closed=closed)
        finally:
            await database.close()


async def _live(
    database: Database, vault: Vault, channel: str, said: Sequence[Step], *, closed: bool
) -> None:
    clock, readings = SetClock(OFFICE_HOURS), SetReadings()
    crowd = Crowd(LocalCounts(clock), vault, clock, most=3)
    limits = Limits(frozenset({channel} if closed else ()))
    intake = Intake(database, LocalBus(), clock, vault, TARGETS, readings.mind, limits, crowd)
    phone = Phone(intake, readings, channel)
    kept = dangers = 0
    origin = "203.0.113.9" if channel == "web" else ""
    for step in said:
        for _ in range(step.times):
            clock.forward(timedelta(seconds=step.seconds))
            danger = DANGERS.get(step.danger)
            received, heard = await phone.says(
                step.text, danger, address=step.who, origin=origin, command=step.command
            )
            kept += 1
            dangers += danger is not None
            if danger:
                assert heard[0][0] == "safety"
                assert received.holder == "queue"
                assert Level(received.conversation_level).rank >= Level.URGENT.rank
    assert await database.read(_counted) == (kept, dangers)
    assert await database.write(_safety_unsent, clock) == []


def _counted(tx: Connection) -> tuple[int, int]:
    mine = select(func.count()).where(Message.author == "young person")
    raised = select(func.count(func.distinct(Signal.message_id)))
    return tx.execute(mine).scalar_one(), tx.execute(raised).scalar_one()


def _safety_unsent(tx: Connection, clock: SetClock) -> list[int]:
    """Words of safety that would not be leased at once by whoever sends."""
    leased = outbox.lease(tx, owner="test", now=clock.now(), most=10_000)
    ours = select(Message.id).where(Message.kind == "safety", Message.channel == "sms")
    return sorted({*tx.execute(ours).scalars()} - {each.message_id for each in leased})
