"""What the desk shows of the clock: on which channels nobody is expected now, and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from content.opening.spans import CHANNELS
from handoff.hours import Hours
from handoff.hours_words import say_back
from handoff.night import QuietHours
from handoff.targets import ServiceTargets

TARGETS: web.AppKey[ServiceTargets] = web.AppKey("targets")
"""The hours and the service targets that the way in goes by."""
NIGHT: web.AppKey[QuietHours | None] = web.AppKey("night")
"""The quiet hours that the way out goes by; none where texts may go at any hour."""


@dataclass(frozen=True)
class Shut:
    """A channel that is closed now (no name: all of them), and when it opens again."""

    channel: str
    back: str


def shut_now(hours: Hours, now: datetime) -> Sequence[Shut]:
    """The channels that are closed at this moment; as one where they share their hours."""
    if not hours.own:
        return [] if hours.usual.is_open(now) else [Shut("", say_back(hours.usual, now))]
    return [
        Shut(channel, say_back(hours.of(channel), now))
        for channel in CHANNELS
        if not hours.of(channel).is_open(now)
    ]
