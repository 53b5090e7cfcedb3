"""Sends what advisers wrote once it can no longer be taken back, for as long as the service is up."""

import asyncio
import contextlib

import structlog

from app.service import Service
from handoff.telling import tell_of_words
from handoff.unsent import next_due, send_due
from store.bus import Event

log = structlog.get_logger()
LOOK_SECONDS = 15.0
"""How often it looks when nothing is known to wait: for what a process that died has left."""


class UnsentReplies:
    """Any number may run at once: whoever is first sends."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._wake = asyncio.Event()

    async def look(self) -> float:
        """Send what is due; the seconds until there is something to look for again."""
        database, now = self._service.database, self._service.clock.now()
        due = await database.read(next_due)
        if due is None or due > now:
            return LOOK_SECONDS if due is None else min(LOOK_SECONDS, (due - now).total_seconds())
        for sent in await database.write(send_due, now):
            await tell_of_words(self._service.bus, sent)
        await self._service.bus.publish(Event("queue"))
        return 0.0

    async def keep(self) -> None:
        """Look again and again. A failure is logged, and what waits is not lost."""
        heard = self._service.bus.subscriptions.listening("unsent", lambda _: self._wake.set())
        with heard:
            while True:
                self._wake.clear()
                seconds = LOOK_SECONDS
                try:
                    seconds = await self.look()
                except Exception as error:
                    log.error("unsent.failed", error=type(error).__name__)  # noqa: TRY400
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), seconds)
