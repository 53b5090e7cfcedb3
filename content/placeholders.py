"""Placeholders: how an amount or a number gets into a text from the one place it is kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from content.directory import Contact
from content.opening.plan import NO_PLAN, OpeningPlan
from content.rates import Rate

PLACEHOLDER = re.compile(r"\{(?:(rate|phone|text|name|web):([a-z0-9-]+)|(hours))\}")
_ANY_BRACES = re.compile(r"\{[^{}\n]*\}")


@dataclass(frozen=True)
class Filler:
    """What placeholders are filled from: rates, directory, and the advisers' hours.

    `hours` are those of the settings, which hold on days for which `opening` has none.
    """

    rates: Mapping[str, Rate]
    directory: Mapping[str, Contact]
    hours: str
    opening: OpeningPlan = NO_PLAN

    def hours_on(self, day: date) -> str:
        """When advisers are here, as said on a day."""
        return self.opening.in_words(day) or self.hours

    def fill(self, text: str, day: date) -> str:
        """The text with every placeholder filled. One that cannot be filled is left as it stands."""
        return PLACEHOLDER.sub(lambda found: self._value(found, day) or found.group(), text)

    def unknown(self, text: str, day: date) -> Iterator[tuple[str, int]]:
        """Each placeholder that cannot be filled on `day`, with its line in the text."""
        for found in _ANY_BRACES.finditer(text):
            placeholder = PLACEHOLDER.fullmatch(found.group())
            if placeholder is None or self._value(placeholder, day) is None:
                yield found.group(), text.count("\n", 0, found.start()) + 1

    def _value(self, found: re.Match[str], day: date) -> str | None:
        kind, name, hours = found.groups()
        if hours:
            return self.hours_on(day)
        if kind == "rate":
            rate = self.rates.get(name)
            return rate.shown_on(day) if rate else None
        contact = self.directory.get(name)
        value: str = getattr(contact, kind) if contact else ""
        return value or None
