"""Rules of safe contact in words for staff."""

from collections.abc import Sequence

from bot.contact.rules import ContactRule, Heard, Kind, Lift
from bot.contact.spans import DAY, EVERY_DAY, Span
from store.clock import in_london

_WORDS: dict[Kind | Lift, str] = {
    "never": "No texts",
    "careful": "Somebody else may read this phone",
    "no-calls": "Do not ring",
    "any-time": "Texts at any time",
    "phone-safe": "Nobody else reads this phone",
    "calls-fine": "Ringing is all right",
}
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def rule_in_words(rule: ContactRule) -> str:
    """What the service does about a rule: "No texts from 18:00 to 08:00"."""
    return heard_in_words(Heard(rule.kind, rule.words, rule.spans, rule.until))


def heard_in_words(heard: Heard) -> str:
    """The same of a rule or the end of one that was just heard."""
    if heard.until:
        there = in_london(heard.until)
        return f"No texts until {there:%H:%M} on {there.day} {there:%b}"
    return _WORDS.get(heard.what) or f"No texts {_spans_in_words(heard.spans)}"


def _spans_in_words(spans: Sequence[Span]) -> str:
    return ", ".join(_span_in_words(*span) for span in _joined(spans))


def _joined(spans: Sequence[Span]) -> list[tuple[int, int, tuple[int, ...]]]:
    """The stretches, with two that meet at midnight as one."""
    stretches = [(span.start, span.end, span.days) for span in spans]
    late = next((each for each in stretches if each[0] and each[1:] == (DAY, EVERY_DAY)), None)
    early = next((each for each in stretches if each == (0, each[1], EVERY_DAY)), None)
    if late and early:
        rest = [each for each in stretches if each not in (late, early)]
        return [*rest, (late[0], early[1], EVERY_DAY)]
    return stretches


def _span_in_words(start: int, end: int, days: tuple[int, ...]) -> str:
    on = "" if days == EVERY_DAY else f"on {', '.join(_DAYS[day] for day in days)} "
    if (start, end) == (0, DAY):
        return f"{on}all day"
    return f"{on}from {_clock(start)} to {_clock(end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
