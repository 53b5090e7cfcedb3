"""The opening hours that the desk has published: weeks from a day on, and days off with a word why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from content.opening.spans import Week
from content.opening.words import say_channels


@dataclass(frozen=True)
class Period:
    """The weeks from a day on, until the next period begins. `own` has the channels that differ."""

    start: date
    usual: Week
    own: Mapping[str, Week] = field(default_factory=dict)

    def of(self, channel: str) -> Week:
        """The week of this channel."""
        return self.own.get(channel, self.usual)


@dataclass(frozen=True)
class OpeningPlan:
    """All periods in order, and the days off. Before the first period, what the settings say holds."""

    periods: tuple[Period, ...] = ()
    closed: Mapping[date, str] = field(default_factory=dict)
    bank_holidays: tuple[str, ...] = ()

    def on(self, day: date) -> Period | None:
        """The period in force on a day; none where the settings hold."""
        return next((each for each in reversed(self.periods) if each.start <= day), None)

    def in_words(self, day: date) -> str | None:
        """The hours in force on a day, as answers say them; none where the settings hold."""
        period = self.on(day)
        return say_channels(period.usual, period.own) if period else None


NO_PLAN = OpeningPlan()
"""The desk has nothing: what the settings say holds."""
