"""The people of the story at their browsers."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright, expect

from tests.story.running import RunningService

PASSWORD = "three unrelated garden words"
_PATIENCE_MS = 60_000
_SIZES = {"phone": (360, 640), "desktop": (1440, 900)}
_QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    # The made-up school's page may load from this machine, as it could from our host.
    "--disable-features=LocalNetworkAccessChecks",
)


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A browser that asks nothing of anybody but the service."""
    expect.set_options(timeout=_PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=list(_QUIET)
        )
        yield browser
        await browser.close()


async def new_page(browser: Browser, size: str) -> Page:
    """A page in a browser of its own, on a phone or at a desk; the neutral site is kept away."""
    width, height = _SIZES[size]
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", timezone_id="Europe/London"
    )
    context.set_default_timeout(_PATIENCE_MS)
    await context.route(
        "https://www.bbc.co.uk/**",
        lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"),
    )
    return await context.new_page()


@dataclass
class YoungPerson:
    """Somebody with the chat open."""

    page: Page

    async def says(self, text: str) -> None:
        """Type and send; come back when it is stored."""
        await self.page.get_by_label("Your message").fill(text)
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator(".own .state").last).to_have_text("Sent")

    async def is_told(self, words: str) -> None:
        """Wait for words in the newest reply."""
        await expect(self.page.locator(".message:not(.own)").last).to_contain_text(words)

    async def messages(self) -> list[str]:
        """All messages on the screen, in order."""
        return await self.page.locator(".message .body").all_inner_texts()


@dataclass
class Member:
    """A member of staff, signed in."""

    page: Page

    async def opens_case_first_in_line(self) -> None:
        """Open the case at the top of the queue."""
        await self.page.locator("#queue .row").first.click()

    async def replies(self, text: str) -> None:
        """Write to the young person."""
        await self.page.locator("#reply-text").fill(text)
        await self.page.get_by_role("button", name="Send", exact=True).click()


async def young_person(
    browser: Browser, service: RunningService, size: str = "phone"
) -> YoungPerson:
    """Open the chat."""
    page = await new_page(browser, size)
    await page.goto(service.url)
    return YoungPerson(page)


async def member(browser: Browser, service: RunningService, role: str) -> Member:
    """Sign in for the first time: the one-time password is changed on the way."""
    page = await new_page(browser, "desktop")
    given = service.one_time_password(role)
    await page.goto(f"{service.url}/staff")
    await page.get_by_label("E-mail").fill(f"{role}@example.org")
    await page.get_by_label("Password").fill(given)
    await picture(page, f"{role}-signs-in")
    await page.get_by_role("button", name="Sign in").click()
    await page.get_by_label("Password you have now").fill(given)
    await page.get_by_label("New password", exact=True).fill(PASSWORD)
    await page.get_by_label("New password again").fill(PASSWORD)
    await picture(page, f"{role}-chooses-a-password")
    await page.get_by_role("button", name="Keep the new password").click()
    return Member(page)


async def picture(page: Page, name: str) -> None:
    """Keep what it looks like on a phone and at a desk, where STORY_PICTURES names a folder."""
    folder = os.environ.get("STORY_PICTURES")
    if not folder:
        return
    before = page.viewport_size
    for size, (width, height) in _SIZES.items():
        await page.set_viewport_size({"width": width, "height": height})
        await page.screenshot(path=Path(folder) / f"{name}-{size}.png")
    if before:
        await page.set_viewport_size(before)
