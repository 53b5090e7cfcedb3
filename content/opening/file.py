"""Reading opening hours in their file form (docs/content-format.md); all that is wrong is told at once."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from content.front_matter import load_yaml, validate
from content.opening.plan import NO_PLAN, OpeningPlan, Period
from content.opening.spans import DAYS, Span, Week, read_span, week_of
from content.problems import ContentError, Problem

LONGEST_REASON = 40
"""Characters. The reason is told to young people, in a text message too."""
Nation = Literal["england", "wales", "scotland", "ni"]


class _Period(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    from_: date = Field(alias="from")
    usual: dict[str, str]
    sms: dict[str, str] = {}


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")
    day: date
    why: str = ""


class _Hours(BaseModel):
    model_config = ConfigDict(extra="forbid")
    periods: list[_Period] = Field(default=[], max_length=40)
    closed: list[_Closed] = Field(default=[], max_length=400)
    bank_holidays: list[Nation] = []


def parse_opening(text: str, where: str = "hours.yml") -> OpeningPlan:
    """Read the hours file; raise ContentError with everything that is wrong and its mend."""
    raw = load_yaml(text, where)
    if raw is None:
        return NO_PLAN
    problems = [Problem(where, 0, *wrong) for wrong in _undated(raw)]
    if problems:
        raise ContentError(problems)
    facts = validate(_Hours, raw, where)
    problems = [Problem(where, 0, *wrong) for wrong in _wrong(facts)]
    if problems:
        raise ContentError(problems)
    return OpeningPlan(
        periods=tuple(_period(each) for each in sorted(facts.periods, key=lambda one: one.from_)),
        closed={
            each.day: each.why.strip() for each in sorted(facts.closed, key=lambda one: one.day)
        },
        bank_holidays=tuple(dict.fromkeys(facts.bank_holidays)),
    )


@lru_cache(maxsize=8)
def opening_of(body: str) -> OpeningPlan:
    """The plan of a stored file; the same file gives the same plan, so that a change is easily seen."""
    return parse_opening(body)


def _undated(raw: Any) -> Iterator[tuple[str, str]]:
    """Days that are none, in the words of the page: the reader of files would only say 'date'."""
    facts = raw if isinstance(raw, dict) else {}
    for name, key, what in (
        ("periods", "from", "Hours have no day from which they hold"),
        ("closed", "day", "A closed day has no day"),
    ):
        rows = facts.get(name)
        for row in rows if isinstance(rows, list) else ():
            day = row.get(key) if isinstance(row, dict) else None
            if isinstance(row, dict) and not isinstance(day, date):
                told = f": “{day}” is not one" if day else ""
                yield f"{what}{told}.", "Write the day as 2026-12-24."


def _wrong(facts: _Hours) -> Iterator[tuple[str, str]]:
    for number, period in enumerate(facts.periods):
        since = f"from {period.from_:%-d %B %Y}"
        if period.from_ in (other.from_ for other in facts.periods[:number]):
            yield f"Two sets of hours hold {since}.", "Keep one of them, or give one another day."
        for title, days in (("", period.usual), (" by text message", period.sms)):
            yield from _wrong_days(days, f"{title}, {since}")
        if not any(times.strip() for times in period.usual.values()):
            what = f"There is no open hour in the week {since}."
            yield what, "Name hours for one day at least, as 09:00-17:00."
        if period.sms and not any(times.strip() for times in period.sms.values()):
            what = f"Text messages have no open hour in the week {since}."
            yield what, "Name hours for one day at least, or let them be the same as the chat's."
    for number, closed in enumerate(facts.closed):
        if closed.day in (other.day for other in facts.closed[:number]):
            yield f"{closed.day:%-d %B %Y} is closed twice.", "Keep one of the two lines."
        if len(closed.why.strip()) > LONGEST_REASON:
            mend = f"Say it in {LONGEST_REASON} characters: young people are told it by text too."
            yield f"The reason for {closed.day:%-d %B %Y} is too long.", mend
    if not facts.periods and (facts.closed or facts.bank_holidays):
        what = "There are closed days, and no hours: the settings would hold without them."
        yield what, "Write the hours too, or take the closed days out."


def _wrong_days(days: dict[str, str], where: str) -> Iterator[tuple[str, str]]:
    for day, times in days.items():
        if day not in DAYS:
            yield f"{day}{where} is not a day of the week.", f"Write {', '.join(DAYS)}."
        try:
            list(_spans(times))
        except ValueError:
            mend = "Write them as 09:00-17:00, several with commas; leave a closed day empty."
            yield f"{day.capitalize()}{where}: “{times}” cannot be read as hours.", mend


def _period(facts: _Period) -> Period:
    usual, sms = _week(facts.usual), _week(facts.sms)
    return Period(facts.from_, usual, {"sms": sms} if sms and sms != usual else {})


def _week(days: dict[str, str]) -> Week:
    return week_of((DAYS.index(day), span) for day, times in days.items() for span in _spans(times))


def _spans(times: str) -> Iterator[Span]:
    plain = times.replace("\u2013", "-").replace(" ", "")
    for part in filter(None, plain.split(",")):
        start, end = read_span(part)
        if start == end:
            raise ValueError(part)
        yield start, end
