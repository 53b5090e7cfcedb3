"""A new editor in a real browser: finds what was asked in vain, answers it, plans, rolls back, exports."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from content.live import LiveLibrary
from staff.questions.vectors import VECTORS, KeptVectors
from store.clock import SetClock
from store.database import Database
from store.learning import ASKED, HELPED, NOT_HELPED, UNSURE, keep_use
from tests.content.pieces import ENTRY_ID
from tests.staff.conftest import (  # noqa: F401 - fixtures
    CHOSEN,
    add,
    site,
)
from tests.staff.conftest import app as staff_app  # noqa: F401 - fixture
from tests.staff.entries.conftest import approve, library  # noqa: F401 - fixtures
from tests.staff.learn.conftest import Ask, ask  # noqa: F401 - fixture
from web.access import Role
from web.keys import LIBRARY

Approve = Callable[..., Awaitable[None]]
Member = Callable[..., Awaitable[int]]
PLACES = (
    "/staff/learn",
    "/staff/learn?show=not-ours",
    "/staff/learn/asked",
    f"/staff/learn/asked?entry={ENTRY_ID}",
    "/staff/entries",
    "/staff/entries/dates",
    "/staff/entries/files",
    "/staff/entries/rates",
    "/staff/entries/replies",
    "/staff/entries/rates/ema-wales-weekly",
    f"/staff/entries/{ENTRY_ID}/compare?one=1&other=1",
    f"/staff/entries/{ENTRY_ID}",
    f"/staff/entries/{ENTRY_ID}/history",
    f"/staff/entries/{ENTRY_ID}/publish/1",
)


@pytest.fixture
async def address(
    staff_app: web.Application,  # noqa: F811
    library: LiveLibrary,  # noqa: F811
) -> AsyncIterator[str]:
    staff_app[LIBRARY] = library
    staff_app[VECTORS] = KeptVectors(None)
    server = TestServer(staff_app)
    await server.start_server()
    yield str(server.make_url("")).rstrip("/")
    await server.close()


@pytest.fixture
async def page(address: str, browser: Browser, add: Member) -> Page:  # noqa: F811
    """The editor's browser, signed in."""
    await add(Role.EDITOR)
    context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
    opened = await context.new_page()
    await opened.goto(f"{address}/staff")
    await opened.get_by_label("E-mail").fill("editor@example.org")
    await opened.get_by_label("Password").fill(CHOSEN)
    await opened.get_by_role("button", name="Sign in").click()
    await expect(opened.get_by_role("heading", name="Entries")).to_be_visible()
    return opened


@pytest.fixture
async def asked(ask: Ask, sqlite: Database, clock: SetClock) -> None:  # noqa: F811
    """Three weeks of questions."""
    for days, who, text, what in (
        (15, "a", "how do i get a provisional licence", "unanswered"),
        (8, "b", "how do i get my provisional licence Jayden", "unanswered"),
        (1, "c", "hi im Liam from Leeds how do i get a provisional licence", "unanswered"),
        (2, "d", "how much money is ema each week", UNSURE),
        (1, "e", "how much money is ema every week", NOT_HELPED),
        (1, "f", "what is the capital of france", "unanswered"),
    ):
        clock.forward(timedelta(days=-days))
        guess = "" if what == "unanswered" else ENTRY_ID
        conversation, _ = await ask(text, who=who, what=what, guess=guess)
        for use in (ASKED, ASKED, HELPED, NOT_HELPED):
            given: dict[str, Any] = {
                "entry_id": ENTRY_ID,
                "revision": 1,
                "channel": "web",
                "nation": "wales",
            }
            await sqlite.write(keep_use, conversation, what=use, now=clock.now(), **given)
        clock.forward(timedelta(days=days))


@pytest.mark.usefixtures("asked")
async def test_the_top_question_is_found_and_answered(
    page: Page,
    library: LiveLibrary,  # noqa: F811
    approve: Approve,  # noqa: F811
) -> None:
    await page.get_by_role("link", name="Learn", exact=True).click()
    first = page.locator(".group").first
    await expect(first.get_by_role("heading")).to_contain_text("provisional licence")
    await expect(first).to_contain_text("3 times")
    await expect(page.locator("body")).not_to_contain_text("Liam")
    await picture(page, "learn")
    await first.get_by_role("button", name="Write a new entry").click()
    await expect(page.get_by_label("What young people say, one a line")).to_have_value(
        "how do i get a provisional licence\n"
        "how do i get my provisional licence\n"
        "hi im from how do i get a provisional licence"
    )
    await page.get_by_label("Topic").fill("life")
    await page.get_by_label("Short name").fill("licence")
    await page.get_by_label("Why you change it").fill("Asked three times")
    await page.get_by_role("button", name="Save draft").click()
    await expect(page.get_by_role("status").first).to_contain_text("The draft is saved")
    await page.get_by_role("link", name="Learn", exact=True).click()
    await expect(page.locator(".group")).to_have_count(2)

    group = page.locator(".group", has_text="how much money is ema")
    await expect(group.get_by_label("Entry")).to_have_value(ENTRY_ID)
    await group.get_by_role("button", name="Make phrases of this entry").click()
    await expect(page.get_by_role("status").first).to_contain_text("added to the phrases")
    await page.get_by_label("Why you change it").fill("Asked")
    await page.get_by_role("button", name="Look over and publish").click()
    await expect(page.get_by_role("button", name="Ask for a review")).to_be_visible()
    await approve(3)
    await page.reload()
    await page.get_by_role("button", name="Publish now").click()
    await expect(page.get_by_role("status").first).to_contain_text("Published")
    await library.reload()
    said = library.current.entries[ENTRY_ID].entry.phrases
    assert "how much money is ema each week" in said

    await page.get_by_role("link", name="Learn", exact=True).click()
    await page.get_by_role("button", name="Not ours").click()
    await expect(page.locator(".groups")).to_contain_text("Nothing here.")
    await page.get_by_label("Learn").get_by_role("link", name="Not ours").click()
    await page.get_by_role("button", name="Ours after all").click()
    await page.get_by_label("Learn").get_by_role("link", name="Asked in vain").click()
    await expect(page.locator(".group")).to_contain_text("what is the capital of")


async def test_a_mistake_is_rolled_back_with_one_click_and_an_end_is_planned(
    page: Page,
    address: str,
    library: LiveLibrary,  # noqa: F811
    approve: Approve,  # noqa: F811
) -> None:
    await page.goto(f"{address}/staff/entries/{ENTRY_ID}")
    await page.get_by_label("What it is called on a button").fill("A mistake")
    await page.get_by_label("Why you change it").fill("Not thought through")
    await page.get_by_role("button", name="Look over and publish").click()
    await approve(2)
    await page.reload()
    await page.get_by_role("button", name="Publish now").click()
    await page.get_by_role("link", name="History").click()
    await picture(page, "history")
    await page.get_by_role("button", name="Put version 1 back in service").click()
    await expect(page.get_by_role("status").first).to_contain_text("back in service")
    await library.reload()
    assert library.current.label(ENTRY_ID) == "How much EMA pays"

    await page.get_by_text("Take it out of service").click()
    await page.get_by_label("Withdraw at (UK time)").fill("2027-08-31T23:59")
    await page.get_by_label("Why it ends").fill("The scheme ends")
    await page.get_by_role("button", name="Plan the end").click()
    await expect(page.get_by_text("31 Aug 2027, 23:59")).to_be_visible()
    await picture(page, "planned")
    await page.get_by_role("button", name="Cancel this plan").click()
    await expect(page.get_by_text("31 Aug 2027, 23:59")).to_have_count(0)


async def test_everything_is_taken_away_and_brought_back(
    page: Page, address: str, tmp_path: Path
) -> None:
    await page.goto(f"{address}/staff/entries")
    await page.get_by_role("link", name="Everything as files").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="Download everything").click()
    file = tmp_path / "content.zip"
    await (await downloading.value).save_as(file)
    await page.get_by_label("The zip file").set_input_files(file)
    await page.get_by_role("button", name="See what would change").click()
    await expect(page.get_by_role("heading", name="Nothing would change")).to_be_visible()
    file.write_bytes(b"spoilt")
    await page.get_by_label("The zip file").set_input_files(file)
    await page.get_by_role("button", name="Import", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("not a zip file")
    await picture(page, "files")


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("path", PLACES)
async def test_every_page_is_accessible_and_fits_a_small_phone(
    page: Page, address: str, path: str
) -> None:
    await page.goto(f"{address}{path}")
    await picture(page, path.strip("/").replace("/", "-").replace("?", "-"))
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    await page.set_viewport_size({"width": 320, "height": 640})
    wider = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0


async def picture(page: Page, name: str) -> None:
    """Keep what it looks like, where EDITOR_PICTURES names a folder."""
    folder = os.environ.get("EDITOR_PICTURES")
    if not folder:
        return
    for size, width, height in (("phone", 360, 640), ("desk", 1440, 900)):
        await page.set_viewport_size({"width": width, "height": height})
        await page.screenshot(path=Path(folder) / f"{name}-{size}.png", full_page=True)
