"""Three advisers and a supervisor at once, each in a browser of their own, and one that is killed."""

import asyncio
import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, Route, expect

from app.unsent import UnsentReplies
from bot.decision import Level
from handoff.presence import GRACE
from handoff.returning import return_dropped
from handoff.telling import tell_of_moves
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from tests.browser.test_handing_on import TOO_WIDE, Desk, address, desk  # noqa: F401 - fixtures
from tests.handoff.stories import LIBRARY, adviser, read, waiting_case
from tests.staff.conftest import site  # noqa: F401 - a fixture
from tests.staff.desk.conftest import app, bus  # noqa: F401 - fixtures
from tests.story.browsing import picture

FIVE = timedelta(seconds=5)


@pytest.fixture
def undo_for() -> timedelta:
    return FIVE


async def test_four_work_at_once_and_what_a_killed_browser_held_is_not_lost(
    sqlite: Database,
    clock: SetClock,
    bus: LocalBus,  # noqa: F811
    desk: Desk,  # noqa: F811
) -> None:
    ids = {name: await sqlite.write(adviser, name) for name in ("Sam", "Alex", "Kim")}
    ids["Sol"] = await sqlite.write(adviser, "Sol", "supervisor")
    robin, case_id = await sqlite.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    desks = {name: await desk(staff_id) for name, staff_id in ids.items()}
    sol = desks.pop("Sol")

    # All three open the case by keyboard and see each other; then all pick it up at once.
    for page in desks.values():
        await page.locator("#queue .row").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Pick up", exact=True)).to_be_visible()
    await expect(desks["Kim"].locator("#looking")).to_have_text(
        "◎ Sam, Alex have this case open too."
    )
    await expect(desks["Sam"].locator("#looking")).to_contain_text("Alex, Kim have")
    await picture(desks["Sam"], "desk-three-look")
    await asyncio.gather(*(page.keyboard.press("c") for page in desks.values()))
    holders = []
    for name, page in desks.items():
        await expect(page.locator("#title")).to_contain_text(re.compile("with .* since"))
        if await page.locator("#reply-text").count():
            holders.append(name)
    assert len(holders) == 1
    mine = desks[holders[0]]

    # A reply waits, is taken back by keyboard, is written anew, and goes.
    await mine.locator("#reply-text").fill("Helo Robin")
    await mine.keyboard.press("Control+Enter")
    await expect(mine.locator("#unsent")).to_contain_text("Helo Robin")
    await picture(mine, "desk-not-sent-yet")
    await mine.keyboard.press("Escape")
    await mine.keyboard.press("u")
    await expect(mine.locator("#reply-text")).to_have_value("Helo Robin")
    await expect(mine.locator("#unsent")).to_have_count(0)
    await mine.locator("#reply-text").fill("Hello Robin")
    await mine.keyboard.press("Control+Enter")
    await expect(mine.locator("#unsent")).to_contain_text("Hello Robin")
    clock.forward(FIVE)
    service: Any = SimpleNamespace(database=sqlite, bus=bus, clock=clock)
    await UnsentReplies(service).look()
    await expect(mine.locator("#messages")).to_contain_text("Hello Robin")
    assert (await sqlite.read(read, robin))[-1][1:] == ("text", "Hello Robin")

    # The browser dies in the middle of a sentence: in a new one it goes on.
    async with mine.expect_response("**/draft"):
        await mine.locator("#reply-text").press_sequentially("I have rung the")
    await mine.context.close()
    again = await desk(ids[holders[0]])
    await again.locator(f"#case-{case_id}").click()
    await expect(again.locator("#reply-text")).to_have_value("I have rung the")

    # The supervisor sees it all without loading again, and takes a second look.
    await sol.get_by_role("link", name="Supervise").click()
    await expect(sol.locator("#now")).to_contain_text("4 of 12")
    await sqlite.write(waiting_case, clock.now(), address="another", level=Level.URGENT)
    await sol.reload()
    await expect(sol.locator("#now")).to_contain_text("Next in line")
    await picture(sol, "supervise")
    await no_barrier(sol)
    await sol.get_by_text(f"What did you find in case {case_id}?").click()
    await sol.get_by_label("What you found").select_option(label="It was right")
    await sol.get_by_role("button", name="Keep it").click()
    await expect(sol.locator("main")).to_contain_text("has had a second look")

    # Now nobody is there any more: the case leads the queue of the others.
    await again.context.close()
    clock.forward(GRACE + timedelta(seconds=1))
    await tell_of_moves(bus, await sqlite.write(return_dropped, library=LIBRARY, now=clock.now()))
    other = next(page for name, page in desks.items() if name != holders[0])
    await expect(other.locator("#queue .pinned .row")).to_contain_text("its adviser had to go")
    await no_barrier(other)


async def with_a_case(sqlite: Database, clock: SetClock, desk: Desk) -> Page:  # noqa: F811
    """The desk of an adviser who has just picked up a case."""
    sam = await sqlite.write(adviser)
    await sqlite.write(waiting_case, clock.now())
    page = await desk(sam)
    await page.locator("#queue .row").click()
    await page.get_by_role("button", name="Pick up", exact=True).click()
    await expect(page.locator("#reply-text")).to_be_focused()
    return page


async def test_who_left_the_box_after_sending_is_not_put_back_into_it(
    sqlite: Database,
    clock: SetClock,
    desk: Desk,  # noqa: F811
) -> None:
    page = await with_a_case(sqlite, clock, desk)
    await page.locator("#reply-text").fill("Hello Robin")
    arrive = asyncio.Event()

    async def late(route: Route) -> None:
        await arrive.wait()
        await route.continue_()

    await page.route("**/staff/desk/queue*", late)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#unsent")).to_contain_text("Hello Robin")
    await page.keyboard.press("Escape")
    async with page.expect_response("**/staff/desk/queue*"):
        arrive.set()
    await page.evaluate("() => new Promise((done) => setTimeout(done, 100))")
    await page.keyboard.press("u")
    await expect(page.locator("#unsent")).to_have_count(0)
    await expect(page.locator("#reply-text")).to_have_value("Hello Robin")


async def test_what_was_done_is_not_said_to_have_failed_when_only_the_look_after_it_did(
    sqlite: Database,
    clock: SetClock,
    desk: Desk,  # noqa: F811
) -> None:
    page = await with_a_case(sqlite, clock, desk)
    await page.route("**/staff/desk/queue*", lambda route: route.abort())
    await page.locator("#reply-text").fill("Hello Robin")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.locator("#unsent")).to_contain_text("Hello Robin")
    await expect(page.locator("#reply-text")).to_be_focused()
    await expect(page.get_by_text("No answer came back")).to_have_count(0)


async def test_ready_words_are_found_and_put_where_the_cursor_stands(
    sqlite: Database,
    clock: SetClock,
    desk: Desk,  # noqa: F811
) -> None:
    sam = await sqlite.write(adviser)
    await sqlite.write(waiting_case, clock.now())
    page = await desk(sam)
    await page.get_by_role("link", name="My replies").click()
    await page.get_by_label("Its name").fill("Greeting")
    await page.get_by_label("The words. Name nobody.").fill("Hello, I am Sam.")
    await page.get_by_role("button", name="Keep it").first.click()
    await expect(page.locator("main")).to_contain_text("yours")
    await picture(page, "desk-words")
    await no_barrier(page)
    await page.get_by_role("link", name="Back to the desk").click()
    await page.locator("#queue .row").click()
    await page.get_by_role("button", name="Pick up", exact=True).click()
    await page.locator("#reply-text").fill("Right.")
    await page.keyboard.press("Escape")
    await page.keyboard.press("i")
    await page.get_by_label("A word of a canned reply").fill("greet")
    await page.get_by_role("button", name="Greeting").focus()
    await picture(page, "desk-insert")
    await no_barrier(page)
    await page.keyboard.press("Enter")
    await expect(page.locator("#reply-text")).to_be_focused()
    await expect(page.locator("#reply-text")).to_have_value("Right. Hello, I am Sam.")
    await page.get_by_role("link", name="Search").click()
    await page.get_by_label("Words that were said").fill("talk to someone")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="1 case")).to_be_visible()
    await no_barrier(page)


async def no_barrier(page: Page) -> None:
    """Nothing shuts anybody out; at 200 % zoom and on a small phone nothing is too wide."""
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    for width, height in ((720, 450), (320, 640)):  # 1440x900 at 200 % is 720x450
        await page.set_viewport_size({"width": width, "height": height})
        assert await page.evaluate(TOO_WIDE) == []
    await page.set_viewport_size({"width": 1440, "height": 900})
