"""Days on which nobody is here, each with its reason: bank holidays by nation, and days of our own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from content.opening.file import LONGEST_REASON
from handoff.hours_error import HoursError

_BANK_HOLIDAYS = "bank-holidays-"
PARTS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "ni": "NIR"}


@dataclass(frozen=True)
class Closed:
    """A day off and its reason, which may be empty."""

    day: date
    why: str


class Closures(Protocol):
    """Knows the days off."""

    def why(self, day: date) -> str | None:
        """Why nobody is here on a day, which may be no words at all; None where it is no day off."""


@dataclass(frozen=True)
class Days:
    """Days off that are named one by one."""

    reasons: Mapping[date, str]

    def why(self, day: date) -> str | None:
        """The reason that was given with the day."""
        return self.reasons.get(day)


NEVER = Days({})


@dataclass(frozen=True)
class Turning:
    """Some days off until a day, and others from that day on."""

    before: Closures
    start: date
    after: Closures

    def why(self, day: date) -> str | None:
        """What those in force on the day say."""
        return (self.before if day < self.start else self.after).why(day)


class BankHolidays:
    """Days off of our own, and the bank holidays of some nations in whatever year is asked for."""

    def __init__(self, days: Days, nations: tuple[str, ...]) -> None:
        """`nations` by their word in the settings: england, wales, scotland, ni."""
        from holidays import country_holidays  # noqa: PLC0415  heavy, and most settings name none

        self.days = days
        self.nations = nations
        self._holidays = [country_holidays("GB", subdiv=PARTS[nation]) for nation in nations]

    def why(self, day: date) -> str | None:
        """Our own reason first; a day in lieu has the name of its holiday."""
        own = self.days.why(day)
        if own is not None:
            return own
        names = (holidays.get(day) for holidays in self._holidays)
        name = next((name for name in names if name), None)
        return re.sub(r" \(.*|; .*", "", name) if name else None


def parse_closed_days(text: str) -> Closures:
    """Read `bank-holidays-wales, 2026-12-24 Christmas Eve, 2027-02-03 2027-02-04 staff training`.

    Each part names days and then, if it says one, their reason.
    """
    reasons: dict[date, str] = {}
    nations: list[str] = []
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        days, why = _read_part(part)
        nations += [day for day in days if isinstance(day, str)]
        reasons |= dict.fromkeys((day for day in days if isinstance(day, date)), why)
    own = Days(reasons)
    return BankHolidays(own, tuple(nations)) if nations else own


def _read_part(part: str) -> tuple[list[date | str], str]:
    words = part.split()
    days: list[date | str] = []
    while words and (day := _day(words[0])):
        days.append(day)
        words.pop(0)
    why = " ".join(words)
    if not days or why[:1].isdigit() or why.startswith(_BANK_HOLIDAYS):
        message = (
            f"closed day {part!r}: write a date as 2026-12-24, with a reason after it if you like, "
            "or bank-holidays-england (-wales, -scotland, -ni)"
        )
        raise HoursError(message)
    if len(why) > LONGEST_REASON:
        message = f"closed day {part!r}: a reason has {LONGEST_REASON} characters at the most"
        raise HoursError(message)
    return days, why


def _day(word: str) -> date | str | None:
    """A date, the nation of bank holidays, or neither."""
    nation = word.lower().removeprefix(_BANK_HOLIDAYS)
    if nation in PARTS and nation != word.lower():
        return nation
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None
