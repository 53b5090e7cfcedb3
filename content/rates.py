"""Rates: every amount of money an answer may name, with the day it starts and where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from content.front_matter import load_yaml, validate
from content.problems import ContentError, Problem

Unit = Literal["gbp", "percent", "number"]


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    from_: date = Field(alias="from")
    value: Decimal
    until: date | None = None


class _Rate(BaseModel):
    model_config = ConfigDict(extra="forbid")
    what: str
    unit: Unit = "gbp"
    source: str
    check_before_launch: bool = False
    values: list[_Value] = Field(min_length=1)


@dataclass(frozen=True)
class RateValue:
    """A value and the days it is in force: from `start`, until (not including) `end`."""

    start: date
    end: date | None
    amount: Decimal


@dataclass(frozen=True)
class Rate:
    """One figure through time, newest last."""

    name: str
    what: str
    unit: Unit
    source: str
    check_before_launch: bool
    values: tuple[RateValue, ...]

    def on(self, day: date) -> RateValue | None:
        """The value in force on `day`, or None when there is none."""
        for value in reversed(self.values):
            if value.start <= day and (value.end is None or day < value.end):
                return value
        return None

    def shown_on(self, day: date) -> str | None:
        """The value as people read it, for example £40, £12.71 or 55%."""
        value = self.on(day)
        return show(value.amount, self.unit) if value else None


def show(amount: Decimal, unit: Unit) -> str:
    """An amount as people read it: pounds without empty pence, thousands set apart."""
    whole = amount == amount.to_integral_value()
    if unit == "gbp":
        return f"£{amount:,.0f}" if whole else f"£{amount:,.2f}"
    plain = f"{amount:,.0f}" if whole else f"{amount.normalize():f}"
    return f"{plain}%" if unit == "percent" else plain


def parse_rates(text: str, where: str = "rates.yml") -> dict[str, Rate]:
    """Read the rates file; raise ContentError with every rate that is wrong."""
    raw = load_yaml(text, where) or {}
    if not isinstance(raw, Mapping):
        raise ContentError(
            [Problem(where, 1, "The rates are not a list of names.", "Write name: lines.")]
        )
    rates: dict[str, Rate] = {}
    problems: list[Problem] = []
    for name, facts in raw.items():
        place = f"{where}, {name}"
        try:
            rates[str(name)] = _rate(str(name), validate(_Rate, facts, place))
        except ContentError as error:
            problems += error.problems
            continue
        problems += _overlaps(rates[str(name)], place)
    if problems:
        raise ContentError(problems)
    return rates


def _rate(name: str, facts: _Rate) -> Rate:
    values = sorted(facts.values, key=lambda value: value.from_)
    return Rate(
        name=name,
        what=facts.what,
        unit=facts.unit,
        source=facts.source,
        check_before_launch=facts.check_before_launch,
        values=tuple(RateValue(value.from_, value.until, value.value) for value in values),
    )


def _overlaps(rate: Rate, where: str) -> list[Problem]:
    return [
        Problem(where, 0, f"Two values are in force on {later.start}.", "Give each day one value.")
        for earlier, later in pairwise(rate.values)
        if later.start == earlier.start or (earlier.end and earlier.end > later.start)
    ]
