"""Words that can be taken back for a few seconds: sent once, in order, and never lost."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from handoff.cases import CaseError
from handoff.drafts import draft_of
from handoff.moves import pick_up
from handoff.notices import notices_of
from handoff.transfer import take_over
from handoff.unsent import next_due, reply, send_due, undo, unsent_of
from store import conversations
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import LIBRARY, YoungPerson, adviser, read, waiting_case

UNDO_FOR = timedelta(seconds=5)


class Talk:
    """Sam has Robin's case."""

    def __init__(self, database: Database, clock: SetClock) -> None:
        self.database = database
        self.clock = clock

    async def begin(self, channel: str = "web") -> "Talk":
        now = self.clock.now()
        self.robin, self.case_id = await self.database.write(waiting_case, now, channel=channel)
        self.sam = await self.database.write(adviser)
        await self.database.write(
            pick_up, case_id=self.case_id, staff_id=self.sam, library=LIBRARY, now=now, quietly=True
        )
        return self

    def _move(self) -> dict[str, Any]:
        return {"case_id": self.case_id, "staff_id": self.sam, "now": self.clock.now()}

    async def says(self, text: str, once: str = "") -> None:
        await self.database.write(reply, **self._move(), text=text, undo_for=UNDO_FOR, once=once)

    async def takes_back(self) -> str:
        return await self.database.write(undo, **self._move())

    async def goes(self) -> None:
        """The time is up."""
        self.clock.forward(UNDO_FOR)
        await self.database.write(send_due, self.clock.now())

    async def heard(self) -> list[str]:
        said = await self.database.read(read, self.robin)
        return [text for author, _, text in said if author == "adviser"]


@pytest.fixture
async def talk(database: Database, clock: SetClock) -> Talk:
    return await Talk(database, clock).begin()


async def test_a_reply_goes_when_its_time_is_up_and_not_before(talk: Talk) -> None:
    await talk.says("Hello Robin")
    assert await talk.database.write(send_due, talk.clock.now()) == []
    assert await talk.heard() == []
    assert await talk.database.read(next_due) == talk.clock.now() + UNDO_FOR
    await talk.goes()
    await talk.goes()
    assert await talk.heard() == ["Hello Robin"]
    assert await talk.database.read(next_due) is None


async def test_a_reply_that_is_taken_back_is_never_sent_and_is_the_draft_again(talk: Talk) -> None:
    await talk.says("Your stepdad")
    assert await talk.takes_back() == "Your stepdad"
    await talk.goes()
    assert await talk.heard() == []
    assert await talk.database.read(draft_of, talk.case_id, talk.sam) == "Your stepdad"


async def test_what_has_gone_cannot_be_taken_back(talk: Talk) -> None:
    await talk.says("Hello Robin")
    await talk.goes()
    with pytest.raises(CaseError, match="It has gone already"):
        await talk.takes_back()


async def test_a_second_reply_sends_the_first_at_once_so_that_the_order_stays(talk: Talk) -> None:
    await talk.says("One", once="1")
    await talk.says("Two", once="2")
    assert await talk.heard() == ["One"]
    await talk.goes()
    assert await talk.heard() == ["One", "Two"]


async def test_the_same_words_pressed_twice_go_once(talk: Talk) -> None:
    await talk.says("Hello", once="1")
    await talk.says("Hello", once="1")
    await talk.goes()
    await talk.says("Hello", once="1")
    await talk.goes()
    assert await talk.heard() == ["Hello"]


async def test_of_many_processes_that_send_at_once_one_does(talk: Talk) -> None:
    await talk.says("Hello Robin")
    talk.clock.forward(UNDO_FOR)
    sent = await asyncio.gather(
        *(talk.database.write(send_due, talk.clock.now()) for _ in range(8))
    )
    assert sum(len(each) for each in sent) == 1
    assert await talk.heard() == ["Hello Robin"]


async def test_taking_back_and_sending_at_once_never_do_both(talk: Talk) -> None:
    for number in range(10):
        await talk.says(f"Number {number}")
        talk.clock.forward(UNDO_FOR)
        back, sent = await asyncio.gather(
            talk.takes_back(),
            talk.database.write(send_due, talk.clock.now()),
            return_exceptions=True,
        )
        assert isinstance(back, CaseError) == (sent != [])


async def test_words_that_can_go_no_more_come_back_to_their_writer(talk: Talk) -> None:
    await talk.says("Ring me at ten")
    sol = await talk.database.write(adviser, "Sol", "supervisor")
    await talk.database.write(
        take_over, case_id=talk.case_id, staff_id=sol, why="Sam is ill", library=LIBRARY,
        now=talk.clock.now(), quietly=True,
    )  # fmt: skip
    await talk.goes()
    assert await talk.heard() == []
    told = await talk.database.read(notices_of, talk.sam)
    assert [(each.kind, each.words) for each in told][-1] == ("unsent", "Ring me at ten")


async def test_what_cannot_be_sent_is_refused_at_once_and_waits_for_nothing(
    sqlite: Database, clock: SetClock
) -> None:
    talk = await Talk(sqlite, clock).begin("sms")

    def opted_out(tx: Connection, who: YoungPerson) -> None:
        conversations.set_opted_out(tx, who.identity_id, clock.now())

    with pytest.raises(CaseError, match="nothing to send"):
        await talk.says("  ")
    with pytest.raises(CaseError, match="texts in a row"):
        await talk.says("x" * 2000)
    await sqlite.write(opted_out, talk.robin)
    with pytest.raises(CaseError, match="STOP"):
        await talk.says("Hello")
    assert await sqlite.read(unsent_of, talk.case_id) is None
