"""Leaving quickly, an idle shared computer, and sites that may not show the chat."""

import asyncio

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from store.bus import LocalBus
from tests.browser.conftest import Open, hold_scripts, say

WEATHER = "https://www.bbc.co.uk/weather"


async def _kept(page: Page) -> list[object]:
    """All that the site left in this browser."""
    kept: list[object] = await page.evaluate(
        """async () => [
            ...Object.entries(sessionStorage), ...Object.entries(localStorage),
            ...await caches.keys(), ...(await indexedDB.databases()), document.cookie,
        ].filter((each) => each !== "")"""
    )
    return kept + list(await page.context.cookies())


async def test_leaving_ends_the_session_and_leaves_nothing_in_the_browser(
    visit: Open, bus: LocalBus, address: str
) -> None:
    page = await visit()
    await say(page, "my secret")
    await expect(page.locator(".bot")).to_contain_text("re: my secret")
    left = asyncio.Event()
    with bus.subscriptions.listening("left", lambda _event: left.set()):
        await page.get_by_role("link", name="Leave quickly").click()
        await page.wait_for_url(WEATHER)
        await left.wait()
    await page.goto(address)
    assert await page.title() == "Chat"
    await expect(page.locator("#write")).to_be_visible()
    await expect(page.locator(".message")).to_have_count(0)
    await page.goto(f"{address}privacy")
    stored = [entry for entry in await _kept(page) if "secret" in str(entry)]
    assert stored == []


async def test_leaving_before_the_scripts_are_here_ends_the_session_too(
    visit: Open, bus: LocalBus, address: str
) -> None:
    page = await visit()
    await say(page, "my secret")
    await expect(page.locator(".bot")).to_contain_text("re: my secret")
    arrive = await hold_scripts(page)
    await page.reload(wait_until="commit")
    left = asyncio.Event()
    with bus.subscriptions.listening("left", lambda _event: left.set()):
        await page.get_by_role("link", name="Leave quickly").click(no_wait_after=True)
        await page.wait_for_url(WEATHER)
        await left.wait()
    arrive.set()
    await page.goto(f"{address}nothing-here")
    assert await _kept(page) == []


async def test_nothing_at_all_is_stored_after_leaving(visit: Open, address: str) -> None:
    page = await visit()
    await page.get_by_text("Reading help, saving").click()
    await page.get_by_label("Very large").check()
    await say(page, "one")
    await expect(page.locator(".own .state")).to_have_text("Sent")
    assert await _kept(page) != []
    await page.get_by_role("link", name="Leave quickly").click()
    await page.wait_for_url(WEATHER)
    # An address of ours that runs no script shows what lies in the browser, and adds nothing.
    await page.goto(f"{address}nothing-here")
    assert await _kept(page) == []


async def test_leaving_one_tab_takes_every_tab_of_ours_away(visit: Open) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    other = await page.context.new_page()
    await other.goto(page.url)
    await say(other, "another conversation")
    await expect(other.locator(".bot")).to_contain_text("re: another conversation")
    for _ in range(3):
        await other.keyboard.press("Shift")
    for tab in (page, other):
        await tab.wait_for_url(WEATHER)


async def _shared_computer(visit: Open) -> Page:
    page = await visit()
    await page.clock.install()
    await page.reload()
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    await page.get_by_text("Reading help, saving").click()
    await page.get_by_label("Other people use this computer too").check()
    return page


async def test_on_a_shared_computer_nobody_uses_the_chat_asks_and_goes_away(visit: Open) -> None:
    page = await _shared_computer(visit)
    await page.clock.fast_forward("04:50")
    await expect(page.locator("#idle")).to_be_hidden()
    await page.clock.run_for(20_000)
    await expect(page.get_by_role("button", name="I am still here")).to_be_focused()
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    await page.clock.run_for(70_000)
    await page.wait_for_url(WEATHER)


async def test_whoever_is_still_there_stays(visit: Open) -> None:
    page = await _shared_computer(visit)
    await page.clock.fast_forward("05:10")
    await page.clock.run_for(5_000)
    await page.get_by_role("button", name="I am still here").press("Enter")
    await expect(page.locator("#idle")).to_be_hidden()
    await page.clock.run_for(70_000)
    await expect(page.locator(".bot")).to_contain_text("re: one")


async def test_on_ones_own_phone_the_chat_waits(visit: Open) -> None:
    page = await visit()
    await page.clock.install()
    await page.reload()
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    await page.clock.fast_forward("02:00:00")
    await page.clock.run_for(10_000)
    await expect(page.locator("#idle")).to_be_hidden()
    await expect(page.locator(".bot")).to_contain_text("re: one")


HOSTILE = (
    "body *, connexions-chat { display: none !important; font-size: 1px !important; }"
    " iframe, button { visibility: hidden !important; }"
)


async def _on_a_site(page: Page, site: str, address: str) -> None:
    """Our script tag on somebody's page, whose styles and policy are as hostile as they come."""
    policy = f"default-src 'none'; script-src {address}; frame-src {address}; style-src 'self'"
    await page.context.route(
        f"{site}/**",
        lambda route: route.fulfill(
            body=HOSTILE
            if route.request.url.endswith(".css")
            else f'<!doctype html><link rel=stylesheet href="/all.css"><h1>School</h1>'
            f'<script src="{address}widget.js"></script>',
            content_type="text/css" if route.request.url.endswith(".css") else "text/html",
            headers={"Content-Security-Policy": policy},
        ),
    )
    await page.goto(f"{site}/help")


async def test_the_widget_works_under_a_hostile_style_sheet_and_a_strict_policy(
    visit: Open, address: str
) -> None:
    page = await visit()
    await _on_a_site(page, "https://school.example.org", address)
    button = page.get_by_role("button", name="Chat with us")
    await expect(button).to_be_visible()
    box = await button.bounding_box()
    assert box
    assert box["height"] >= 43.5
    await button.click()
    chat = page.frame_locator("connexions-chat iframe")
    await chat.get_by_label("Your message").fill("hi there")
    await page.keyboard.press("Enter")
    await expect(chat.locator(".bot")).to_contain_text("re: hi there")


async def test_on_a_site_that_is_not_in_the_list_there_is_no_chat(
    visit: Open, address: str
) -> None:
    page = await visit()
    await _on_a_site(page, "https://elsewhere.example.org", address)
    await expect(page.locator("h1")).to_be_attached()
    assert await page.evaluate("customElements.get('connexions-chat') === undefined")
    frames = "document.body.append(Object.assign(document.createElement('iframe'), {src: '%s'}))"
    await page.evaluate(frames % f"{address}chat/embedded")
    await page.wait_for_load_state("networkidle")
    shown = [await frame.content() for frame in page.frames]
    assert not any("Your message" in words for words in shown)


@pytest.mark.parametrize("path", ["", "privacy", "leave"])
async def test_titles_and_icons_are_plain(visit: Open, path: str) -> None:
    page = await visit(path)
    assert await page.title() in {"Chat", "Privacy", "About this page"}
    icon = await page.locator("link[rel=icon]").get_attribute("href")
    assert icon
    assert "connexions" not in icon.lower()
