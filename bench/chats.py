"""So many chats open in one process: what each costs in memory and while idle, and what turns then take.

`python -m bench.chats --data var` opens 2,000 chats that have each said something, measures the process while
they only stay open, then talks over more sockets and texts through the webhook beside them; and does the
same with the bare aiohttp server of `bench.floor`, in the same run.
"""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import click
from aiohttp import ClientSession, ClientTimeout, ClientWebSocketResponse, TCPConnector

from bench import process
from bench.account import open_company
from bench.load import Load, through_the_socket, through_the_webhook
from bench.process import Measured
from bench.said import TURNS, conversations

_OPENING = 50
_IN_FLIGHT = 32
_FIRST_WORDS = "thanks"


@dataclass(frozen=True)
class Found:
    """What one process needed: kilobytes a chat, share of a core for all while idle, and the turns."""

    what: str
    kilobytes: float
    idle_percent: float
    socket: Load
    webhook: Load


@asynccontextmanager
async def _open_chats(measured: Measured, chats: int) -> AsyncIterator[None]:
    """Chats that have said something and stay open, read as a page would."""
    origin = f"http://127.0.0.1:{measured.port}"
    sockets: list[ClientWebSocketResponse] = []
    connector = TCPConnector(limit=0)
    async with ClientSession(connector=connector, timeout=ClientTimeout(120)) as http:

        async def open_one() -> ClientWebSocketResponse:
            socket = await http.ws_connect(f"{origin}/chat/socket", headers={"Origin": origin})
            await socket.send_str('{"type": "hello", "after": 0}')
            await socket.receive_str()
            await socket.send_json({"type": "send", "id": uuid4().hex, "text": _FIRST_WORDS})
            while json.loads(await socket.receive_str()).get("author") != "bot":
                pass
            return socket

        for begun in range(0, chats, _OPENING):
            many = min(_OPENING, chats - begun)
            sockets += await asyncio.gather(*(open_one() for _ in range(many)))
        reading = [asyncio.create_task(_read(socket)) for socket in sockets]
        yield
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        await asyncio.gather(*(socket.close() for socket in sockets))


async def _read(socket: ClientWebSocketResponse) -> None:
    async for _frame in socket:
        pass


async def _measure(
    what: str,
    opened: AbstractAsyncContextManager[Measured],
    *,
    chats: int,
    turns: int,
    idle_seconds: float,
) -> Found:
    scripts = list(islice(conversations(), max(turns // TURNS, 1)))
    async with opened as measured:
        await measured.listens()
        await through_the_socket(measured, scripts[:_IN_FLIGHT], _IN_FLIGHT)  # all is loaded now
        before = measured.memory_mb()
        async with _open_chats(measured, chats):
            kilobytes = 1024 * (measured.memory_mb() - before) / chats
            cpu, begun = measured.cpu_seconds, time.perf_counter()
            await asyncio.sleep(idle_seconds)
            idle = (measured.cpu_seconds - cpu) / (time.perf_counter() - begun)
            socket = await through_the_socket(measured, scripts, _IN_FLIGHT)
            webhook = await through_the_webhook(measured, scripts, _IN_FLIGHT)
        return Found(what, kilobytes, 100 * idle, socket, webhook)


async def _all(
    data: Path, folder: Path, *, chats: int, turns: int, idle_seconds: float
) -> list[Found]:
    settings = {"log_level": "error"}
    process.copy_data(data, folder)
    await process.set_up(folder, settings)
    plan = {"chats": chats, "turns": turns, "idle_seconds": idle_seconds}
    async with open_company() as company:
        service = process.service(folder, settings, carrier=company.address)
        return [
            await _measure("service", service, **plan),  # type: ignore[arg-type]
            await _measure("floor", process.floor(folder), **plan),  # type: ignore[arg-type]
        ]


def _table(found: Sequence[Found]) -> str:
    lines = [
        "| what | kB a chat | idle, % of a core | way in | turns a second | p50 ms | p99 ms |",
        "|---|---:|---:|---|---:|---:|---:|",
    ]
    for each in found:
        for way, load in (("socket", each.socket), ("webhook", each.webhook)):
            lines.append(
                f"| {each.what} | {each.kilobytes:.0f} | {each.idle_percent:.1f} | {way} "
                f"| {load.a_second:.0f} | {load.percentile(0.5):.0f} | {load.percentile(0.99):.0f} |"
            )
    return "\n".join(lines)


@click.command()
@click.option("--data", default="var", type=click.Path(path_type=Path), help="Prepared data.")
@click.option("--chats", default=2000, show_default=True, help="Chats that stay open.")
@click.option("--turns", default=480, show_default=True, help="Turns each way meanwhile.")
@click.option(
    "--idle-seconds", default=60.0, show_default=True, help="How long to watch them idle."
)
def chats(data: Path, chats: int, turns: int, idle_seconds: float) -> None:
    """Measure many open chats in one process, beside the floor."""
    before = os.getloadavg()[0]
    with TemporaryDirectory(prefix="bench-") as made:
        found = asyncio.run(
            _all(data, Path(made).resolve(), chats=chats, turns=turns, idle_seconds=idle_seconds)
        )
    print(
        f"{chats} open chats, {os.cpu_count()} cores, load of the machine before and after "
        f"{before:.1f} and {os.getloadavg()[0]:.1f}\n\n{_table(found)}"
    )


if __name__ == "__main__":
    chats()
