"""Promising and referring in real browsers: by keyboard, on a small page too, and with nothing in the way."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from handoff.moves import pick_up
from handoff.services.keeping import keep
from staff.sessions import open_session
from store.clock import SetClock
from store.database import Database
from tests.browser.test_handing_on import asks, no_barrier
from tests.handoff.services_known import HOSTEL, YOT
from tests.handoff.stories import LIBRARY, adviser, read, waiting_case, writes
from tests.staff.conftest import site  # noqa: F401 - a fixture
from tests.staff.desk.conftest import app, bus, undo_for  # noqa: F401 - fixtures
from tests.story.browsing import new_page, picture

TOMORROW = "2026-11-18T16:00"


@pytest.fixture
async def address(app: web.Application) -> AsyncIterator[str]:  # noqa: F811
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("/")).rstrip("/")
    await server.close()


async def test_an_adviser_promises_and_refers_and_the_pages_shut_nobody_out(
    address: str, browser: Browser, sqlite: Database, clock: SetClock
) -> None:
    sam = await sqlite.write(adviser, "Sam", "supervisor")
    await sqlite.write(keep, [HOSTEL, YOT])
    who, case_id = await sqlite.write(
        waiting_case, clock.now(), channel="sms", address="+447700900123"
    )
    await sqlite.write(writes, who, "dont text after 6, dad reads my phone", clock.now())
    await sqlite.write(pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now())
    page = await new_page(browser, "desktop")
    token = await sqlite.write(open_session, sam, clock.now())
    await page.context.add_cookies([{"name": "staff", "value": token, "url": address}])
    await page.goto(f"{address}/staff/desk/cases/{case_id}")
    await promises(page)
    await page.get_by_role("link", name="Refer", exact=True).click()
    await refers(page)
    assert (await sqlite.read(read, who))[-1][2].startswith("referral-agreed Sam")
    await page.get_by_role("link", name=f"Case {case_id}").click()
    await expect(page.locator("#following")).to_contain_text("Referral to Leeds Night Hostel")
    for path in ("/staff/promises", "/staff/services", "/staff/services/file"):
        await page.goto(f"{address}{path}")
        await picture(page, path.replace("/", "-")[1:])
        await no_barrier(page)


async def promises(page: Page) -> None:
    """A promise in the past is refused with the words kept; one to come is in the ledger, then done."""
    fields = {"What will be done": "Ring the hostel", "By when": "2026-11-17T09:00"}
    await asks(page, "do-promise", fields, "Promise it")
    await expect(page.locator("#do-promise .problem")).to_contain_text("That time has gone")
    await expect(page.get_by_label("What will be done")).to_have_value("Ring the hostel")
    await picture(page, "promise-refused")
    await page.locator("#do-promise").get_by_label("By when").fill(TOMORROW)
    await page.locator("#do-promise").get_by_role("button", name="Promise it").click()
    await expect(page.locator("#following")).to_contain_text("Ring the hostel.")
    await expect(page.locator("#state")).to_contain_text("They have been told.")
    await page.locator("#reply-text").fill("I'll ask the college too")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#following")).to_contain_text("reads like a promise")
    await page.locator("#following").get_by_text("Done, or taken back").click()
    await picture(page, "promises")
    await no_barrier(page)
    await page.locator("#following").get_by_role("button", name="It is no promise").click()
    await expect(page.locator("#following")).not_to_contain_text("reads like a promise")


async def refers(page: Page) -> None:
    """Choose, tick, say how they agreed, and see exactly what the service gets."""
    await page.get_by_label("Kind").select_option("housing")
    await page.get_by_role("button", name="Find").click()
    await picture(page, "refer-choose")
    await no_barrier(page)
    await page.get_by_role("link", name="Choose").click()
    await page.get_by_label("What you ask of them").fill("A bed tonight")
    await page.get_by_label("They text from").check()
    await page.get_by_label("They agreed that this service").check()
    await page.get_by_label("How they agreed").fill("She wrote: yes, tell them")
    await page.get_by_label("By when they should be").fill(TOMORROW)
    await picture(page, "refer-form")
    await no_barrier(page)
    await page.get_by_role("button", name="Refer").click()
    letter = page.locator("#letter")
    await expect(letter).to_contain_text("+447700900123")
    await expect(letter).not_to_contain_text("dad reads my phone")
    await picture(page, "refer-letter")
    await no_barrier(page)
