"""The telephone company of a measured service: takes every text at once, and counts them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

from aiohttp import web

from channels.sms.settings import SmsSettings
from channels.sms.stand_in_texts import Text, told

ACCOUNT = SmsSettings("AC" + "0" * 32, "only for measuring", "+447700900999")
_PATH = f"/2010-04-01/Accounts/{ACCOUNT.account_sid}/Messages.json"


class Company:
    """Where the service sends its texts. `taken` is how many it has sent."""

    def __init__(self) -> None:
        self.address = ""
        self.taken = 0
        self._more = asyncio.Event()

    async def has_taken(self, texts: int) -> None:
        """Come back when it has taken so many texts."""
        while self.taken < texts:
            self._more.clear()
            await self._more.wait()

    async def take(self, request: web.Request) -> web.Response:
        """Take a text, as the company's interface does."""
        form = await request.post()
        self.taken += 1
        self._more.set()
        now = datetime.now(UTC)
        text = Text(f"SM{uuid4().hex}", str(form["To"]), str(form["Body"]), now, False, "queued")
        return web.json_response(told(text, ACCOUNT), status=201)


@asynccontextmanager
async def open_company() -> AsyncIterator[Company]:
    """Open for business for as long as the block lasts."""
    company = Company()
    app = web.Application()
    app.router.add_post(_PATH, company.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    company.address = "http://{}:{}".format(*runner.addresses[0])
    try:
        yield company
    finally:
        await runner.cleanup()
