"""The bus of many replicas, over Redis."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator

import structlog
from redis import asyncio as redis_asyncio
from redis.exceptions import RedisError

from store.bus import Event, Subscriptions

log = structlog.get_logger()
_CHANNEL = "connexions"
_RETRY_SECONDS = 1.0


class RedisBus:
    """The bus of many replicas, over Redis publish and subscribe. Reconnects by itself."""

    def __init__(self, url: str) -> None:
        self.subscriptions = Subscriptions()
        self._redis = redis_asyncio.from_url(
            url, socket_connect_timeout=2, health_check_interval=15
        )
        self._listener: asyncio.Task[None] | None = None
        self._joined = asyncio.Event()

    async def start(self) -> None:
        """Listen, and come back once the subscription stands (or 5 s have gone by)."""
        self._listener = asyncio.create_task(self._listen(), name="bus")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._joined.wait(), 5)

    async def publish(self, event: Event) -> None:
        """Tell every process; when Redis is gone, at least this one."""
        try:
            await self._redis.publish(
                _CHANNEL, json.dumps({"topic": event.topic, "ids": event.ids})
            )
        except RedisError as error:
            log.warning("bus.publish_failed", topic=event.topic, error=type(error).__name__)
            self.subscriptions.tell(event)

    async def ping(self) -> None:
        """Raise if Redis does not answer."""
        await self._redis.ping()

    async def close(self) -> None:
        """Stop listening and let go of the connections."""
        if self._listener:
            self._listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listener
        await self._redis.aclose()

    async def _listen(self) -> None:
        while True:
            try:
                async for event in self._events():
                    self.subscriptions.tell(event)
            except (RedisError, OSError, ValueError, KeyError, TypeError) as error:
                log.warning("bus.lost", error=type(error).__name__)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _events(self) -> AsyncIterator[Event]:
        async with self._redis.pubsub() as subscription:
            await subscription.subscribe(_CHANNEL)
            self._joined.set()
            # What changed while we were away is unknown, so everyone looks again.
            for topic in self.subscriptions.topics():
                yield Event(topic)
            async for heard in subscription.listen():
                if heard["type"] == "message":
                    body = json.loads(heard["data"])
                    yield Event(body["topic"], body["ids"])
