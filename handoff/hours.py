"""When advisers are here. Kept in London time, as the clocks on young people's walls show it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Protocol

from content.opening.spans import MIDNIGHT, Week
from handoff.closures import NEVER, Closed, Closures
from store.clock import LONDON, in_london


@dataclass(frozen=True)
class OpeningHours:
    """A week, the weeks that take its place from a day on (in order), less the days off.

    There is always a next opening: a week is never empty, and days off run out. A time that the
    clocks leave out in March is an hour later; one that comes twice in October is the first.
    """

    week: Week
    closures: Closures = NEVER
    changes: tuple[tuple[date, Week], ...] = ()

    def closed_on(self, closures: Closures) -> "OpeningHours":
        """The same week, with these days off."""
        return replace(self, closures=closures)

    def week_on(self, day: date) -> Week:
        """The week in force on a day."""
        begun = (week for start, week in reversed(self.changes) if start <= day)
        return next(begun, self.week)

    def is_open(self, now: datetime) -> bool:
        """Whether advisers are here at this moment."""
        return any(opens <= now < closes for opens, closes in self._on(in_london(now).date()))

    def next_opening(self, now: datetime) -> datetime:
        """When advisers are here next: now, where they are."""
        opens, _ = next(self._from(now))
        return opens

    def later(self, since: datetime, opening_time: timedelta) -> datetime:
        """The moment at which so much time with advisers here has passed since then."""
        for opens, closes in self._from(since):
            if opening_time <= closes - opens:
                return opens + opening_time
            opening_time -= closes - opens
        raise AssertionError  # days off run out

    def closed_day_ahead(self, now: datetime) -> Closed | None:
        """The first day off, from today until advisers are back, on which they would be here."""
        day, back = in_london(now).date(), in_london(self.next_opening(now)).date()
        while day < back:
            why = self.closures.why(day)
            if why is not None and day.weekday() in self.week_on(day):
                return Closed(day, why)
            day += timedelta(days=1)
        return None

    def _from(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the open stretches, from this moment on and in order."""
        today = in_london(now).date()
        for ahead in count():
            for opens, closes in self._on(today + timedelta(days=ahead)):
                if closes > now:
                    yield max(opens, now), closes

    def _on(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The open stretches of a day as moments, so that a change of the clocks is counted."""
        spans = self.week_on(day).get(day.weekday(), ())
        if not spans or self.closures.why(day) is not None:
            return
        last = _moment(day, 0)
        for start, end in spans:
            opens, last = max(_moment(day, start), last), max(_moment(day, end), last)
            if opens < last:
                yield opens, last


class Hours(Protocol):
    """The opening hours of each channel, as they are in force whenever they are asked for."""

    @property
    def usual(self) -> OpeningHours:
        """The hours of channels that have none of their own."""

    @property
    def own(self) -> Mapping[str, OpeningHours]:
        """The channels that differ."""

    def of(self, channel: str) -> OpeningHours:
        """When those who answer this channel are here."""


@dataclass(frozen=True)
class ChannelHours:
    """The opening hours of each channel: the usual ones where a channel has none of its own."""

    usual: OpeningHours
    own: Mapping[str, OpeningHours] = field(default_factory=dict)

    def of(self, channel: str) -> OpeningHours:
        """When those who answer this channel are here."""
        return self.own.get(channel, self.usual)

    def closed_on(self, closures: Closures) -> "ChannelHours":
        """The same hours, with these days off on every channel."""
        own = {channel: hours.closed_on(closures) for channel, hours in self.own.items()}
        return ChannelHours(self.usual.closed_on(closures), own)


def _moment(day: date, minute: int) -> datetime:
    days, minute = divmod(minute, MIDNIGHT)
    there = time(minute // 60, minute % 60, tzinfo=LONDON)
    return datetime.combine(day + timedelta(days=days), there).astimezone(UTC)
