"""A flood is slowed and a channel can be closed, but nothing is lost and danger is always answered."""

from datetime import timedelta
from itertools import cycle, islice

import pytest
from sqlalchemy import func, select

from channels.intake import Intake
from channels.limits import MOST_ANSWERED, WITHIN, Limits
from handoff.cases import claim
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.tables import Case, Message
from tests.bot.dialogue.talk import EMERGENCY, URGENT
from tests.channels.test_intake import (
    TARGETS,
    Phone,
    SetReadings,
    intake,
    phone,
    readings,
)
from tests.handoff.stories import adviser

__all__ = ["intake", "phone", "readings"]
ASKED = "what are t levels"


async def flooded(phone: Phone, more: int = 0) -> list[list[tuple[str, str]]]:
    asked = islice(cycle((ASKED, "a levels")), MOST_ANSWERED + more)
    return [(await phone.says(text))[1] for text in asked]


async def test_who_writes_without_end_is_told_once_and_not_answered(
    phone: Phone, database: Database
) -> None:
    heard = await flooded(phone, more=5)
    assert all(heard[:MOST_ANSWERED])
    assert heard[MOST_ANSWERED:] == [[("text", "slow-down")], [], [], [], []]
    mine = select(func.count()).where(Message.author == "young person")
    assert await database.read(lambda tx: tx.execute(mine).scalar_one()) == MOST_ANSWERED + 5


async def test_danger_in_a_flood_is_answered_at_once(phone: Phone) -> None:
    await flooded(phone, more=3)
    _, heard = await phone.says("flurble", EMERGENCY)
    assert heard[0] == ("safety", "keep safe")


async def test_who_asks_for_a_person_in_a_flood_gets_one_once(
    phone: Phone, database: Database
) -> None:
    await flooded(phone, more=3)
    received, heard = await phone.says("can i talk to someone")
    assert (received.holder, heard[-1][0]) == ("queue", "handoff")
    assert [(await phone.says("can i talk to someone"))[1] for _ in range(3)] == [[], [], []]
    cases = select(func.count()).select_from(Case)
    assert await database.read(lambda tx: tx.execute(cases).scalar_one()) == 1


async def test_a_minute_later_they_are_answered_again(phone: Phone, clock: SetClock) -> None:
    await flooded(phone, more=3)
    clock.forward(WITHIN + timedelta(seconds=1))
    _, heard = await phone.says(ASKED)
    assert heard == [("text", "said-all")]


async def test_another_is_answered_meanwhile(phone: Phone) -> None:
    await flooded(phone, more=3)
    _, heard = await phone.says(ASKED, address="+447700900555", external_id="another")
    assert heard == [("answer", "courses/t-levels")]


async def test_stop_is_obeyed_in_a_flood(phone: Phone) -> None:
    await flooded(phone, more=3)
    received, _ = await phone.says("STOP", command="stop")
    assert [reply.kind for reply in received.replies] == ["opt-out"]


class TestAClosedChannel:
    @pytest.fixture
    def intake(
        self, database: Database, clock: SetClock, vault: Vault, readings: SetReadings
    ) -> Intake:
        closed = Limits(frozenset({"sms"}))
        return Intake(database, LocalBus(), clock, vault, TARGETS, readings.mind, closed)

    async def test_says_so_with_who_helps_in_an_emergency(self, phone: Phone) -> None:
        received, heard = await phone.says(ASKED)
        assert heard == [("text", "channel-closed")]
        assert received.replies[0].detail["contacts"] == ["emergency", "childline", "samaritans"]
        assert (await phone.says("can i talk to someone"))[0].handoff == "none"

    async def test_danger_is_answered_and_brings_a_person_in(self, phone: Phone) -> None:
        received, heard = await phone.says("flurble", URGENT)
        assert heard[0] == ("safety", "keep safe")
        assert received.handoff == "opened"

    async def test_the_other_channels_are_open(self, intake: Intake, readings: SetReadings) -> None:
        _, heard = await Phone(intake, readings, "web").says(ASKED)
        assert heard == [("answer", "courses/t-levels")]

    async def test_a_talk_with_an_adviser_goes_on(
        self, phone: Phone, database: Database, clock: SetClock
    ) -> None:
        await phone.says("flurble", URGENT)
        await database.write(
            lambda tx: claim(tx, tx.execute(select(Case.id)).scalar_one(), adviser(tx), clock.now())
        )
        assert (await phone.says("are you there"))[1] == []
