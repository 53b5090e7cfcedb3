"""Reading opening hours as the settings write them."""

from collections.abc import Iterator

from content.opening.spans import CHANNELS, DAYS, Span, read_span, week_of
from handoff.hours import ChannelHours, OpeningHours
from handoff.hours_error import HoursError


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
    parts = filter(None, (piece.strip().lower() for piece in text.split(",")))
    week = week_of(found for part in parts for found in _read_part(part))
    if not week:
        message = "opening hours: name at least one day, as `monday-friday 09:00-20:00`"
        raise HoursError(message)
    return OpeningHours(week)


def _read_part(part: str) -> Iterator[tuple[int, Span]]:
    """Each day of a part with each of its spans."""
    try:
        names, *times = part.split()
        first, _, last = names.partition("-")
        days = range(DAYS.index(first), DAYS.index(last or first) + 1)
        spans = [read_span(each) for each in times]
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
        for span in spans:
            yield day, span
