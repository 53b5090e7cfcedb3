"""A code opens its conversation once, for a day, to whoever has it, and guessing is slow."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from channels.back.codes import in_halves
from channels.back.returning import (
    CODE_LASTS,
    KEPT_FOR,
    NoChat,
    Wait,
    WrongCode,
    ask_code,
    keep_here,
    use_code,
)
from store import conversations
from store.chat_keys import leave, opened_by
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.retention import forget
from store.tables import ChatKey, CodeAttempt, ReturnCode

KEY = "k" * 43


class Chats:
    """Conversations on the web, and what is done to come back to them."""

    def __init__(self, database: Database, clock: SetClock, vault: Vault) -> None:
        self.database, self.clock, self.vault = database, clock, vault

    async def write(self, key: str = KEY) -> int:
        found = await self.database.write(
            conversations.locate,
            channel="web", address=key, address_hash=self.vault.lookup(key),
            empty_state="{}", now=self.clock.now(),
        )  # fmt: skip
        return found.conversation_id

    async def code(self, key: str = KEY) -> str | Wait | NoChat:
        return await self.database.write(ask_code, self.vault, key, self.clock.now())

    async def sure_code(self) -> str:
        code = await self.code()
        assert isinstance(code, str)
        return code

    async def use(self, typed: str, address: str = "here") -> str | Wait | WrongCode:
        return await self.database.write(use_code, self.vault, typed, address, self.clock.now())

    async def keep(self) -> str:
        kept = await self.database.write(keep_here, self.vault, KEY, self.clock.now())
        assert isinstance(kept, str)
        return kept

    async def opens(self, key: object) -> int | None:
        """The conversation that a key opens now."""
        hashed = self.vault.lookup(str(key))
        opened = await self.database.read(opened_by, hashed, self.clock.now())
        return opened.conversation_id if opened and not opened.over else None

    async def leave(self, key: str) -> int | None:
        return await self.database.write(leave, self.vault.lookup(key), self.clock.now())


@pytest.fixture
def chats(database: Database, clock: SetClock, vault: Vault) -> Chats:
    return Chats(database, clock, vault)


async def test_a_code_opens_its_conversation_once(chats: Chats) -> None:
    mine = await chats.write()
    await chats.write("o" * 43)
    code = await chats.sure_code()
    assert await chats.opens(await chats.use(code)) == mine
    assert await chats.use(code) == WrongCode()
    assert await chats.opens(KEY) == mine


@pytest.mark.parametrize(
    "as_typed", [in_halves, str.lower, lambda code: f" {code[:2]}-{code[2:]} "]
)
async def test_small_letters_spaces_and_dashes_make_no_difference(
    chats: Chats, as_typed: "object"
) -> None:
    mine = await chats.write()
    code = await chats.sure_code()
    assert await chats.opens(await chats.use(as_typed(code))) == mine  # type: ignore[operator]


async def test_a_code_ends_after_a_day_and_with_the_next_one(chats: Chats) -> None:
    await chats.write()
    first = await chats.sure_code()
    second = await chats.sure_code()
    assert await chats.use(first) == WrongCode()
    chats.clock.forward(CODE_LASTS)
    assert await chats.use(second) == WrongCode()


async def test_only_who_has_the_chat_open_gets_a_code(chats: Chats) -> None:
    assert await chats.code() == NoChat()
    await chats.write()
    await chats.leave(KEY)
    assert await chats.code() == NoChat()


async def test_after_leaving_quickly_a_code_still_opens_and_the_old_key_never_again(
    chats: Chats,
) -> None:
    mine = await chats.write()
    kept, code = await chats.keep(), await chats.sure_code()
    assert await chats.leave(KEY) == mine
    assert [await chats.opens(key) for key in (KEY, kept)] == [None, None]
    new = await chats.use(code)
    assert await chats.opens(new) == mine
    assert [await chats.opens(key) for key in (KEY, kept)] == [None, None]


async def test_leaving_with_any_key_ends_it_for_all(chats: Chats) -> None:
    mine = await chats.write()
    kept = await chats.keep()
    assert await chats.leave(kept) == mine
    assert [await chats.opens(key) for key in (KEY, kept)] == [None, None]
    assert await chats.leave(KEY) is None


async def test_a_device_opens_what_it_keeps_for_some_days(chats: Chats) -> None:
    mine = await chats.write()
    kept = await chats.keep()
    chats.clock.forward(KEPT_FOR - timedelta(seconds=1))
    assert await chats.opens(kept) == mine
    chats.clock.forward(timedelta(seconds=1))
    assert await chats.opens(kept) is None
    assert await chats.opens(KEY) == mine


async def test_guessing_is_slowed_for_the_guesser_alone(chats: Chats) -> None:
    mine = await chats.write()
    code = await chats.sure_code()
    for _ in range(10):
        assert await chats.use("AAAA AAAA", "the guesser") == WrongCode()
    assert await chats.use(code, "the guesser") == Wait(timedelta(seconds=15))
    assert await chats.opens(await chats.use(code, "somebody else")) == mine
    chats.clock.forward(timedelta(seconds=15))
    assert await chats.use(code, "the guesser") == WrongCode()
    assert await chats.use(code, "the guesser") == Wait(timedelta(seconds=30))


async def test_only_so_many_codes_are_given(chats: Chats) -> None:
    await chats.write()
    for _ in range(5):
        await chats.sure_code()
    assert await chats.code() == Wait(timedelta(minutes=2))
    chats.clock.forward(timedelta(hours=1))
    await chats.sure_code()


async def test_a_code_lies_in_the_database_only_as_a_hash(chats: Chats) -> None:
    await chats.write()
    code = await chats.sure_code()
    kept = await chats.database.read(
        lambda tx: tx.execute(select(ReturnCode.code_hash)).scalar_one()
    )
    assert code not in kept
    assert len(kept) == 64


async def test_what_has_ended_is_forgotten(chats: Chats) -> None:
    await chats.write()
    await chats.keep()
    await chats.sure_code()
    chats.clock.forward(KEPT_FOR)

    def left(tx: Connection) -> list[int]:
        forget(tx, now=chats.clock.now(), keep_messages=timedelta(days=90))
        tables = (ChatKey, ReturnCode, CodeAttempt)
        return [tx.execute(select(func.count()).select_from(each)).scalar_one() for each in tables]

    assert await chats.database.write(left) == [0, 0, 0]
