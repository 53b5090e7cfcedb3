"""How long an adviser waits for the desk, with few open cases and with many.

`python -m bench.desk` prints a table and ends by itself: the desk as it is served, on a new SQLite file,
asked over HTTP and clicked at in Chromium. The columns are the same clicks with 5 and with 500 open
cases, so that their ratio says more than the machine of the day does.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import cast

import click
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Page, async_playwright

from bench.desk_cases import MESSAGES, TARGETS, WORDS, change_the_first, fill, staff
from content.library import Library
from content.live import LiveLibrary
from staff.desk.events import prepare_desk
from staff.desk.routes import desk_routes
from staff.gate import STAFF_GATE
from staff.pages import FOLDER
from staff.routes import staff_routes
from staff.sessions import open_session
from store.bus import Event, LocalBus
from store.clock import SystemClock
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.migrate import migrate
from web.application import new_application
from web.keys import LIBRARY, Site

Taken = Mapping[str, float]
CLICKED = """async (number) => {
  const rows = document.querySelectorAll("#queue [data-case]");
  const row = rows[number % rows.length];
  const begun = performance.now();
  row.click();
  const asked = row.dataset.case;
  while (!document.getElementById("title").textContent.includes(`Case ${asked} `))
    await new Promise(requestAnimationFrame);
  return performance.now() - begun;
}"""
CHANGED = """() => new Promise((done) => {
  new MutationObserver((_, watch) => { watch.disconnect(); done(); })
    .observe(document.getElementById("queue"), { childList: true });
  document.documentElement.dataset.watching = "yes";
})"""


@asynccontextmanager
async def open_desk(folder: Path, cases: int) -> AsyncIterator[tuple[Database, LocalBus, str, str]]:
    """A desk with so many open cases: its database, bus and address, and a signed-in cookie."""
    vault = Vault([new_key()])
    database = open_database(f"sqlite:///{folder / f'{cases}.db'}", vault)
    await database.write(migrate)
    clock, bus = SystemClock(), LocalBus()
    me = await database.write(staff, clock.now())
    await database.write(fill, cases, clock.now())
    token = await database.write(open_session, me, clock.now())
    app = new_application(
        site=Site("http://127.0.0.1", demo=True, cookie_secure=False),
        database=database,
        bus=bus,
        clock=clock,
        vault=vault,
        gate=STAFF_GATE,
        routes=[*staff_routes(), *desk_routes()],
        folders=[FOLDER],
    )
    library = Library(entries={}, rates={}, directory={}, safety={}, words=WORDS)
    app[LIBRARY] = cast(LiveLibrary, SimpleNamespace(current=library))
    prepare_desk(app, TARGETS)
    async with _serving(app) as address:
        yield database, bus, address, token
    await database.close()


async def measure(folder: Path, cases: int, times: int) -> Taken:
    """The median milliseconds of each kind of click."""
    async with AsyncExitStack() as closing:
        database, bus, address, token = await closing.enter_async_context(open_desk(folder, cases))
        playwright = await closing.enter_async_context(async_playwright())
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        closing.push_async_callback(browser.close)
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        await context.add_cookies([{"name": "staff", "value": token, "url": address}])
        page = await context.new_page()
        taken: dict[str, float] = {}

        async def asked(path: str) -> None:
            answer = await context.request.get(
                f"{address}{path}", headers={"Accept": "application/json"}
            )
            assert answer.ok, path

        taken["the queue, asked for"] = await _median(times, lambda: asked("/staff/desk/queue"))
        taken["a case, asked for"] = await _median(times, lambda: asked("/staff/desk/cases/1"))
        taken["the whole page, asked for"] = await _median(times, lambda: asked("/staff/desk"))
        await page.goto(f"{address}/staff/desk")
        await page.locator("html.live").wait_for()
        taken["a click on a case, until it is shown"] = await _clicks(page, times)
        changes = [await _change(page, database, bus) for _ in range(max(3, times // 4))]
        taken["a change of the queue, until it is shown"] = median(changes)
        return taken


async def _clicks(page: Page, times: int) -> float:
    taken: list[float] = [await page.evaluate(CLICKED, each) for each in range(1, times + 1)]
    return median(taken)


async def _change(page: Page, database: Database, bus: LocalBus) -> float:
    """Something happens to the case at the top, and the open desk hears of it."""
    await page.evaluate("delete document.documentElement.dataset.watching")
    waiting = asyncio.create_task(page.evaluate(CHANGED))
    await page.wait_for_selector("html[data-watching]")
    await database.write(change_the_first)
    begun = time.perf_counter()
    await bus.publish(Event("queue"))
    await waiting
    return 1000 * (time.perf_counter() - begun)


async def _median(times: int, deed: Callable[[], Awaitable[None]]) -> float:
    await deed()
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        await deed()
        taken.append(1000 * (time.perf_counter() - begun))
    return median(taken)


@asynccontextmanager
async def _serving(app: web.Application) -> AsyncIterator[str]:
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("")).rstrip("/")
    finally:
        await server.close()


@click.command()
@click.option("--few", default=5, show_default=True, help="open cases to compare with")
@click.option("--many", default=500, show_default=True, help="open cases to measure")
@click.option("--times", default=20, show_default=True, help="clicks of each kind")
def main(few: int, many: int, times: int) -> None:
    """Print the table."""

    async def run() -> tuple[Taken, Taken]:
        with TemporaryDirectory() as folder:
            return (
                await measure(Path(folder), few, times),
                await measure(Path(folder), many, times),
            )

    with_few, with_many = asyncio.run(run())
    print(f"| median ms ({MESSAGES} messages a case) | {few} cases | {many} cases | ratio |")
    print("|---|---:|---:|---:|")
    for what, taken in with_many.items():
        ratio = taken / with_few[what]
        print(f"| {what} | {with_few[what]:.1f} | {taken:.1f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
