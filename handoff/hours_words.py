"""Opening hours and moments in everyday words, short enough for a text message."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from handoff.hours import MIDNIGHT, ChannelHours, OpeningHours, Span
from handoff.hours_setting import DAYS
from store.clock import in_london

_BY = {"web": "on the web chat", "sms": "by text message"}
_A_WEEK = 7


def say_hours(hours: ChannelHours) -> str:
    """The usual week, and after it the channels that have hours of their own."""
    usual = say_week(hours.usual)
    own = [f"{_BY[channel]} {say_week(each)}" for channel, each in hours.own.items()]
    return "; ".join([usual, *own])


def say_back(hours: OpeningHours, now: datetime) -> str:
    """When advisers are back: "on Tuesday at 9am (closed on Monday: Boxing Day)"."""
    back = say_when(hours.next_opening(now), now)
    closed = hours.closed_day_ahead(now)
    if closed is None or not closed.why:
        return back
    return f"{back} (closed {_say_day(closed.day, now)}: {closed.why})"


def say_when(moment: datetime, now: datetime) -> str:
    """A moment to come: "today at 9am", "on Monday at 9am", "on Monday 4 January at 9am"."""
    there = in_london(moment)
    return f"{_say_day(there.date(), now)} at {_clock(there.hour * 60 + there.minute)}"


def say_when_it_was(moment: datetime, now: datetime) -> str:
    """A moment that has gone by: "today at 4pm", "yesterday at 4pm", "on Monday 16 November at 4pm"."""
    there, today = in_london(moment), in_london(now).date()
    near = {today: "today", today - timedelta(days=1): "yesterday"}.get(there.date())
    day = near or f"on {DAYS[there.weekday()].capitalize()} {there.day} {there:%B}"
    return f"{day} at {_clock(there.hour * 60 + there.minute)}"


def _say_day(day: date, now: datetime) -> str:
    """A weekday alone names a day of the week to come; a later one has its date."""
    today = in_london(now).date()
    near = {today: "today", today + timedelta(days=1): "tomorrow"}.get(day)
    if near:
        return near
    weekday = f"on {DAYS[day.weekday()].capitalize()}"
    return weekday if (day - today).days < _A_WEEK else f"{weekday} {day.day} {day:%B}"


def say_week(hours: OpeningHours) -> str:
    """ "Mon to Fri 9am to 8pm, Sat 10am to 4pm"."""
    if hours.week == dict.fromkeys(range(len(DAYS)), ((0, MIDNIGHT),)):
        return "day and night, every day"
    return ", ".join(_runs(hours.week))


def _runs(week: Mapping[int, tuple[Span, ...]]) -> Iterator[str]:
    """Neighbouring days with the same hours, named together."""
    day = 0
    while day < len(DAYS):
        spans, first = week.get(day), day
        while day + 1 < len(DAYS) and week.get(day + 1) == spans:
            day += 1
        if spans:
            names = DAYS[first][:3].capitalize()
            if day > first:
                names += f" to {DAYS[day][:3].capitalize()}"
            yield f"{names} {' and '.join(_span(span) for span in spans)}"
        day += 1


def _span(span: Span) -> str:
    if span == (0, MIDNIGHT):
        return "all day"
    return f"{_clock(span[0])} to {_clock(span[1])}"


def _clock(minute: int) -> str:
    hour, minutes = divmod(minute % MIDNIGHT, 60)
    if hour % 12 == 0 and minutes == 0:
        return "noon" if hour else "midnight"
    shown = f":{minutes:02}" if minutes else ""
    return f"{hour % 12 or 12}{shown}{'am' if hour < 12 else 'pm'}"
