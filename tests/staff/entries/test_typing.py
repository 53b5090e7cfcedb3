"""What is typed is kept before it is saved, and two who write on one piece are told."""

from datetime import timedelta

import pytest
from aiohttp import ClientResponse

from staff.entries import typed as typings
from store.clock import SetClock
from store.database import Database
from store.retention import TYPED_KEPT, forget
from tests.content.pieces import ENTRY_ID, PHRASES, body
from tests.staff.conftest import CHOSEN, Add, AsRole, Browser, OpenBrowser, token_in
from tests.staff.entries.conftest import typed
from web.access import Role

HOME = "/staff/entries"
ONE = f"{HOME}/{ENTRY_ID}"
LINES = "\n".join(PHRASES)


@pytest.fixture
async def editor(signed_in: AsRole) -> Browser:
    return await signed_in(Role.EDITOR)


async def keep(browser: Browser, **body_sent: object) -> ClientResponse:
    page = await (await browser.get(ONE)).text()
    token = token_in(page)
    sent = {"id": ENTRY_ID, "started_from": 1, **body_sent}
    return await browser._client.post(f"{HOME}/typing", json=sent, headers={"X-CSRF-Token": token})


async def test_what_was_typed_is_there_again_and_saved_it_is_gone(editor: Browser) -> None:
    fields = typed(body(), LINES, label="Half a thought", why="Because")
    assert (await keep(editor, fields=fields)).status == 200
    page = await (await editor.get(ONE)).text()
    assert "did not save it" in page
    assert "Half a thought" not in page
    again = await (await editor.get(f"{ONE}?typed=1")).text()
    assert "Half a thought" in again
    assert 'value="Because"' in again
    await editor.send(ONE, **fields)
    assert "did not save it" not in await (await editor.get(ONE)).text()


async def test_what_was_typed_on_an_older_version_still_overwrites_nothing(editor: Browser) -> None:
    await keep(editor, fields=typed(body(), LINES, label="Older thought"))
    await editor.send(f"{HOME}/typing/drop", id="")
    await editor.send(ONE, **typed(body(), LINES, label="Newer"))
    await keep(editor, fields=typed(body(), LINES, label="Older thought"))
    page = await (await editor.get(f"{ONE}?typed=1")).text()
    assert 'name="started_from" value="1"' in page


async def test_it_can_be_thrown_away(editor: Browser) -> None:
    await keep(editor, fields={"label": "x"})
    dropped = await editor.send(f"{HOME}/typing/drop", id=ENTRY_ID)
    assert dropped.headers["Location"] == ONE
    assert "did not save it" not in await (await editor.get(ONE)).text()
    assert (await editor.send(f"{HOME}/typing/drop", id="a/b?c")).status == 400


async def test_a_new_entry_is_kept_until_it_has_a_name(editor: Browser) -> None:
    await keep(editor, id="", started_from=0, fields={"label": "New one", "topic": "work"})
    page = await (await editor.get(f"{HOME}/new?typed=1")).text()
    assert "New one" in page
    assert 'value="work"' in page


async def test_two_who_write_on_one_piece_are_told(
    editor: Browser, add: Add, open_browser: OpenBrowser, clock: SetClock
) -> None:
    await add(Role.EDITOR, email="second@example.org")
    other = await open_browser()
    await other.sign_in("second@example.org", CHOSEN)
    await keep(editor, fields={"label": "Mine"})
    told = await (await keep(other, fields={"label": "Theirs"})).json()
    assert [one["name"] for one in told["others"]] == ["Robin Editor"]
    assert "is writing here too" in await (await other.get(ONE)).text()
    assert "Mine" not in await (await other.get(f"{ONE}?typed=1")).text()
    clock.forward(typings.WRITING)
    told = await (await keep(other)).json()
    assert told["others"] == []


@pytest.mark.parametrize("sent", [{"id": 1}, {"started_from": "1"}, {"id": "ema/nothing"}])
async def test_nonsense_is_a_bad_request(
    editor: Browser, sent: dict[str, int] | dict[str, str]
) -> None:
    assert (await keep(editor, fields={}, **sent)).status == 400


async def test_what_nobody_saves_goes_after_a_month(
    editor: Browser, sqlite: Database, clock: SetClock
) -> None:
    await keep(editor, fields={"label": "x"})
    later = clock.now() + TYPED_KEPT + timedelta(days=1)
    await sqlite.write(forget, now=later, keep_messages=timedelta(days=90))
    assert await sqlite.read(typings.kept, ENTRY_ID, 1) is None
