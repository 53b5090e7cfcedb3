"""An adviser's desk in a real browser, over the real routes and a real database."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from store.clock import SetClock
from tests.staff.conftest import CHOSEN, add, site
from tests.staff.desk.conftest import app, bus, undo_for
from web.access import Role

__all__ = ["add", "app", "bus", "site", "undo_for"]
OpenDesk = Callable[[Role, int, int], Awaitable[Page]]


@pytest.fixture
async def desk_at(
    app: web.Application,
    add: Callable[..., Awaitable[int]],
    clock: SetClock,
    browser: Browser,
) -> AsyncIterator[OpenDesk]:
    """Sign somebody in at a desk, in a browser whose clock is the service's."""
    server = TestServer(app)
    await server.start_server()

    async def desk(role: Role, width: int, height: int) -> Page:
        await add(role)
        context = await browser.new_context(viewport={"width": width, "height": height})
        page = await context.new_page()
        await page.clock.install(time=clock.now())
        await page.goto(str(server.make_url("/staff/sign-in")))
        await page.get_by_label("E-mail").fill(f"{role}@example.org")
        await page.get_by_label("Password").fill(CHOSEN)
        await page.keyboard.press("Enter")
        await expect(page.locator("#queue")).to_be_visible()
        await expect(page.locator("html.live")).to_be_attached()
        return page

    yield desk
    for context in browser.contexts:  # an open desk would hold the server up
        await context.close()
    await server.close()
