"""The chat in real browsers: a page over a real server whose answers a test decides."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright

from channels.messages import InboundMessage
from store.conversations import NewMessage
from tests.channels.web.conftest import (  # noqa: F401 - fixtures
    StoringIntake,
    bus,
    chat_app,
    intake,
    proxies,
)

SAFETY = "If you could be badly hurt today, call 999 now.\n\nWe believe you.\n\nAre you safe?"
ANSWER = (
    "You may be able to get EMA in Wales.\n\n- You must be 16 to 18.\n\n**Next step:** Ask college."
)
Open = Callable[..., Awaitable[Page]]
"""Opens a page of the chat in a browser of its own."""


def _answers(message: InboundMessage) -> list[NewMessage]:
    if message.choice.startswith("helped:"):
        return [NewMessage("bot", "text", "Thank you for saying.")]
    if "scared" in message.text:
        contacts = {"contacts": ["emergency", "childline", "shout"]}
        return [
            NewMessage("bot", "safety", SAFETY, detail=contacts),
            NewMessage("bot", "handoff", "A person is coming."),
        ]
    if "ema" in message.text.lower():
        detail = {
            "choices": [{"label": "Working while you study", "value": "entry:ema/part-time-job"}],
            "sources": [{"name": "Student Finance Wales", "url": "https://www.example.org/ema"}],
            "checked": "2026-02-01",
        }
        return [NewMessage("bot", "answer", ANSWER, detail=detail, entry_id="ema/who", revision=2)]
    return [NewMessage("bot", "text", f"re: {message.text}")]


@pytest.fixture
async def address(
    chat_app: web.Application,  # noqa: F811
    intake: StoringIntake,  # noqa: F811
) -> AsyncIterator[str]:
    intake.answers = _answers
    server = TestServer(chat_app)
    await server.start_server()
    yield str(server.make_url("/"))
    await server.close()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            # The made-up school's page may load from this machine, as it could from our host.
            args=["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"],
        )
        yield opened
        await opened.close()


@pytest.fixture
async def visit(browser: Browser, address: str) -> Open:
    """Open the chat as a phone does, or as the test says; the neutral site is kept away."""

    async def opened(path: str = "", **more: Any) -> Page:
        settings = {"viewport": {"width": 360, "height": 640}, "locale": "en-GB", **more}
        page = await (await browser.new_context(**settings)).new_page()
        page.set_default_timeout(10_000)
        await page.context.route(
            "https://www.bbc.co.uk/**",
            lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"),
        )
        await page.goto(address + path)
        return page

    return opened


async def say(page: Page, text: str) -> None:
    """Type and send, as a phone's keyboard does."""
    await page.get_by_label("Your message").fill(text)
    await page.keyboard.press("Enter")
