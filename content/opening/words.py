"""A week of opening hours in everyday words, short enough for a text message."""

from collections.abc import Mapping

from content.languages import ENGLISH, WELSH
from content.opening.spans import DAYS, MIDNIGHT, Span, Week, runs_of
from content.opening.words_cy import say_days_in_welsh

_BY = {"web": "on the web chat", "sms": "by text message"}


def say_channels(usual: Week, own: Mapping[str, Week]) -> str:
    """The usual week, and after it the channels that have hours of their own."""
    others = [f"{_BY[channel]} {say_days(week)}" for channel, week in own.items()]
    return "; ".join([say_days(usual), *others])


def say_days(week: Week, language: str = ENGLISH) -> str:
    """ "Mon to Fri 9am to 8pm, Sat 10am to 4pm"."""
    if language == WELSH:
        return say_days_in_welsh(week)
    if week == dict.fromkeys(range(len(DAYS)), ((0, MIDNIGHT),)):
        return "day and night, every day"
    return ", ".join(_run(*run) for run in runs_of(week))


def say_clock(minute: int) -> str:
    """ "9am", "5:30pm", "noon"."""
    hour, minutes = divmod(minute % MIDNIGHT, 60)
    if hour % 12 == 0 and minutes == 0:
        return "noon" if hour else "midnight"
    shown = f":{minutes:02}" if minutes else ""
    return f"{hour % 12 or 12}{shown}{'am' if hour < 12 else 'pm'}"


def _run(first: int, last: int, spans: tuple[Span, ...]) -> str:
    names = DAYS[first][:3].capitalize()
    if last > first:
        names += f" to {DAYS[last][:3].capitalize()}"
    return f"{names} {' and '.join(_span(span) for span in spans)}"


def _span(span: Span) -> str:
    if span == (0, MIDNIGHT):
        return "all day"
    return f"{say_clock(span[0])} to {say_clock(span[1])}"
