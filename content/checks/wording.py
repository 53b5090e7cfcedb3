"""Words that do not help: office language, coldness, blame, promises; and exclamation marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from content.checks.finding import Finding, Severity, should
from content.front_matter import load_yaml, validate

_FILE = Path(__file__).parent / "words_to_avoid.yml"
_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'"})
Place = Literal["everywhere", "safety", "safety text messages", "checkers"]


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid")
    severity: Severity
    what: str
    only: Place = "everywhere"
    instead: str = ""
    words: dict[str, str] | list[str] = Field(min_length=1)

    def mends(self) -> dict[str, str]:
        """Each word in lower case, with what to do instead."""
        if isinstance(self.words, list):
            return {word.lower(): self.instead for word in self.words}
        return {word.lower(): mend for word, mend in self.words.items()}


@dataclass(frozen=True)
class Avoided:
    """A group of words to avoid, ready to look for: each word in lower case with its mend."""

    severity: Severity
    what: str
    only: Place
    pattern: re.Pattern[str]
    mends: dict[str, str]


def check_wording(where: str, text: str, *places: Place) -> Iterator[Finding]:
    """Each word to avoid that stands in the text, and each exclamation mark."""
    straight = text.translate(_STRAIGHT)
    for group in avoided():
        if group.only != "everywhere" and group.only not in places:
            continue
        for found in group.pattern.finditer(straight):
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
    """The groups in words_to_avoid.yml, read once."""
    raw = load_yaml(_FILE.read_text("utf-8"), _FILE.name)
    return tuple(
        _ready(validate(_Group, group, f"{_FILE.name}, {name}")) for name, group in raw.items()
    )


def _ready(group: _Group) -> Avoided:
    mends = group.mends()
    longest_first = sorted(mends, key=len, reverse=True)
    either = "|".join(
        r"\s+".join(re.escape(part) for part in word.split()) for word in longest_first
    )
    return Avoided(
        severity=group.severity,
        what=group.what,
        only=group.only,
        pattern=re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE),
        mends=mends,
    )
