"""What a chat needs of the rest of the service."""

from dataclasses import dataclass
from typing import Protocol

from channels.messages import InboundMessage, Received
from channels.web.protocol import Line
from content.live import LiveLibrary
from handoff.hours import Hours
from handoff.hours_words import say_back, say_week
from store.bus import Bus
from store.clock import Clock, in_london
from store.database import Database
from store.encryption import Vault


class WayIn(Protocol):
    """Takes one message in: stored, checked for danger and answered when it returns."""

    async def receive(self, message: InboundMessage) -> Received:
        """Take the message in; raise when it could not be stored."""


@dataclass(frozen=True)
class ChatServices:
    """The same for every socket of this process."""

    database: Database
    bus: Bus
    clock: Clock
    vault: Vault
    library: LiveLibrary
    intake: WayIn
    hours: Hours

    def line(self, place: int | None, language: str) -> Line:
        """A place in the line as it is told, with when advisers are back if they are away."""
        now, hours = self.clock.now(), self.hours.of("web")
        if hours.is_open(now):
            return Line(place=place, open=True, when="")
        return Line(place=place, open=False, when=say_back(hours, now, language))

    def advisers_here(self, language: str) -> str:
        """The week in force today, in everyday words."""
        return say_week(self.hours.of("web"), in_london(self.clock.now()).date(), language)
