"""Counting for a short while, in memory or in Redis and never on a disk: how often, not who or what."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from store.clock import Clock

log = structlog.get_logger()
_SWEPT_AT = 10_000
"""How many keys are held before those that have ended are looked for."""

ANSWERS_WITHIN = 0.5
"""Seconds that Redis may take: no message waits longer for a count."""


class Counts(Protocol):
    """Counters that end by themselves. Keys are hashes: what they stand for is known to the asker."""

    async def add(self, key: str, lasts: timedelta) -> int:
        """Count one more under this key, which is forgotten so long after its first; how many that makes.

        Never raises.
        """

    async def close(self) -> None:
        """Let go of what it holds."""


class LocalCounts:
    """Counters of this process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[str, tuple[int, datetime]] = {}

    async def add(self, key: str, lasts: timedelta) -> int:
        """Count one more."""
        now = self._clock.now()
        count, ends = self._held.get(key, (0, now))
        if ends <= now:
            count, ends = 0, now + lasts
        self._held[key] = (count + 1, ends)
        if len(self._held) > _SWEPT_AT:
            self._held = {key: held for key, held in self._held.items() if held[1] > now}
        return count + 1

    async def close(self) -> None:
        """Forget all."""
        self._held.clear()


class RedisCounts:
    """Counters that all replicas share. Where Redis does not answer, each counts for itself."""

    def __init__(self, url: str, clock: Clock) -> None:
        from redis import asyncio as redis_asyncio  # noqa: PLC0415  a service without it starts sooner

        self._redis = redis_asyncio.from_url(url)
        self._alone = LocalCounts(clock)

    async def add(self, key: str, lasts: timedelta) -> int:
        """Count one more."""
        from redis.exceptions import RedisError  # noqa: PLC0415

        alone = await self._alone.add(key, lasts)
        try:
            async with asyncio.timeout(ANSWERS_WITHIN), self._redis.pipeline() as together:
                together.incr(f"connexions:{key}")
                together.expire(f"connexions:{key}", lasts, nx=True)
                count, _ = await together.execute()
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("counts.alone", error=type(error).__name__)
            return alone
        return int(count)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._redis.aclose()
        await self._alone.close()


def open_counts(url: str | None, clock: Clock) -> Counts:
    """The counters at a Redis address, or this process's own where there is none."""
    return RedisCounts(url, clock) if url else LocalCounts(clock)
