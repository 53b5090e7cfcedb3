"""A week of opening hours in Welsh, with the clock and the names of days as Babel has them."""

from content.dates import clock, named_day
from content.languages import WELSH
from content.opening.spans import DAYS, MIDNIGHT, Span, Week, runs_of


def say_days_in_welsh(week: Week) -> str:
    """ "dydd Llun i ddydd Gwener 09:00 i 20:00, dydd Sadwrn 10:00 i 16:00"."""
    if week == dict.fromkeys(range(len(DAYS)), ((0, MIDNIGHT),)):
        return "ddydd a nos, bob dydd"
    return ", ".join(_run(*run) for run in runs_of(week))


def softened(day: str) -> str:
    """The name of a day after "i", or where it says when: "ddydd Llun"."""
    return f"d{day}" if day.startswith("dydd") else day


def _run(first: int, last: int, spans: tuple[Span, ...]) -> str:
    names = named_day(first, WELSH)
    if last > first:
        names += f" i {softened(named_day(last, WELSH))}"
    return f"{names} {' a '.join(_span(span) for span in spans)}"


def _span(span: Span) -> str:
    if span == (0, MIDNIGHT):
        return "drwy'r dydd"
    return f"{clock(span[0], WELSH)} i {clock(span[1] % MIDNIGHT, WELSH)}"
