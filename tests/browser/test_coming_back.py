"""Coming back in a real browser: with a code, on a kept device, by keyboard, and as axe sees it."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.conftest import Open, hold_scripts, say

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


async def _code(page: Page) -> str:
    """Ask for a code from the chat, as a young person finds the way to it."""
    await page.get_by_role("link", name="Reading help").click()
    await page.get_by_role("button", name="Give me a code to come back with").click()
    return await page.locator(".code").inner_text()


async def test_a_code_from_one_browser_opens_the_chat_in_another_that_had_its_own(
    visit: Open,
) -> None:
    mine, other = await visit(), await visit()
    await say(mine, "one")
    await expect(mine.locator(".body")).to_have_text(["one", "re: one"])
    await say(other, "not mine")
    await expect(other.locator(".body")).to_have_count(2)
    await other.get_by_role("link", name="Coming back").click()
    await other.get_by_label("Your code").fill((await _code(mine)).lower())
    await other.keyboard.press("Enter")
    await expect(other.locator(".body")).to_have_text(["one", "re: one"])
    await say(other, "two")
    await expect(other.locator(".own .state").last).to_have_text("Sent")


async def test_without_script_a_code_opens_the_chat_too(visit: Open) -> None:
    mine, other = await visit(), await visit(java_script_enabled=False)
    await say(mine, "one")
    await expect(mine.locator(".body")).to_have_count(2)
    await other.get_by_role("link", name="Coming back").click()
    await other.get_by_label("Your code").fill(await _code(mine))
    await other.get_by_role("button", name="Open my chat").click()
    await expect(other.get_by_role("status")).to_contain_text("open here again")
    await other.get_by_role("link", name="Go to the chat").click()
    await expect(other.locator(".body")).to_have_text(["one", "re: one"])


async def test_a_kept_chat_is_there_in_a_new_tab_until_it_is_left(
    visit: Open, address: str
) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".body")).to_have_count(2)
    await page.get_by_role("link", name="Coming back").click()
    await page.get_by_role("button", name="Keep my chat in this browser").click()
    await expect(page.get_by_role("status")).to_contain_text(
        "This chat opens in this browser until"
    )
    later = await page.context.new_page()
    await later.goto(address)
    await expect(later.locator(".body")).to_have_text(["one", "re: one"])
    await later.get_by_role("link", name="Leave quickly").click()
    await later.wait_for_url("https://www.bbc.co.uk/weather")
    after = await page.context.new_page()
    await after.goto(address)
    await expect(after.get_by_role("button", name="Courses")).to_be_visible()
    await expect(after.locator(".body")).to_have_count(0)


async def test_a_button_pressed_before_the_scripts_are_here_knows_the_chat_too(
    visit: Open, address: str
) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".body")).to_have_count(2)
    arrive = await hold_scripts(page)
    await page.goto(f"{address}back", wait_until="commit")
    await page.get_by_role("button", name="Give me a code").click(no_wait_after=True)
    arrive.set()
    await expect(page.locator(".code")).to_be_visible()


async def test_what_is_sent_before_the_scripts_are_here_is_answered_in_the_same_chat(
    visit: Open,
) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".body")).to_have_count(2)
    arrive = await hold_scripts(page)
    await page.reload(wait_until="commit")
    await page.get_by_label("Your message").fill("two")
    await page.get_by_role("button", name="Send").click(no_wait_after=True)
    await expect(page.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])
    arrive.set()
    await expect(page.locator("html.script")).to_be_attached()
    await say(page, "three")
    await expect(page.locator(".own .state").last).to_have_text("Sent")
    await expect(page.locator(".body")).to_have_text(
        ["one", "re: one", "two", "re: two", "three", "re: three"]
    )
    assert await page.context.cookies() == []


async def test_a_wrong_code_is_said_at_its_field_which_keeps_the_focus(visit: Open) -> None:
    page = await visit("back")
    await page.get_by_label("Your code").fill("nonsense")
    await page.keyboard.press("Enter")
    field = page.get_by_label("Your code")
    await expect(field).to_be_focused()
    await expect(field).to_have_accessible_description(
        "That code opens nothing. It may be used, too old, or typed differently. "
        "Try again, or start a new chat."
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_state_of_the_page_fits_a_small_phone_and_axe_finds_nothing(
    visit: Open, scheme: str
) -> None:
    page = await visit(color_scheme=scheme, viewport={"width": 320, "height": 568})
    await say(page, "one")
    await expect(page.locator(".body")).to_have_count(2)
    await _fits(page)
    await page.get_by_role("link", name="Coming back").click()
    await _fits(page)
    await page.get_by_role("button", name="Give me a code").click()
    await expect(page.locator(".code")).to_be_visible()
    await _fits(page)
    await page.get_by_label("Your code").fill("nonsense")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_be_visible()
    await _fits(page)


async def _fits(page: Page) -> None:
    assert not await page.evaluate(SIDEWAYS)
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
