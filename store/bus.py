"""The bus: how one part (or process) tells the others that something changed.

An event says where to look, never what was said: no personal text leaves the database this way.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog
from redis import asyncio as redis_asyncio
from redis.exceptions import RedisError

log = structlog.get_logger()
_CHANNEL = "connexions"
_RETRY_SECONDS = 1.0


@dataclass(frozen=True)
class Event:
    """Something changed: the topic and the ids needed to look it up."""

    topic: str
    ids: dict[str, Any] = field(default_factory=dict)


Handler = Callable[[Event], None]


class Subscriptions:
    """Who listens to which topic in this process. Handlers are quick and never wait."""

    def __init__(self) -> None:
        self._handlers: dict[str, list[Handler]] = {}

    @contextmanager
    def listening(self, topic: str, handler: Handler) -> Any:
        """Hear a topic for as long as the block lasts."""
        self._handlers.setdefault(topic, []).append(handler)
        try:
            yield
        finally:
            self._handlers[topic].remove(handler)

    def topics(self) -> set[str]:
        """The topics that somebody in this process has asked for."""
        return set(self._handlers)

    def tell(self, event: Event) -> None:
        """Hand an event to all who listen; one that fails does not silence the others."""
        for handler in list(self._handlers.get(event.topic, ())):
            try:
                handler(event)
            except Exception:
                log.exception("bus.handler_failed", topic=event.topic)


class Bus(Protocol):
    """Carries events to every process of the service."""

    subscriptions: Subscriptions

    async def publish(self, event: Event) -> None:
        """Tell everyone. Never raises: what changed is already stored, and pages look again anyway."""

    async def ping(self) -> None:
        """Raise if the bus does not answer."""

    async def close(self) -> None:
        """Stop listening."""


class LocalBus:
    """The bus of a service that is one process."""

    def __init__(self) -> None:
        self.subscriptions = Subscriptions()

    async def publish(self, event: Event) -> None:
        """Tell everyone in this process."""
        self.subscriptions.tell(event)

    async def ping(self) -> None:
        """A process always reaches itself."""

    async def close(self) -> None:
        """Nothing to stop."""


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


async def open_bus(url: str | None) -> Bus:
    """The bus at a Redis URL, or the in-process one when there is none."""
    if not url:
        return LocalBus()
    bus = RedisBus(url)
    await bus.start()
    return bus
