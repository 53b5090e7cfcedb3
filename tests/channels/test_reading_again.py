"""A short message is read as it follows on from the last answer: never while the conversation is locked."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.meaning import Earlier, Meaning, Ranked
from channels.intake import Intake
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.tables import Conversation, Message
from tests.bot.dialogue.talk import MEANS
from tests.channels.test_intake import TARGETS, Phone, SetReadings


class WatchedDatabase:
    """A database that knows whether a transaction runs, and lets something happen once one is given up."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.dialect = database.dialect
        self.inside = False
        self.given_up = 0
        self.meanwhile: Callable[[], Awaitable[Any]] | None = None

    async def write(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        def watched(tx: Connection) -> Any:
            self.inside = True
            try:
                return work(tx, *args, **kwargs)
            finally:
                self.inside = False

        try:
            return await self._database.write(watched)
        except Exception:
            self.given_up += 1
            meanwhile, self.meanwhile = self.meanwhile, None
            if meanwhile:
                await meanwhile()
            raise

    async def read(self, work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await self._database.read(work, *args, **kwargs)

    async def close(self) -> None:
        await self._database.close()


class ReadsAgain(SetReadings):
    """Reads a message a second time when it is asked to, and notes after what, and whether in a transaction."""

    def __init__(self, database: WatchedDatabase) -> None:
        super().__init__()
        self._watched = database
        self.after: list[str] = []
        self.inside: list[bool] = []

    async def understand(self, text: str) -> Meaning:
        return self._meant(text, text)

    def again(self, text: str, after: Earlier | None = None) -> Meaning:
        self.after.append(after.label if after else "")
        self.inside.append(self._watched.inside)
        return self._meant(text, f"{after.label}: {text}" if after else text)

    def _meant(self, text: str, words: str) -> Meaning:
        ids = MEANS.get(words) or MEANS.get(text, ())
        ranked = tuple(Ranked(each, 0.9 / len(ids)) for each in ids)
        return Meaning(text, text.lower(), ranked, in_scope=1.0 if ids else 0.0, again=self.again)


@pytest.fixture
def watched(database: Database) -> WatchedDatabase:
    return WatchedDatabase(database)


@pytest.fixture
def reader(watched: WatchedDatabase) -> ReadsAgain:
    return ReadsAgain(watched)


@pytest.fixture
def person(watched: WatchedDatabase, reader: ReadsAgain, clock: SetClock, vault: Vault) -> Phone:
    intake = Intake(watched, LocalBus(), clock, vault, TARGETS, reader.mind)
    return Phone(intake, reader)


async def test_a_follow_up_is_read_while_nothing_is_locked(
    person: Phone, reader: ReadsAgain, watched: WatchedDatabase
) -> None:
    await person.says("how much is ema", nation="wales")
    _, said = await person.says("when do i get it")
    assert [text for _, text in said] == ["ema/when-paid"]
    assert reader.after == ["How much"]
    assert reader.inside == [False]
    assert watched.given_up == 1


async def test_what_was_given_up_leaves_nothing_behind(
    person: Phone, database: Database, watched: WatchedDatabase
) -> None:
    await person.says("how much is ema", nation="wales")
    received, _ = await person.says("when do i get it")
    assert watched.given_up == 1
    rows = await database.read(
        lambda tx: tx.execute(select(Message.seq, Message.author).order_by(Message.seq)).all()
    )
    assert [tuple(row) for row in rows] == [
        (1, "young person"),
        (2, "bot"),
        (3, "young person"),
        (4, "bot"),
    ]
    last = select(Conversation.last_seq)
    assert await database.read(lambda tx: tx.execute(last).scalar_one()) == 4
    assert received.message
    assert received.message.seq == 3


async def test_what_needs_no_second_reading_is_taken_in_at_once(
    person: Phone, reader: ReadsAgain, watched: WatchedDatabase
) -> None:
    await person.says("how much is ema", nation="wales")
    await person.says("can i talk to someone")
    assert watched.given_up == 0
    assert reader.after == []


async def test_what_was_talked_about_meanwhile_counts(
    person: Phone, reader: ReadsAgain, watched: WatchedDatabase
) -> None:
    await person.says("how much is ema", nation="wales")
    watched.meanwhile = lambda: person.says("what are t levels")
    await person.says("when do i get it")
    assert reader.after == ["How much", "How much", "T levels"]
    assert not any(reader.inside)
