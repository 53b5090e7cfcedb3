"""Opening hours and moments in everyday words, short enough for a text message."""

from datetime import date, datetime, timedelta

from content.opening.spans import DAYS
from content.opening.words import say_channels, say_clock, say_days
from handoff.hours import ChannelHours, OpeningHours
from store.clock import in_london

_A_WEEK = 7


def say_hours(hours: ChannelHours) -> str:
    """The usual week, and after it the channels that have hours of their own: as settings say them."""
    return say_channels(hours.usual.week, {name: each.week for name, each in hours.own.items()})


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
    return f"{_say_day(there.date(), now)} at {say_clock(there.hour * 60 + there.minute)}"


def say_when_it_was(moment: datetime, now: datetime) -> str:
    """A moment that has gone by: "today at 4pm", "yesterday at 4pm", "on Monday 16 November at 4pm"."""
    there, today = in_london(moment), in_london(now).date()
    near = {today: "today", today - timedelta(days=1): "yesterday"}.get(there.date())
    day = near or f"on {DAYS[there.weekday()].capitalize()} {there.day} {there:%B}"
    return f"{day} at {say_clock(there.hour * 60 + there.minute)}"


def _say_day(day: date, now: datetime) -> str:
    """A weekday alone names a day of the week to come; a later one has its date."""
    today = in_london(now).date()
    near = {today: "today", today + timedelta(days=1): "tomorrow"}.get(day)
    if near:
        return near
    weekday = f"on {DAYS[day.weekday()].capitalize()}"
    return weekday if (day - today).days < _A_WEEK else f"{weekday} {day.day} {day:%B}"


def say_week(hours: OpeningHours, day: date) -> str:
    """The week in force on a day: "Mon to Fri 9am to 8pm, Sat 10am to 4pm"."""
    return say_days(hours.week_on(day))
