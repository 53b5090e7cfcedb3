"""The time, asked for in one place so that tests and replay can set it."""

from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime:
        """This moment, with its time zone."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is set: for replay and tests."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Go to this moment."""
        self._now = moment.astimezone(UTC)

    def forward(self, step: timedelta) -> None:
        """Go on by this much."""
        self._now += step


def in_london(moment: datetime) -> datetime:
    """The same moment as clocks in the UK show it."""
    return moment.astimezone(LONDON)
