"""Days as people write them, and the next day that changes what a young person may get."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handoff.statements import Statement
from store.clock import in_london

_MONTHS = [date(2000, number, 1).strftime("%B").lower() for number in range(1, 13)]
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_WRITTEN = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9}),? (\d{4})\b")
CLIFFS = (16, 18)
"""The birthdays that change which help there is."""


@dataclass(frozen=True)
class NextDate:
    """A day to come that matters, what it is, and the statement it follows from.

    `by`: it comes by this day at the latest, and the day itself is not known. `worked_out`: the service
    counted it from an age or a date of birth.
    """

    what: str
    on: date
    by: bool
    worked_out: bool
    rests_on: Statement


def day_in(words: str) -> date | None:
    """The day that these words name in full, with its year; None where they name none."""
    text = words.lower()
    if found := _ISO.search(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _SLASHED.search(text):
        day, month, year = (int(part) for part in found.groups())
    elif (found := _WRITTEN.search(text)) and (number := _month(found[2])):
        day, month, year = int(found[1]), number, int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_in_words(day: date) -> str:
    """The day as it is read: "3 December 2009"."""
    return f"{day.day} {day:%B %Y}"


def next_dates(statements: Sequence[Statement], today: date) -> list[NextDate]:
    """The days to come, the soonest first: those that were told, and the birthdays that can be counted."""
    found: list[NextDate] = []
    for one in statements:
        if one.subject == "date" and (day := day_in(one.value)):
            found.append(NextDate(one.about, day, by=False, worked_out=False, rests_on=one))
        elif one.subject == "birthday" and (day := day_in(one.value)):
            found += [
                NextDate(str(age), _years_after(day, age), by=False, worked_out=True, rests_on=one)
                for age in CLIFFS
            ]
    if not any(one.subject == "birthday" and one.value for one in statements):
        found += [by for one in statements if one.subject == "age" for by in _by_age(one)]
    return sorted((each for each in found if each.on >= today), key=lambda each: each.on)


def _by_age(age: Statement) -> list[NextDate]:
    """Somebody of 17 today is 18 within a year from today: the latest day, which is all that is known."""
    if age.at is None or not age.value.isdecimal():
        return []
    told = in_london(age.at).date()
    next_cliff = next((cliff for cliff in CLIFFS if cliff > int(age.value)), None)
    if next_cliff is None:
        return []
    latest = _years_after(told, next_cliff - int(age.value))
    return [NextDate(str(next_cliff), latest, by=True, worked_out=True, rests_on=age)]


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # born on 29 February
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)


def _month(word: str) -> int | None:
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(word)), None)
