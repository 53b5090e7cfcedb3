"""Reading opening hours as the settings write them."""

from collections.abc import Iterable, Iterator

from handoff.hours import CHANNELS, MIDNIGHT, ChannelHours, OpeningHours, Span
from handoff.hours_error import HoursError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def parse_channel_hours(text: str) -> ChannelHours:
    """Read `monday-friday 09:00-20:00; sms: monday-friday 09:00-17:00`: the usual hours first."""
    usual, *others = text.split(";")
    own: dict[str, OpeningHours] = {}
    for part in others:
        channel, _, hours = part.partition(":")
        name = channel.strip().lower()
        if name not in CHANNELS or name in own:
            message = (
                f"opening hours {part.strip()!r}: after a semicolon write a channel once "
                f"({' or '.join(CHANNELS)}) and its hours, as `sms: monday-friday 09:00-17:00`"
            )
            raise HoursError(message)
        own[name] = parse_hours(hours)
    return ChannelHours(parse_hours(usual), own)


def parse_hours(text: str) -> OpeningHours:
    """Read `monday-friday 09:00-12:30 13:30-20:00, saturday 20:00-02:00`."""
    spans: dict[int, list[Span]] = {}
    for part in filter(None, (piece.strip().lower() for piece in text.split(","))):
        for day, span in _read_part(part):
            spans.setdefault(day % len(DAYS), []).append(span)
    if not spans:
        message = "opening hours: name at least one day, as `monday-friday 09:00-20:00`"
        raise HoursError(message)
    return OpeningHours({day: _joined(spans[day]) for day in sorted(spans)})


def _read_part(part: str) -> Iterator[tuple[int, Span]]:
    """Each day of a part with a span. One that goes past midnight is two: its morning is tomorrow's."""
    try:
        names, *times = part.split()
        first, _, last = names.partition("-")
        days = range(DAYS.index(first), DAYS.index(last or first) + 1)
        spans = [_read_span(each) for each in times]
    except ValueError as error:
        message = f"opening hours {part!r}: write them as `monday-friday 09:00-20:00`"
        raise HoursError(message) from error
    if not days or not spans or any(start == end for start, end in spans):
        message = (
            f"opening hours {part!r}: the start must come before the end; write a whole day as "
            "00:00-24:00"
        )
        raise HoursError(message)
    for day in days:
        for start, end in spans:
            if start < end:
                yield day, (start, end)
            else:
                yield day, (start, MIDNIGHT)
                if end:
                    yield day + 1, (0, end)


def _read_span(times: str) -> Span:
    start, end = (_minute(clock) for clock in times.split("-"))
    if start == MIDNIGHT:
        raise ValueError(times)
    return start, end


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
