"""Everybody's canned replies are a piece like the others: written, reviewed, published, rolled back."""

import pytest
from sqlalchemy import insert

from content import history
from content.live import LiveLibrary
from content.replies import Reply
from store.clock import SetClock
from store.database import Database
from store.tables import CannedReply
from tests.content.pieces import newest
from tests.staff.conftest import AsRole, Browser
from tests.staff.entries.conftest import Approve
from web.access import Role

HOME = "/staff/entries/replies"
PIECE = "service-wide/replies"
PLACE = f"/staff/entries/{PIECE}"


@pytest.fixture
async def editor(signed_in: AsRole) -> Browser:
    return await signed_in(Role.EDITOR)


def fields(*replies: tuple[str, str], started_from: int = 0, **more: str) -> dict[str, str]:
    typed = {"why": "Kinder words", "started_from": str(started_from)}
    for row, (name, text) in enumerate(replies):
        typed |= {f"name-{row}": name, f"text-{row}": text}
    return typed | more


async def test_they_are_written_approved_published_changed_and_rolled_back(
    editor: Browser, library: LiveLibrary, approve: Approve, sqlite: Database
) -> None:
    saved = await editor.send(HOME, **fields(("Hello", "Hello there"), ("", "")))
    assert saved.headers["Location"] == f"{PLACE}/publish/1"
    assert library.current.replies is None
    refused = await editor.send(f"{PLACE}/publish/1", replaces="0")
    assert refused.status == 409
    await approve(1, PIECE)
    await editor.send(f"{PLACE}/publish/1", replaces="0")
    assert (await library.reload()).replies == (Reply("Hello", "Hello there"),)

    await editor.send(HOME, **fields(("Hello", "Good day"), started_from=1))
    await approve(2, PIECE)
    await editor.send(f"{PLACE}/publish/2", replaces="1")
    assert (await library.reload()).replies == (Reply("Hello", "Good day"),)
    compared = await (await editor.get(f"{PLACE}/compare?one=1&other=2")).text()
    assert "<del>there</del>" in compared
    assert "<ins>Good</ins>" in compared

    await editor.send(f"{PLACE}/back/1", replaces="2")
    assert (await library.reload()).replies == (Reply("Hello", "Hello there"),)
    assert "Hello there" in await (await editor.get(HOME)).text()


async def test_before_there_are_any_the_form_begins_with_what_supervisors_wrote(
    editor: Browser, sqlite: Database, clock: SetClock
) -> None:
    values = {"owner_id": None, "name": "Old", "text": "From before", "changed_at": clock.now()}
    await sqlite.write(lambda tx: tx.execute(insert(CannedReply).values(**values)))
    page = await (await editor.get(HOME)).text()
    assert "From before" in page
    assert "what supervisors wrote" in page


WRONG = {
    "two of one name": [("Hello", "one"), ("hello", "other")],
    "no words": [("Hello", "")],
    "no name": [("", "My words")],
    "an unknown amount": [("Hello", "You get {rate:no-such}.")],
    "an amount written by hand": [("Hello", "You get £40.")],
}


@pytest.mark.parametrize("replies", WRONG.values(), ids=WRONG)
async def test_what_cannot_be_right_is_refused_and_stays_on_the_page(
    editor: Browser, sqlite: Database, replies: list[tuple[str, str]]
) -> None:
    answer = await editor.send(HOME, **fields(*replies))
    page = await answer.text()
    assert answer.status == 422
    assert "Nothing was saved" in page
    assert 'class="mend">' in page
    assert all(text in page for _, text in replies)
    assert await sqlite.read(history.newest, PIECE) is None


async def test_a_reason_is_asked_for(editor: Browser) -> None:
    answer = await editor.send(HOME, **fields(("Hello", "Hello there"), why=" "))
    assert answer.status == 422
    assert "Say in a few words why" in await answer.text()


async def test_two_who_change_them_overwrite_nothing(editor: Browser, sqlite: Database) -> None:
    await editor.send(HOME, **fields(("Hello", "Hello there")))
    answer = await editor.send(HOME, **fields(("Hello", "Mine")))
    page = await answer.text()
    assert answer.status == 409
    assert "Nothing is overwritten" in page
    assert "Mine" in page
    assert "Hello there" in (await sqlite.read(newest, PIECE)).body


async def test_a_supervisor_looks_and_changes_nothing(signed_in: AsRole, sqlite: Database) -> None:
    supervisor = await signed_in(Role.SUPERVISOR)
    assert (await supervisor.get(HOME)).status == 200
    assert (await supervisor.send(HOME, **fields(("Hello", "Mine")))).status == 403
    assert await sqlite.read(history.newest, PIECE) is None


async def test_the_list_leads_there(editor: Browser) -> None:
    assert f'href="{HOME}"' in await (await editor.get("/staff/entries")).text()
