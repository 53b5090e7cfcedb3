"""Rules of safe contact that a machine can obey, each with the words it comes from.

The newest word counts: a rule takes the place of the one of its kind, "only" and "never" that of every
rule on times, and a lift takes them away. Where two rules stand side by side, both are kept to.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Literal, Self

from bot.contact.spans import Span

Kind = Literal[
    "after", "before", "between", "named", "days", "for-now", "never", "only", "careful", "no-calls"
]
Lift = Literal["any-time", "phone-safe", "calls-fine"]
SaidBy = Literal["young person", "adviser"]

_ABOUT_TIMES: frozenset[str] = frozenset(
    {"after", "before", "between", "named", "days", "for-now", "never", "only"}
)
_TAKES_AWAY: dict[str, frozenset[str]] = {
    "only": _ABOUT_TIMES,
    "never": _ABOUT_TIMES,
    "any-time": _ABOUT_TIMES,
    "phone-safe": frozenset({"careful"}),
    "calls-fine": frozenset({"no-calls"}),
}
_LIFTS = frozenset({"any-time", "phone-safe", "calls-fine"})
_FURTHEST = timedelta(days=8)


@dataclass(frozen=True)
class Heard:
    """One thing said about safe contact, word for word: a rule, or the end of one."""

    what: Kind | Lift
    words: str
    spans: tuple[Span, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True)
class ContactRule:
    """A rule in force: quiet stretches of days, or `until` a moment; who said it, in which message."""

    kind: Kind
    words: str
    said_by: SaidBy
    seq: int | None
    spans: tuple[Span, ...] = ()
    until: datetime | None = None

    @property
    def is_at_once(self) -> bool:
        """Whether it is meant for the very moment, so that even an answer to it must wait."""
        return self.kind in ("never", "for-now")

    def ends(self, moment: datetime) -> datetime | None:
        """When the quiet that this rule makes at a moment in London is over; None: it makes none."""
        if self.kind == "never":
            return moment + _FURTHEST
        if self.until is not None:
            return self.until if moment < self.until else None
        ends = [span.end_on(moment) for span in self.spans if span.covers(moment)]
        return max(ends, default=None)


@dataclass(frozen=True)
class Quiet:
    """A time in which no text may go: until when (None: until they say otherwise), and whose words."""

    until: datetime | None
    words: str


@dataclass(frozen=True)
class SafeContact:
    """All rules in force for one way to reach somebody. Times are in London's."""

    rules: tuple[ContactRule, ...] = ()

    def hear(self, heard: Iterable[Heard], *, said_by: SaidBy, seq: int | None) -> Self:
        """The rules after these words, taken in the order in which they were said.

        What an adviser sets about times takes the place of every rule on times.
        """
        rules = list(self.rules)
        for each in heard:
            gone = _TAKES_AWAY.get(each.what, frozenset({each.what}))
            if said_by == "adviser" and each.what in _ABOUT_TIMES:
                gone = _ABOUT_TIMES
            rules = [rule for rule in rules if rule.kind not in gone]
            if each.what not in _LIFTS:
                rules.append(
                    ContactRule(each.what, each.words, said_by, seq, each.spans, each.until)  # type: ignore[arg-type]
                )
        return replace(self, rules=tuple(rules))

    def quiet(self, moment: datetime) -> Quiet | None:
        """The quiet time that a moment in London falls into, with all that follow on from it."""
        words, end = "", moment
        while end - moment < _FURTHEST:
            rule, later = self._at(end)
            if rule is None:
                return Quiet(end, words) if words else None
            words, end = words or rule.words, later
        return Quiet(None, words)

    def forbids_an_answer_to(self, seq: int) -> bool:
        """Whether this very message, or a later word, said not to write now: no answer then either."""
        return any(rule.is_at_once and (rule.seq is None or rule.seq >= seq) for rule in self.rules)

    @property
    def careful(self) -> ContactRule | None:
        """What says that somebody else may read this phone, if anything does."""
        return self._of("careful")

    @property
    def no_calls(self) -> ContactRule | None:
        """What says not to ring, if anything does."""
        return self._of("no-calls")

    @property
    def about_times(self) -> tuple[ContactRule, ...]:
        """The rules that make quiet times."""
        return tuple(rule for rule in self.rules if rule.kind in _ABOUT_TIMES)

    def to_json(self) -> str | None:
        """For storing; nothing where there is no rule."""
        return json.dumps([_as_raw(rule) for rule in self.rules]) if self.rules else None

    @classmethod
    def from_json(cls, text: str | None) -> Self:
        """From storage."""
        return cls(tuple(_from_raw(raw) for raw in json.loads(text))) if text else cls()

    def _of(self, kind: Kind) -> ContactRule | None:
        return next((rule for rule in self.rules if rule.kind == kind), None)

    def _at(self, moment: datetime) -> tuple[ContactRule | None, datetime]:
        """The rule that keeps a moment quiet the longest, and until when."""
        found: tuple[ContactRule | None, datetime] = (None, moment)
        for rule in self.rules:
            end = rule.ends(moment)
            if end is not None and end > found[1]:
                found = rule, end
        return found


def next_morning(moment: datetime) -> datetime:
    """The start of the next day on which nothing else was said, at eight."""
    return datetime.combine(moment.date() + timedelta(days=1), time(8), tzinfo=moment.tzinfo)


def _as_raw(rule: ContactRule) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "words": rule.words,
        "said_by": rule.said_by,
        "seq": rule.seq,
        "spans": [[span.start, span.end, list(span.days)] for span in rule.spans],
        "until": rule.until.isoformat() if rule.until else None,
    }


def _from_raw(raw: dict[str, Any]) -> ContactRule:
    spans: Sequence[tuple[int, int, list[int]]] = raw["spans"]
    return ContactRule(
        raw["kind"],
        raw["words"],
        raw["said_by"],
        raw["seq"],
        tuple(Span(start, end, tuple(days)) for start, end, days in spans),
        datetime.fromisoformat(raw["until"]) if raw["until"] else None,
    )
