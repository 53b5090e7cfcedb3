"""Opening hours at the editors' desk: written, approved by a second person, in force, taken back."""

from dataclasses import replace
from datetime import date

import pytest
from aiohttp import web

from content import history, publishing
from content.entry import Variant
from content.library import Library
from content.live import LiveLibrary
from content.nation import Nation
from content.opening.spans import DAYS
from handoff.hours_in_force import HoursInForce
from handoff.hours_setting import parse_channel_hours
from staff.entries.hours_page import HOURS
from store.clock import SetClock
from store.database import Database
from tests.content.pieces import newest
from tests.staff.conftest import AsRole, Browser
from tests.staff.entries.conftest import Approve
from web.access import Role

HOME = "/staff/entries/hours"
PIECE = "service-wide/hours"
SETTINGS = parse_channel_hours("monday-friday 09:00-20:00")


@pytest.fixture
async def app(app: web.Application, library: LiveLibrary) -> web.Application:
    app[HOURS] = HoursInForce(SETTINGS, lambda: library.current.opening)
    return app


@pytest.fixture
async def editor(signed_in: AsRole) -> Browser:
    return await signed_in(Role.EDITOR)


def fields(*periods: tuple[str, str], started_from: str = "0", **more: str) -> dict[str, str]:
    """Periods as day and the hours of Mondays."""
    typed = {"why": "New hours", "started_from": started_from, "do": "save"}
    for row, (start, monday) in enumerate(periods):
        typed |= {f"from-{row}": start, f"usual-{row}-monday": monday}
    return typed | more


async def test_the_page_says_that_the_settings_hold_and_begins_with_them(editor: Browser) -> None:
    page = await (await editor.get(HOME)).text()
    assert "The settings of the service hold now:" in page
    assert 'value="09:00-20:00"' in page
    assert f'<a href="{HOME}">' in await (await editor.get("/staff/entries")).text()


async def test_two_people_make_new_hours_hold_and_one_click_takes_them_back(
    editor: Browser, library: LiveLibrary, approve: Approve, clock: SetClock
) -> None:
    today = clock.now().date().isoformat()
    saved = await editor.send(
        HOME,
        **fields((today, "10:00-16:00"), ("2027-01-04", "11:00-15:00")),
        **{"day-0": "2026-12-24", "reason-0": "Christmas Eve", "holidays-england": "on"},
    )
    publish = f"/staff/entries/{PIECE}/publish/1"
    assert saved.headers["Location"] == publish
    alone = await editor.send(publish, replaces="0")
    assert alone.status == 409
    await library.reload()
    assert library.current.opening.in_words(clock.now().date()) is None
    await approve(1, PIECE)
    assert (await editor.send(publish, replaces="0")).status == 303
    await library.reload()
    assert library.current.filler.fill("{hours}", clock.now().date()) == "Mon 10am to 4pm"
    assert library.current.filler.fill("{hours}", date(2027, 1, 4)) == "Mon 11am to 3pm"
    page = await (await editor.get(HOME)).text()
    assert "The hours published here hold now:" in page
    assert "From 4 January 2027:" in page
    assert "24 December 2026: Christmas Eve" in page
    assert "Boxing Day" in page

    back = await editor.send(HOME, **fields(started_from="1", do="settings"))
    assert back.headers["Location"] == f"/staff/entries/{PIECE}/publish/2"
    await approve(2, PIECE)
    await editor.send(back.headers["Location"], replaces="1")
    await library.reload()
    assert "The settings of the service hold now:" in await (await editor.get(HOME)).text()
    assert "New hours" in await (await editor.get(f"/staff/entries/{PIECE}/history")).text()
    await editor.send(f"/staff/entries/{PIECE}/back/1", replaces="2")
    await library.reload()
    assert library.current.filler.fill("{hours}", clock.now().date()) == "Mon 10am to 4pm"


WRONG = {
    "hours in words": fields(("2027-01-04", "nine to five")),
    "no day": fields(("", "09:00-17:00")),
    "never open": fields(("2027-01-04", "")),
    "the same day twice": fields(("2027-01-04", "09:00-17:00"), ("2027-01-04", "10:00-17:00")),
    "a closed day without its day": fields(("2027-01-04", "09:00-17:00"), **{"reason-0": "Snow"}),
    "no reason": fields(("2027-01-04", "09:00-17:00"), why=" "),
}


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
async def test_what_cannot_be_right_is_refused_and_stays_on_the_page(
    editor: Browser, sqlite: Database, typed: dict[str, str]
) -> None:
    answer = await editor.send(HOME, **typed)
    page = await answer.text()
    assert answer.status == 422
    assert typed["usual-0-monday"] in page
    assert await sqlite.read(history.newest, PIECE) is None


async def test_hours_that_no_text_message_has_room_for_are_refused(
    editor: Browser, library: LiveLibrary
) -> None:
    odd = {f"usual-0-{day}": f"0{at}:01-0{at}:02, 1{at}:03-1{at}:04" for at, day in enumerate(DAYS)}
    entry = "service/opening-hours"
    long = "We are here {hours}. " + "Ask us then. " * 12
    library.current = with_entry(library.current, entry, long)
    answer = await editor.send(HOME, **(fields(("2027-01-04", "")) | odd))
    assert answer.status == 422
    assert entry in await answer.text()


def with_entry(library: Library, entry_id: str, sms: str) -> Library:
    live = library.entries["ema/how-much"]
    variants: dict[Nation | None, Variant] = {
        None: replace(next(iter(live.entry.variants.values())), sms=sms)
    }
    entry = replace(live.entry, id=entry_id, variants=variants)
    return replace(library, entries={**library.entries, entry_id: replace(live, entry=entry)})


async def test_two_who_change_the_hours_overwrite_nothing(
    editor: Browser, sqlite: Database
) -> None:
    await editor.send(HOME, **fields(("2027-01-04", "09:00-17:00")))
    answer = await editor.send(HOME, **fields(("2027-01-04", "10:00-12:00")))
    assert answer.status == 409
    page = await answer.text()
    assert "Nothing is overwritten" in page
    assert "10:00-12:00" in page
    version = await sqlite.read(newest, PIECE)
    assert (version.number, "09:00-17:00" in version.body) == (1, True)


async def test_a_manager_looks_and_changes_nothing(signed_in: AsRole, editor: Browser) -> None:
    manager = await signed_in(Role.MANAGER)
    page = await (await manager.get(HOME)).text()
    assert "Editors can change it." in page
    assert (await manager.send(HOME, **fields(("2027-01-04", "09:00-17:00")))).status == 403


def test_it_is_one_of_the_kinds_that_two_people_look_at() -> None:
    assert publishing.TITLES["hours"] == "Opening hours"
