"""Stretches of days, in minutes since midnight on clocks in London."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

DAY = 24 * 60
MORNING = 8 * 60
"""When a day begins for us: "don't text after 6" is over then."""
EVERY_DAY = tuple(range(7))


@dataclass(frozen=True)
class Span:
    """A stretch of each of these days (0 is Monday): the start belongs to it, the end does not."""

    start: int
    end: int
    days: tuple[int, ...] = EVERY_DAY

    def covers(self, moment: datetime) -> bool:
        """Whether it holds this moment."""
        minute = moment.hour * 60 + moment.minute
        return moment.weekday() in self.days and self.start <= minute < self.end

    def end_on(self, moment: datetime) -> datetime:
        """When it ends on the day of this moment."""
        midnight = datetime.combine(moment.date(), time(), tzinfo=moment.tzinfo)
        return midnight + timedelta(minutes=self.end)


def stretch(start: int, end: int) -> tuple[Span, ...]:
    """From one time of day to another, over midnight where the end is not later than the start."""
    if start < end:
        return (Span(start, end),)
    over_midnight = (Span(start, DAY), Span(0, end))
    return tuple(span for span in over_midnight if span.start < span.end)


def outside(spans: Iterable[Span]) -> tuple[Span, ...]:
    """All of every day that is in none of these."""
    spans, free = tuple(spans), dict[tuple[int, int], tuple[int, ...]]()
    for day in EVERY_DAY:
        taken = sorted((span.start, span.end) for span in spans if day in span.days)
        for gap in _gaps(taken):
            free[gap] = (*free.get(gap, ()), day)
    return tuple(Span(start, end, days) for (start, end), days in free.items())


def _gaps(taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    free_from = 0
    for start, end in taken:
        if start > free_from:
            yield free_from, start
        free_from = max(free_from, end)
    if free_from < DAY:
        yield free_from, DAY
