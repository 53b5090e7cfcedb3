"""The bus: how one part (or process) tells the others that something changed.

An event says where to look, never what was said: no personal text leaves the database this way.
"""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import structlog

log = structlog.get_logger()


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
