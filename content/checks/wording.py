"""Words that do not help: office language, coldness, blame, promises, taking sides; exclamation marks."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from content.checks.finding import Finding, Severity, should
from content.front_matter import load_yaml, validate

_FILES = tuple(Path(__file__).parent / name for name in ("words_to_avoid.yml", "neutral_words.yml"))
_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'"})
Place = Literal["everywhere", "safety", "safety text messages", "checkers"]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid")
    severity: Severity
    what: str
    only: Place = "everywhere"
    instead: str = ""
    unless: list[str] = []
    words: dict[str, str] | list[str] = Field(min_length=1)

    def mends(self) -> dict[str, str]:
        """Each word in lower case, with what to do instead."""
        if isinstance(self.words, list):
            return {word.lower(): self.instead for word in self.words}
        return {word.lower(): mend for word, mend in self.words.items()}


@dataclass(frozen=True)
class Avoided:
    """A group of words to avoid, ready to look for: each word in lower case with its mend.

    Within what `fine` finds they presume nothing.
    """

    severity: Severity
    what: str
    only: Place
    pattern: re.Pattern[str]
    fine: re.Pattern[str] | None
    mends: dict[str, str]


def check_wording(where: str, text: str, *places: Place) -> Iterator[Finding]:
    """Each word to avoid that stands in the text, and each exclamation mark."""
    straight = text.translate(_STRAIGHT)
    for group in avoided():
        if group.only != "everywhere" and group.only not in places:
            continue
        fine = [each.span() for each in group.fine.finditer(straight)] if group.fine else []
        for found in group.pattern.finditer(straight):
            if any(start <= found.start() and found.end() <= end for start, end in fine):
                continue
            if group.only == "everywhere" and _is_name(straight, found):
                continue
            line = straight.count("\n", 0, found.start()) + 1
            word = " ".join(found.group().split())
            what = group.what.format(word=word)
            yield Finding(group.severity, where, line, what, group.mends[word.lower()])
    if "!" in straight.replace("![", ""):
        line = straight.count("\n", 0, straight.index("!")) + 1
        yield should(where, line, "There is an exclamation mark.", "End with a full stop.")


def _is_name(text: str, found: re.Match[str]) -> bool:
    """Whether it is written with a capital within a sentence, as in Discretionary Assistance Fund."""
    before = text[: found.start()].rstrip(" *")
    return found.group()[:2].istitle() and bool(before) and before[-1] not in ".!?:\n-[("


@lru_cache(maxsize=1)
def avoided() -> tuple[Avoided, ...]:
    """The groups in both files, read once."""
    return tuple(
        _ready(validate(_Group, group, f"{file.name}, {name}"))
        for file in _FILES
        for name, group in load_yaml(file.read_text("utf-8"), file.name).items()
    )


def _ready(group: _Group) -> Avoided:
    mends = group.mends()
    return Avoided(
        severity=group.severity,
        what=group.what,
        only=group.only,
        pattern=_any_of(mends),
        fine=_any_of(group.unless) if group.unless else None,
        mends=mends,
    )


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds each of these words where it stands by itself, the longest first."""
    longest_first = sorted(words, key=len, reverse=True)
    either = "|".join(
        r"\s+".join(re.escape(part) for part in word.split()) for word in longest_first
    )
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)
