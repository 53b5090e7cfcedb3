"""The chat in real browsers: a page over a real server whose answers a test decides."""

import asyncio
from asyncio import Runner
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, Route, WebSocketRoute

from channels.messages import InboundMessage
from store.conversations import NewMessage
from tests.channels.web.conftest import (  # noqa: F401 - fixtures
    StoringIntake,
    bus,
    chat_app,
    intake,
    proxies,
)
from tests.story.browsing import open_browser

SAFETY = "If you could be badly hurt today, call 999 now.\n\nWe believe you.\n\nAre you safe?"
ANSWER = (
    "You may be able to get EMA in Wales.\n\n- You must be 16 to 18.\n\n**Next step:** Ask college."
)
Open = Callable[..., Awaitable[Page]]
"""Opens a page of the chat in a browser of its own."""
Sockets = Callable[[WebSocketRoute], Any]
"""What the network does with a socket."""


def usual_answers(message: InboundMessage) -> list[NewMessage]:
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
    intake.answers = usual_answers
    server = TestServer(chat_app)
    await server.start_server()
    yield str(server.make_url("/"))
    await server.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One Chromium for all tests here: to start one takes as long as most of them."""
    async with open_browser() as opened:
        yield opened


@pytest.fixture(name="_function_scoped_runner")
def one_loop(_session_scoped_runner: Runner, chromium: Browser) -> Iterator[Runner]:
    """All tests here run in the event loop that their browser lives in, in the place of a loop each.

    pytest-asyncio asks for a test's loop by this name (1.5; locked). Were the name another, the first
    page would say that it belongs to a different loop. What a test leaves running ends with it, as it
    would with a loop of its own.
    """
    loop = _session_scoped_runner.get_loop()
    before = asyncio.all_tasks(loop)
    yield _session_scoped_runner
    left = asyncio.all_tasks(loop) - before
    for task in left:
        task.cancel()
    _session_scoped_runner.run(_ended(left))


async def _ended(tasks: set[asyncio.Task[object]]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def browser(chromium: Browser) -> AsyncIterator[Browser]:
    """The browser, in which nobody has been yet and of which nothing is left afterwards."""
    yield chromium
    for context in chromium.contexts:
        await context.close()


@pytest.fixture
async def visit(address: str, browser: Browser) -> Open:
    """Open the chat as a phone does, or as the test says; the neutral site is kept away.

    `sockets` is what the network does with every socket, from the first one on.
    """

    async def opened(path: str = "", sockets: Sockets | None = None, **more: Any) -> Page:
        settings = {"viewport": {"width": 360, "height": 640}, "locale": "en-GB", **more}
        page = await (await browser.new_context(**settings)).new_page()
        if sockets:
            await page.context.route_web_socket("**/chat/socket", sockets)
        page.set_default_timeout(10_000)
        await page.context.route(
            "https://www.bbc.co.uk/**",
            lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"),
        )
        await page.goto(address + path)
        return page

    return opened


async def say(page: Page, text: str, label: str = "Your message") -> None:
    """Type and send, as a phone's keyboard does."""
    await page.get_by_label(label).fill(text)
    await page.keyboard.press("Enter")


async def hold_scripts(page: Page) -> asyncio.Event:
    """A slow line: no module arrives until the event is set."""
    arrive = asyncio.Event()

    async def late(route: Route) -> None:
        await arrive.wait()
        await route.continue_()

    for script in ("chat.js", "plain.js"):
        await page.route(f"**/{script}", late)
    return arrive
