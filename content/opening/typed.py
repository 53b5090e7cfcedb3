"""Opening hours as the form holds them: everything is text, and nothing typed is dropped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from content.opening.plan import OpeningPlan, Period
from content.opening.spans import DAYS, Week, write_span


@dataclass(frozen=True)
class TypedPeriod:
    """The hours from a day on, as typed: weekday to times. `sms` is empty where it is the same."""

    start: str = ""
    usual: Mapping[str, str] = field(default_factory=dict)
    sms: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.start or any(self.usual.values()) or any(self.sms.values()))


@dataclass(frozen=True)
class TypedHours:
    """The whole form: periods, closed days with their reason, and nations whose bank holidays count."""

    periods: tuple[TypedPeriod, ...] = ()
    closed: tuple[tuple[str, str], ...] = ()
    bank_holidays: tuple[str, ...] = ()

    def body(self) -> str:
        """The file form, in the order of days. What cannot be read stays in it as it was typed."""
        facts = {
            "periods": [_written(each) for each in sorted(self.periods, key=lambda one: one.start)],
            "closed": [{"day": _day(day), "why": why} for day, why in sorted(self.closed)],
            "bank_holidays": list(self.bank_holidays),
        }
        return yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=1000)


def typed_of(plan: OpeningPlan) -> TypedHours:
    """A plan as the form shows it."""
    return TypedHours(
        periods=tuple(_typed(period) for period in plan.periods),
        closed=tuple((day.isoformat(), why) for day, why in plan.closed.items()),
        bank_holidays=plan.bank_holidays,
    )


def _typed(period: Period) -> TypedPeriod:
    sms = period.own.get("sms")
    return TypedPeriod(
        period.start.isoformat(), _days(period.usual), _days(sms) if sms is not None else {}
    )


def _days(week: Week) -> dict[str, str]:
    return {DAYS[day]: ", ".join(write_span(span) for span in spans) for day, spans in week.items()}


def _written(period: TypedPeriod) -> dict[str, Any]:
    facts: dict[str, Any] = {"from": _day(period.start), "usual": _told(period.usual)}
    sms = _told(period.sms)
    return {**facts, "sms": sms} if sms else facts


def _told(days: Mapping[str, str]) -> dict[str, str]:
    return {day: days[day].strip() for day in DAYS if days.get(day, "").strip()}


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
