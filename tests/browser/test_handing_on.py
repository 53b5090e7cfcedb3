"""Handing cases on in real browsers: three desks at once, a transfer, a hand-over, and one that dies."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.decision import Level
from handoff.moves import pick_up
from handoff.presence import GRACE
from handoff.returning import return_dropped
from handoff.telling import tell_of_moves
from staff.sessions import open_session
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import LIBRARY, adviser, read, waiting_case
from tests.staff.conftest import site  # noqa: F401 - a fixture
from tests.staff.desk.conftest import app, bus, undo_for  # noqa: F401 - fixtures
from tests.story.browsing import new_page, picture

Desk = Callable[..., Awaitable[Page]]
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.checkVisibility())
  .map((one) => one.outerHTML.slice(0, 90))"""
WORDS = "My shift ends. Ring the hostel at six."


@pytest.fixture
async def address(app: web.Application) -> AsyncIterator[str]:  # noqa: F811
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("/staff/desk"))
    await server.close()


@pytest.fixture
def desk(address: str, browser: Browser, sqlite: Database, clock: SetClock) -> Desk:
    """Open somebody's desk in a browser of their own, and come back when it has said they are here."""

    async def opened(staff_id: int) -> Page:
        page = await new_page(browser, "desktop")
        token = await sqlite.write(open_session, staff_id, clock.now())
        await page.context.add_cookies([{"name": "staff", "value": token, "url": address}])
        async with page.expect_response("**/staff/desk/here"):
            await page.goto(address)
        return page

    return opened


async def asks(page: Page, fold: str, fields: dict[str, str], button: str) -> None:
    """Open one of the moves of the open case, fill it in and send it, all by keyboard."""
    await page.locator(f"#{fold} > summary").focus()
    await page.keyboard.press("Enter")
    for label, value in fields.items():
        field = page.locator(f"#{fold}").get_by_label(label)
        if await field.evaluate("field => field.matches('select')"):
            await field.select_option(label=value)
        else:
            await field.fill(value)
    await page.locator(f"#{fold}").get_by_role("button", name=button).focus()
    await page.keyboard.press("Enter")


async def test_cases_are_handed_on_between_open_desks_and_none_is_lost(
    sqlite: Database,
    clock: SetClock,
    bus: LocalBus,  # noqa: F811
    desk: Desk,
) -> None:
    staff = {name: await sqlite.write(adviser, name) for name in ("Sam", "Alex")}
    staff["Sol"] = await sqlite.write(adviser, "Sol", "supervisor")
    robin, case_id = await sqlite.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    move: dict[str, Any] = {"staff_id": staff["Sam"], "library": LIBRARY, "now": clock.now()}
    await sqlite.write(pick_up, case_id=case_id, **move)
    alex, sol = await desk(staff["Alex"]), await desk(staff["Sol"])
    sam = await desk(staff["Sam"])

    # Transfer: refused, then accepted. Until then Sam goes on talking.
    await sam.locator("#queue .row").click()
    to_alex = {"Who is to take it": "Alex Example: here, 0 cases", "Why, and what": WORDS}
    await asks(sam, "do-offer", to_alex, "Ask them to take it")
    await expect(sam.locator("#acts .asked")).to_contain_text("It stays yours until they accept.")
    await expect(sam.locator("#reply-text")).to_be_editable()
    await expect(alex.locator("#for-me")).to_contain_text("Sam Example asks you to take it.")
    await picture(sam, "moves-offered")
    await alex.locator("#for-me a").click()
    await picture(alex, "moves-asked")
    await no_barrier(alex)
    await asks(alex, "do-refuse", {"Why": "Four emergencies here"}, "Say no")
    await expect(sam.locator("#for-me")).to_contain_text("Four emergencies here")
    await picture(sam, "moves-refused")
    await sam.get_by_role("button", name="Seen").click()
    await expect(sam.locator("#for-me")).to_be_empty()
    await asks(sam, "do-offer", to_alex, "Ask them to take it")
    await alex.get_by_role("button", name="Take the case").click()
    await expect(alex.locator("#reply-text")).to_be_focused()
    await expect(sam.locator("#reply-text")).to_have_count(0)
    assert (await sqlite.read(read, robin))[-1][2] == "Alex follows Sam."

    # A question to a colleague, while the case stays.
    to_sol = {
        "Whom to ask": "Sol Example (supervisor): here, 0 cases",
        "Your question": "Tell mum?",
    }
    await asks(alex, "do-ask", to_sol, "Ask")
    await sol.locator("#for-me a").click()
    await sol.get_by_label("Your answer").fill("Not before you have asked Robin.")
    await picture(sol, "moves-question")
    await no_barrier(sol)
    await sol.get_by_role("button", name="Answer").click()
    await expect(alex.locator("#for-me")).to_contain_text("Not before you have asked Robin.")
    await expect(alex.locator("#summary")).to_contain_text("Not before you have asked Robin.")

    # The shift ends: everything is handed over on one page and taken on another.
    async with alex.expect_response("**/staff/desk/here"):  # this page keeps Alex here too
        await alex.get_by_role("link", name="Hand over").click()
    await alex.get_by_label("What comes next").fill("Robin rings the hostel at six")
    await alex.get_by_label("Who comes next").select_option(label="Sam Example: here")
    await picture(alex, "handover-give")
    await no_barrier(alex)
    await alex.get_by_role("button", name="Hand on 1 case").click()
    await expect(alex.locator("main")).to_contain_text("Sam Example has been asked")
    await expect(sam.locator("#for-me")).to_contain_text("Robin rings the hostel at six")
    await sam.get_by_role("link", name="Hand over").click()
    await picture(sam, "handover-take")
    await no_barrier(sam)
    await sam.get_by_role("button", name="Take them all").click()
    await expect(sam.locator("main")).to_contain_text("Who comes next")

    # Sam's browser dies. A minute later the case leads the queue, and Robin has been told.
    await sam.context.close()
    clock.forward(GRACE + timedelta(seconds=1))
    await tell_of_moves(bus, await sqlite.write(return_dropped, library=LIBRARY, now=clock.now()))
    await expect(sol.locator("#queue .pinned .row")).to_contain_text("its adviser had to go")
    await picture(sol, "moves-returned")
    assert (await sqlite.read(read, robin))[-1][2] == "Gone. You are number 1."


async def no_barrier(page: Page) -> None:
    """Nothing on the page shuts anybody out, and nothing is wider than a small phone."""
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    await page.set_viewport_size({"width": 320, "height": 640})
    assert await page.evaluate(TOO_WIDE) == []
    await page.set_viewport_size({"width": 1440, "height": 900})
