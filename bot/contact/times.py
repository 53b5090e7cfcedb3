"""Times of the day as young people type them, in plain words, as stretches of days.

Where a time can be read in two ways the quiet is the longer one: being late with a text costs less than
a text that somebody else reads.
"""

import re
from itertools import product
from typing import Literal

from bot.contact.spans import DAY, EVERY_DAY, MORNING, Span, outside, stretch

_NOON = 12 * 60
_NUMBERS = "one two three four five six seven eight nine ten eleven twelve"
_HOURS = {word: hour for hour, word in enumerate(_NUMBERS.split(), start=1)}
_HOUR = rf"(?:\d{{1,2}}(?:[:.]\d\d)?|{'|'.join(_HOURS)})"
_HALF_OF_DAY = r"(?:in the morning|in the afternoon|in the evening|at night|am|pm|a m|p m)"
_NO_CLOCK = (
    r"(?! ?(?:weeks?|days?|months?|years?|hours?|hrs?|min(?:ute)?s?|times?|people|texts?|messages?|"
    r"more|of|yrs?|calls?|lessons?)\b)"
)
CLOCK = (
    rf"(?:(?:half (?:past )?|quarter (?:past|to) )?{_HOUR}(?:ish)?(?: ?oclock)?"
    rf"(?: ?{_HALF_OF_DAY})?(?:ish)?|(?:[01]\d|2[0-3])[0-5]\d|midnight|midday|noon)\b{_NO_CLOCK}"
)
_AFTER = rf"(?:after|past|later than) {CLOCK}|from {CLOCK}(?: on| onwards)?"
_BEFORE = rf"(?:before|until|till|earlier than) {CLOCK}"
_BETWEEN = rf"(?:between|from) {CLOCK} (?:and |to |till |until |or )?{CLOCK}"
_BETWEEN += rf"|{CLOCK} (?:to |till |until )?{CLOCK}"
_PARTS: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {
    # what is meant by a part of the day: when it must be quiet, and when it may be used
    "morning": ((0, _NOON), (MORNING, _NOON)),
    "afternoon": ((_NOON, 18 * 60), (_NOON, 17 * 60)),
    "evening": ((17 * 60, MORNING), (17 * 60, 22 * 60)),
    "night": ((20 * 60, MORNING), (20 * 60, DAY)),
    "late": ((21 * 60, MORNING), (21 * 60, DAY)),
}
_PART = r"(?:in the |at |of an? |on an? |during the )?"
_PART += r"(?:mornings?|afternoons?|evenings?|nights?|night ?time|late(?: at night)?)"
_WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAY = rf"(?:on |at )?(?:the )?(?:weekends?|weekdays?|(?:{'|'.join(_WEEK)})s)"
WHEN = rf"(?:{_BETWEEN}|{_AFTER}|{_BEFORE}|{_DAY}|{_PART})\b"
SINCE_OR_WITHIN = rf"(?:{_BETWEEN}|{_AFTER}|{_PART}|{_DAY})\b"

_CLOCK = re.compile(CLOCK)
_MINUTES = re.compile(r"\d+")
Part = Literal["after", "before", "between", "named", "days"]


def quiet_when(words: str) -> tuple[Part, tuple[Span, ...]]:
    """The stretches that "not" with these words keeps quiet, and the kind of rule that is."""
    kind, clocks = _kind(words), [_clock(found) for found in _CLOCK.findall(words)]
    if kind == "between":
        return kind, tuple(span for pair in _readings(*clocks) for span in stretch(*pair))
    if kind == "after":
        return kind, stretch(_late(clocks[0]), MORNING)
    if kind == "before":
        return kind, tuple(span for span in (Span(0, _early(clocks[0])),) if span.end)
    if kind == "days":
        return kind, (Span(0, DAY, _days(words)),)
    return kind, stretch(*_part(words)[0])


def quiet_outside(words: str) -> tuple[Span, ...]:
    """The stretches that "only" with these words keeps quiet."""
    kind, clocks = _kind(words), [_clock(found) for found in _CLOCK.findall(words)]
    if kind == "between":
        pairs = _readings(*clocks)
        awake = [pair for pair in pairs if 7 * 60 <= pair[0] < pair[1] <= 22 * 60]
        return outside(span for pair in awake or pairs for span in stretch(*pair))
    if kind == "after":
        return outside(stretch(_late(clocks[0]), DAY))
    if kind == "before":
        return outside(stretch(MORNING, max(_early(clocks[0]), MORNING + 1)))
    if kind == "days":
        return outside((Span(0, DAY, _days(words)),))
    return outside(stretch(*_part(words)[1]))


def _kind(words: str) -> Part:
    if len(_CLOCK.findall(words)) > 1:
        return "between"
    if re.match(_BEFORE, words):
        return "before"
    if re.match(_AFTER, words):
        return "after"
    return "days" if re.match(_DAY, words) else "named"


def _clock(words: str) -> tuple[int, bool]:
    """The minutes since midnight, and whether the half of the day is sure."""
    if words in ("noon", "midday"):
        return _NOON, True
    if words == "midnight":
        return 0, True
    numbers = [int(number) for number in _MINUTES.findall(words)]
    if len(words) == 4 and words.isdigit():
        numbers = [int(words[:2]), int(words[2:])]
    hour = numbers[0] if numbers else next(_HOURS[word] for word in words.split() if word in _HOURS)
    minutes = hour % 24 * 60 + (numbers[1] % 60 if len(numbers) > 1 else 0)
    minutes += 30 if words.startswith("half") else 15 if words.startswith("quarter past") else 0
    minutes -= 15 if words.startswith("quarter to") else 0
    if hour > 12 or hour == 0 or (len(words) == 4 and words.isdigit()):
        return minutes % DAY, True
    if re.search(r"am\b|a m\b|morning", words):
        return minutes % _NOON, True
    if re.search(r"pm\b|p m\b|afternoon|evening|night", words):
        return minutes % _NOON + _NOON, True
    return minutes % _NOON, False


def _late(clock: tuple[int, bool]) -> int:
    """The time of "after": an unsure one is in the afternoon or the evening."""
    minutes, sure = clock
    return minutes if sure else minutes + _NOON


def _early(clock: tuple[int, bool]) -> int:
    """The time of "before": from seven on in the morning, or in the afternoon."""
    minutes, sure = clock
    return minutes if sure or minutes >= 7 * 60 else minutes + _NOON


def _readings(first: tuple[int, bool], last: tuple[int, bool]) -> list[tuple[int, int]]:
    """Every way to read two times as a stretch of at most half a day or, both being sure, of any length."""
    starts, ends = (
        [clock[0]] if clock[1] else [clock[0], clock[0] + _NOON] for clock in (first, last)
    )
    pairs = [pair for pair in product(starts, ends) if pair[0] != pair[1]]
    if len(pairs) == 1:
        return pairs
    short = [pair for pair in pairs if (pair[1] - pair[0]) % DAY <= _NOON]
    return short or pairs


def _days(words: str) -> tuple[int, ...]:
    if "weekend" in words:
        return 5, 6
    if "weekday" in words:
        return EVERY_DAY[:5]
    return tuple(number for number, name in enumerate(_WEEK) if name in words)


def _part(words: str) -> tuple[tuple[int, int], tuple[int, int]]:
    return next(_PARTS[name] for name in ("late", *_PARTS) if name in words)
