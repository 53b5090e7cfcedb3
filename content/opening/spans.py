"""Spans of a day on the wall clock, as people write them: 09:00-12:30."""

from collections.abc import Iterable, Iterator, Mapping

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CHANNELS = ("web", "sms")
"""Channels that may have opening hours of their own."""

MIDNIGHT = 24 * 60
Span = tuple[int, int]
"""Minutes of a day on the wall clock, from and until; 24:00 is the most."""
Week = Mapping[int, tuple[Span, ...]]
"""The spans of each weekday in order; a weekday without any is absent."""


def read_span(times: str) -> Span:
    """Read `09:00-12:30`; ValueError where it cannot be read. One past midnight ends before it starts."""
    start, end = (_minute(clock) for clock in times.split("-"))
    if start == MIDNIGHT:
        raise ValueError(times)
    return start, end


def write_span(span: Span) -> str:
    """A span as `read_span` reads it."""
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in span)


def week_of(spans: Iterable[tuple[int, Span]]) -> Week:
    """The week with these spans. One that goes past midnight is two: its morning is tomorrow's."""
    days: dict[int, list[Span]] = {}
    for day, (start, end) in spans:
        days.setdefault(day, []).append((start, end if start < end else MIDNIGHT))
        if 0 < end < start:
            days.setdefault((day + 1) % len(DAYS), []).append((0, end))
    return {day: _joined(days[day]) for day in sorted(days)}


def _minute(clock: str) -> int:
    hours, minutes = (int(part) for part in clock.split(":"))
    minute = hours * 60 + minutes
    if not 0 <= minutes < 60 or not 0 <= minute <= MIDNIGHT:
        raise ValueError(clock)
    return minute


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, with those that meet or overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def runs_of(week: Week) -> Iterator[tuple[int, int, tuple[Span, ...]]]:
    """Neighbouring days with the same hours: the first, the last, and the hours. Closed days are left out."""
    day = 0
    while day < len(DAYS):
        spans, first = week.get(day), day
        while day + 1 < len(DAYS) and week.get(day + 1) == spans:
            day += 1
        if spans:
            yield first, day, spans
        day += 1
