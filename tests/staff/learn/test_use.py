"""Which entries are asked, by whom and when, what helped, and what nobody asks."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from store import learning
from store.clock import SetClock
from store.database import Database
from store.tables import Conversation, EntryUse
from tests.content.pieces import ENTRY_ID, OTHER_ID
from tests.staff.conftest import AsRole, Browser
from tests.staff.learn.conftest import Ask
from web.access import Role

HOME = "/staff/learn/asked"
Count = Callable[..., Awaitable[None]]
Words = Callable[..., Awaitable[str]]


@pytest.fixture
def count(sqlite: Database, clock: SetClock, ask: Ask) -> Count:
    async def use(
        what: str = learning.ASKED, *, revision: int = 1, times: int = 1, **more: str
    ) -> None:
        conversation, _ = await ask("x", who="counted")
        for _ in range(times):
            await sqlite.write(
                learning.keep_use,
                conversation,
                **{"entry_id": ENTRY_ID, "channel": "web", "nation": "wales", **more},
                revision=revision,
                what=what,
                now=clock.now(),
            )

    return use


@pytest.fixture
async def page(signed_in: AsRole) -> Words:
    opened: list[Browser] = []

    async def words(query: str = "") -> str:
        if not opened:
            opened.append(await signed_in(Role.EDITOR))
        [editor] = opened
        text = await (await editor.get(f"{HOME}{query}")).text()
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))

    return words


async def test_entries_are_counted_by_nation_channel_and_hour(page: Words, count: Count) -> None:
    await count(times=3)
    await count(channel="sms", nation="")
    shown = await page()
    assert f"How much EMA pays {ENTRY_ID} 4" in shown
    assert "Wales 3" in shown
    assert "Not said 1" in shown
    assert "Text message 1" in shown
    assert "14:00 4" in shown


async def test_what_helped_is_told_for_each_version(page: Words, count: Count) -> None:
    await count(times=5)
    await count(learning.NOT_HELPED, times=2)
    await count(learning.HELPED)
    await count(revision=2)
    await count(learning.HELPED, revision=2)
    shown = await page(f"?entry={ENTRY_ID}")
    assert re.search(r"Version 2 1 1 0 Version 1 Live now 5 1 2", shown)
    assert "2 yes, 2 no" in await page()


async def test_what_nobody_asks_is_named(page: Words, count: Count) -> None:
    await count()
    shown = await page()
    assert "Asked by nobody: 1" in shown
    assert OTHER_ID in shown


async def test_only_the_days_asked_for_count(page: Words, count: Count, clock: SetClock) -> None:
    await count()
    clock.forward(timedelta(days=10))
    assert "Asked by nobody: 2" in await page("?days=7")
    assert "Asked by nobody: 1" in await page("?days=28")


async def test_a_conversation_with_danger_in_it_does_not_count(
    page: Words, count: Count, sqlite: Database
) -> None:
    await count()
    await sqlite.write(
        lambda tx: tx.execute(update(Conversation).values(level="emergency")) and None
    )
    assert "Asked by nobody: 2" in await page()


async def test_counts_without_a_conversation_still_count(
    page: Words, count: Count, sqlite: Database
) -> None:
    await count()
    await sqlite.write(lambda tx: tx.execute(update(EntryUse).values(conversation_id=None)))
    assert "Asked by nobody: 1" in await page()


async def test_an_entry_that_was_never_asked_says_so(page: Words) -> None:
    assert "Nobody asked for it in this time." in await page(f"?entry={ENTRY_ID}&days=nonsense")
