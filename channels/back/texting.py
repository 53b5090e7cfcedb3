"""Codes on their way to phones. They go beside the outbox: late, a code is worth nothing, and no conversation
is begun with a phone that nobody has proven."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiohttp import web

log = structlog.get_logger()

SendText = Callable[[str, str], Awaitable[None]]
"""Hands one text for one number to the carrier; raises when it was not taken."""


class CodeTexts:
    """Sends codes in the background, so that how long a page takes says nothing about a number."""

    def __init__(self, send: SendText) -> None:
        self._send = send
        self._sending: set[asyncio.Task[None]] = set()

    def send(self, number: str, text: str) -> None:
        """Begin to send a text."""
        task = asyncio.create_task(self._try(number, text), name="code")
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def close(self) -> None:
        """Come back once all that was begun is done."""
        await asyncio.gather(*self._sending)

    async def _try(self, number: str, text: str) -> None:
        try:
            await self._send(number, text)
        except Exception as error:
            log.warning("code.not_sent", error=type(error).__name__)


CODE_TEXTS: web.AppKey[CodeTexts] = web.AppKey("code_texts", CodeTexts)
