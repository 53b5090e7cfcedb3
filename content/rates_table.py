"""The rates as a table: one figure is changed, and every other line of the file stays as it was."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

import yaml

from content.rates import Unit

_ROOT = re.compile(r"^(?=\S)", re.MULTILINE)


@dataclass(frozen=True)
class TypedValue:
    """One line of the table, as it was typed."""

    start: str
    end: str
    amount: str

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.start or self.end or self.amount)


@dataclass(frozen=True)
class TypedRate:
    """One figure as it was typed; `check` where nobody has compared it with its source yet."""

    name: str
    what: str
    unit: Unit
    source: str
    check: bool
    values: tuple[TypedValue, ...]

    def block(self) -> str:
        """The lines of the file that say this."""
        facts: dict[str, object] = {"what": self.what, "unit": self.unit, "source": self.source}
        if self.check:
            facts["check_before_launch"] = True
        head = yaml.safe_dump(facts, sort_keys=False, allow_unicode=True, width=1000)
        lines = "".join(f"  {line}\n" for line in head.splitlines())
        ordered = sorted((value for value in self.values if not value.empty), key=lambda v: v.start)
        values = "".join(f"    - {_flow(value)}\n" for value in ordered)
        return f"{self.name}:\n{lines}  values:\n{values}"


def with_rate(text: str, rate: TypedRate) -> str:
    """The rates file with this one changed in its place, or added at the end."""
    blocks = _ROOT.split(text)
    for place, block in enumerate(blocks):
        if block.startswith(f"{rate.name}:"):
            after = block[len(block.rstrip()) :]
            blocks[place] = rate.block().rstrip("\n") + (after or "\n")
            return "".join(blocks)
    return f"{text.rstrip()}\n\n{rate.block()}".lstrip("\n")


def _flow(value: TypedValue) -> str:
    facts: dict[str, object] = {"from": _day(value.start), "value": _amount(value.amount)}
    if value.end:
        facts["until"] = _day(value.end)
    return yaml.safe_dump(
        facts, default_flow_style=True, sort_keys=False, width=1000, allow_unicode=True
    ).strip()


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _amount(text: str) -> int | float | str:
    """As a number where it is one; a pound sign and commas are no part of it."""
    bare = text.strip().lstrip("£").rstrip("%").replace(",", "")
    try:
        number = Decimal(bare)
    except InvalidOperation:
        return text
    if not number.is_finite():
        return text
    return int(number) if number == number.to_integral_value() else float(number)
