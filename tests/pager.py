"""A service that takes alerts, on the loopback: what stands for e-mail, SMS, Teams and the rest."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

_ALERT_SECONDS = 120


@dataclass
class Pager:
    """A service that takes alerts, or does not."""

    url: str = ""
    got: list[dict[str, str]] = field(default_factory=list)
    fine: bool = True
    tried: asyncio.Event = field(default_factory=asyncio.Event)
    fresh: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.tried.set()
        if not self.fine:
            return web.Response(status=500)
        self.got.append(json.loads(await request.text()))
        self.fresh.set()
        return web.Response()

    async def asked(self) -> None:
        """Come back once somebody has tried to send it an alert, taken or not."""
        async with asyncio.timeout(_ALERT_SECONDS):
            await self.tried.wait()

    async def until(self, count: int) -> None:
        """Come back once so many alerts were taken."""
        async with asyncio.timeout(_ALERT_SECONDS):
            while len(self.got) < count:
                self.fresh.clear()
                await self.fresh.wait()

    async def until_titled(self, title: str) -> dict[str, str]:
        """Come back with the first alert of this title, whatever else came before it."""
        async with asyncio.timeout(_ALERT_SECONDS):
            while title not in self.titles:
                self.fresh.clear()
                await self.fresh.wait()
        return self.got[self.titles.index(title)]

    @property
    def titles(self) -> list[str]:
        return [each["title"] for each in self.got]


@asynccontextmanager
async def listening() -> AsyncIterator[Pager]:
    pager = Pager()
    app = web.Application()
    app.router.add_post("/{tail:.*}", pager.take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    pager.url = f"json://{host}:{port}/a-secret-token"
    try:
        yield pager
    finally:
        await runner.cleanup()
