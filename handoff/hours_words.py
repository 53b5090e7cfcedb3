"""Opening hours and moments in everyday words, short enough for a text message."""

from datetime import date, datetime

from content.dates import clock, day_and_month
from content.dates import weekday as name_of_day
from content.languages import ENGLISH, WELSH
from content.opening.words import say_channels, say_clock, say_days
from content.opening.words_cy import softened
from handoff.hours import ChannelHours, OpeningHours
from store.clock import in_london

_A_WEEK = 7


def say_hours(hours: ChannelHours) -> str:
    """The usual week, and after it the channels that have hours of their own: as settings say them."""
    return say_channels(hours.usual.week, {name: each.week for name, each in hours.own.items()})


def say_back(hours: OpeningHours, now: datetime, language: str = ENGLISH) -> str:
    """When advisers are back: "on Tuesday at 9am (closed on Monday: Boxing Day)"."""
    back = say_when(hours.next_opening(now), now, language)
    closed = hours.closed_day_ahead(now)
    if closed is None or not closed.why:
        return back
    shut = "ar gau" if language == WELSH else "closed"
    return f"{back} ({shut} {_say_day(closed.day, now, language)}: {closed.why})"


def say_when(moment: datetime, now: datetime, language: str = ENGLISH) -> str:
    """A moment to come: "today at 9am", "on Monday at 9am", "on Monday 4 January at 9am"."""
    there = in_london(moment)
    return f"{_say_day(there.date(), now, language)} {_say_time(there, language)}"


def say_when_it_was(moment: datetime, now: datetime, language: str = ENGLISH) -> str:
    """A moment that has gone by: "today at 4pm", "yesterday at 4pm", "on Monday 16 November at 4pm"."""
    there, today = in_london(moment), in_london(now).date()
    words = {0: "today", 1: "yesterday"} if language == ENGLISH else {0: "heddiw", 1: "ddoe"}
    day = words.get((today - there.date()).days) or _on(there.date(), language, dated=True)
    return f"{day} {_say_time(there, language)}"


def _say_day(day: date, now: datetime, language: str) -> str:
    """A weekday alone names a day of the week to come; a later one has its date."""
    today = in_london(now).date()
    ahead = (day - today).days
    words = {0: "today", 1: "tomorrow"} if language == ENGLISH else {0: "heddiw", 1: "yfory"}
    return words.get(ahead) or _on(day, language, dated=ahead >= _A_WEEK)


def _on(day: date, language: str, *, dated: bool) -> str:
    """ "on Monday", "on Monday 4 January", "ddydd Llun 4 Ionawr"."""
    name = name_of_day(day, language)
    named = f"on {name}" if language == ENGLISH else softened(name)
    return f"{named} {day_and_month(day, language)}" if dated else named


def _say_time(there: datetime, language: str) -> str:
    minute = there.hour * 60 + there.minute
    return f"at {say_clock(minute)}" if language == ENGLISH else f"am {clock(minute, language)}"


def say_week(hours: OpeningHours, day: date, language: str = ENGLISH) -> str:
    """The week in force on a day: "Mon to Fri 9am to 8pm, Sat 10am to 4pm"."""
    return say_days(hours.week_on(day), language)
