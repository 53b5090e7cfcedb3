"""A flood from one web address is slowed, whoever it pretends to be; danger is answered all the same."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from channels.crowd import MINUTE, Crowd
from channels.intake import Intake
from store.bus import LocalBus
from store.clock import SetClock
from store.counts import LocalCounts
from store.database import Database
from store.encryption import Vault
from tests.bot.dialogue.talk import EMERGENCY
from tests.channels.test_intake import TARGETS, Phone, SetReadings, readings

__all__ = ["readings"]
ASKED, ANSWER = "what are t levels", [("answer", "courses/t-levels")]
MOST = 4
SCHOOL, HOME = "203.0.113.9", "198.51.100.1"


@pytest.fixture
def chats(database: Database, clock: SetClock, vault: Vault, readings: SetReadings) -> Phone:
    crowd = Crowd(LocalCounts(clock), vault, clock, MOST)
    intake = Intake(database, LocalBus(), clock, vault, TARGETS, readings.mind, crowd=crowd)
    return Phone(intake, readings, "web")


async def says(chats: Phone, who: str, origin: str = SCHOOL, **more: Any) -> list[tuple[str, str]]:
    return (await chats.says(ASKED, address=who, origin=origin, **more))[1]


async def full(chats: Phone) -> None:
    for number in range(MOST):
        assert await says(chats, f"person {number}") == ANSWER


async def test_over_the_limit_each_person_is_told_once_and_the_rest_is_kept(chats: Phone) -> None:
    await full(chats)
    heard = [await says(chats, who) for who in ("new", "new", "newer", "new")]
    assert heard == [[("text", "slow-down")], [], [("text", "slow-down")], []]


async def test_whoever_is_elsewhere_is_answered_meanwhile(chats: Phone) -> None:
    await full(chats)
    assert await says(chats, "somebody", HOME) == ANSWER


async def test_a_minute_later_they_are_answered_again(chats: Phone, clock: SetClock) -> None:
    await full(chats)
    clock.forward(MINUTE)
    assert await says(chats, "new") == ANSWER


async def test_danger_from_a_crowd_is_answered_at_once(chats: Phone) -> None:
    await full(chats)
    received, heard = await chats.says("flurble", EMERGENCY, address="new", origin=SCHOOL)
    assert heard[0][0] == "safety"
    assert received.handoff == "opened"


async def test_who_asks_for_a_person_from_a_crowd_gets_one(chats: Phone) -> None:
    await full(chats)
    received, _ = await chats.says("can i talk to someone", address="new", origin=SCHOOL)
    assert received.holder == "queue"


async def test_a_text_comes_from_nowhere(chats: Phone) -> None:
    await full(chats)
    assert await says(chats, "a phone", origin="") == ANSWER


async def test_no_limit_is_no_limit(
    sqlite: Database, clock: SetClock, vault: Vault, readings: SetReadings
) -> None:
    crowd = Crowd(LocalCounts(clock), vault, clock, 0)
    intake = Intake(sqlite, LocalBus(), clock, vault, TARGETS, readings.mind, crowd=crowd)
    chats = Phone(intake, readings, "web")
    assert [await says(chats, f"{number}") for number in range(9)] == [ANSWER] * 9


async def test_the_address_is_counted_under_another_name_each_minute_and_kept_nowhere(
    sqlite: Database, clock: SetClock, vault: Vault, readings: SetReadings,
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    counts = Seen(clock)
    crowd = Crowd(counts, vault, clock, MOST)
    intake = Intake(sqlite, LocalBus(), clock, vault, TARGETS, readings.mind, crowd=crowd)
    chats = Phone(intake, readings, "web")
    await says(chats, "somebody")
    clock.forward(timedelta(minutes=1))
    await says(chats, "somebody")
    assert len(set(counts.keys)) == len(counts.keys) == 2
    assert SCHOOL not in " ".join(counts.keys)
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'"
    dump = await sqlite.read(
        lambda tx: str(
            [
                tx.execute(text(f'SELECT * FROM "{name}"')).all()  # noqa: S608
                for name in tx.execute(text(tables)).scalars().all()
            ]
        )
    )
    assert SCHOOL not in dump
    assert not any(key in dump for key in counts.keys)
    assert SCHOOL not in caplog.text + "".join(capsys.readouterr())


class Seen(LocalCounts):
    """Counters that remember what they were asked to count under."""

    def __init__(self, clock: SetClock) -> None:
        super().__init__(clock)
        self.keys: list[str] = []

    async def add(self, key: str, lasts: timedelta) -> int:
        self.keys.append(key)
        return await super().add(key, lasts)
