"""How soon the chat can be used on a slow line: a real browser, a phone's screen, Chromium's own slow 3G.

`python -m bench.page --url http://localhost:8080/` prints a table. Slow 3G is what WebPageTest calls so: 400
kilobits a second both ways and 400 ms there and back. Chromium counts that for each request, and nothing for
opening the connection; over TLS two more of these 400 ms come before all of it, the first time.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import click
from playwright.async_api import Browser, CDPSession, async_playwright

_BYTES_A_SECOND = 400_000 / 8
_THERE_AND_BACK_MS = 400
_MARKS = """() => new Promise((told) => {
    const since = () => Math.round(performance.now());
    const marks = { seen: null, written: null, scripted: null };
    const look = () => {
        const painted = performance.getEntriesByName("first-contentful-paint")[0];
        if (painted) marks.seen ??= Math.round(painted.startTime);
        const box = document.getElementById("box");
        if (painted && box) marks.written ??= since();
        if (document.documentElement.classList.contains("script")) marks.scripted ??= since();
        if (Object.values(marks).includes(null)) requestAnimationFrame(look);
        else told(marks);
    };
    look();
})"""


@dataclass(frozen=True)
class Visit:
    """One visit: milliseconds from the request until each was so, and the bytes that came over the line."""

    seen: int
    written: int
    scripted: int
    kilobytes: float


async def _visit(browser: Browser, url: str, *, slow: bool) -> Visit:
    context = await browser.new_context(viewport={"width": 360, "height": 640})
    page = await context.new_page()
    line = await context.new_cdp_session(page)
    await line.send("Network.enable")
    if slow:
        await line.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": _THERE_AND_BACK_MS,
                "downloadThroughput": _BYTES_A_SECOND,
                "uploadThroughput": _BYTES_A_SECOND,
            },
        )
    came = _counted(line)
    await page.goto(url, wait_until="commit", timeout=60_000)
    marks = await page.evaluate(_MARKS)
    visit = Visit(marks["seen"], marks["written"], marks["scripted"], sum(came) / 1000)
    await context.close()
    return visit


def _counted(line: CDPSession) -> list[float]:
    """The sizes of what comes over the line, as it comes."""
    came: list[float] = []
    line.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    return came


async def _visits(url: str, times: int, *, slow: bool) -> list[Visit]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        try:
            return [await _visit(browser, url, slow=slow) for _ in range(times)]
        finally:
            await browser.close()


def _row(line: str, visits: Sequence[Visit]) -> str:
    middle = [
        median(getattr(visit, what) for visit in visits) for what in ("seen", "written", "scripted")
    ]
    kilobytes = median(visit.kilobytes for visit in visits)
    return f"| {line} | {' | '.join(f'{each:.0f}' for each in middle)} | {kilobytes:.1f} |"


@click.command()
@click.option("--url", default="http://localhost:8080/", show_default=True, help="The chat.")
@click.option("--times", default=5, show_default=True, help="Visits with nothing kept, each way.")
def page(url: str, times: int) -> None:
    """Measure first visits to the chat, on slow 3G and without a slow line beside it."""
    print(
        "| line | seen ms | can be written in ms | script runs ms | kB |\n|---|---:|---:|---:|---:|"
    )
    for name, slow in (("slow 3G", True), ("this machine", False)):
        print(_row(name, asyncio.run(_visits(url, times, slow=slow))))


if __name__ == "__main__":
    page()
