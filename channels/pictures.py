"""Fetches the pictures that came with texts, beside everything else: no message ever waits for one."""

import asyncio
import contextlib
from dataclasses import dataclass
from typing import Literal, Protocol

import structlog
from prometheus_client import Counter
from sqlalchemy import Connection

from store import pictures
from store.bus import Bus, Event
from store.clock import Clock
from store.database import Database
from store.pictures import DuePicture

log = structlog.get_logger()

SHOWN_KINDS = ("image/jpeg", "image/png", "image/gif", "image/webp")
"""What a browser shows by itself and what holds nothing that could run."""

MOST_BYTES = 5_000_000
POLL_SECONDS = 15.0

FETCHED = Counter(
    "connexions_pictures_fetched", "Pictures that came with texts, by what became of them", ["what"]
)

Reason = Literal["kind", "size", "elsewhere", "gone", "unreachable"]


@dataclass(frozen=True)
class Got:
    """The picture, and the kind that its first bytes say it is."""

    kind: str
    content: bytes


@dataclass(frozen=True)
class Missed:
    """No picture, and why. `final`: trying again would not help."""

    reason: Reason
    final: bool = True


class Fetcher(Protocol):
    """Gets one picture from a carrier. Reads no more than `MOST_BYTES` of it."""

    async def fetch(self, picture: DuePicture) -> Got | Missed:
        """The picture, or why there is none."""


class Pictures:
    """Fetches what is due. Any number may run at once: each picture is one's for a while."""

    def __init__(self, database: Database, bus: Bus, clock: Clock, fetcher: Fetcher) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._fetcher = fetcher
        self._wake = asyncio.Event()

    async def look(self) -> int:
        """Fetch what is due now; how many that were."""
        due = await self._database.write(pictures.lease, self._clock.now())
        await asyncio.gather(*map(self._fetch, due))
        return len(due)

    async def keep(self) -> None:
        """Look again and again. A failure is logged, and what waits is not lost."""
        with self._bus.subscriptions.listening("pictures", lambda _event: self._wake.set()):
            while True:
                self._wake.clear()
                try:
                    while await self.look():
                        continue
                except Exception as error:
                    log.error("pictures.failed", error=type(error).__name__)  # noqa: TRY400
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)

    async def _fetch(self, picture: DuePicture) -> None:
        result = await self._fetched(picture)
        settled = await self._database.write(_note, picture, result, self._clock)
        what = "kept" if isinstance(result, Got) else result.reason
        FETCHED.labels(what).inc()
        if isinstance(result, Missed):
            log.warning("pictures.missed", picture=picture.id, reason=result.reason)
        if settled:
            await self._bus.publish(
                Event("conversation", {"conversation": picture.conversation_id})
            )

    async def _fetched(self, picture: DuePicture) -> Got | Missed:
        if picture.kind not in SHOWN_KINDS:
            return Missed("kind")
        try:
            return await self._fetcher.fetch(picture)
        except Exception as error:
            log.warning("pictures.broke", picture=picture.id, error=type(error).__name__)
            return Missed("unreachable", final=False)


def _note(tx: Connection, picture: DuePicture, result: Got | Missed, clock: Clock) -> bool:
    """Keep what became of it. False when it is tried again."""
    if isinstance(result, Got):
        pictures.keep(tx, picture.id, kind=result.kind, content=result.content)
        return True
    if result.final:
        pictures.lose(tx, picture.id, reason=result.reason)
        return True
    return pictures.try_later(tx, picture, reason=result.reason, now=clock.now())
