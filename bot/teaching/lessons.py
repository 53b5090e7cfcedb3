"""What an encoder of our own is taught from: phrases with their entry, and messages with their danger.

The messages that choose the thresholds of the risk score (`is_kept_back`) are left out.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.risk.families import Family
from bot.risk.lessons import Kind, Message, Row, is_kept_back, messages, rows
from bot.risk.second import MOST_WORDS
from bot.understanding.normalise import plain

NOT_SAID = -1
_EVERY: dict[Kind, int] = {"example": 1, "lookalike": 1, "everyday": 2, "routine": 4, "chatter": 4}
_EVERY_PART = 8
"""For the second reader: a turn takes every so manieth whole message of a kind, and of all other rows."""


@dataclass(frozen=True)
class Lesson:
    """One plain text and what is known of it: `NOT_SAID` where nothing is.

    `entry`, `family` and `public` are places in the lists of `Lessons`; `level` is the rank of the
    danger, 0 for harmless.
    """

    text: str
    entry: int = NOT_SAID
    level: int = NOT_SAID
    family: int = NOT_SAID
    public: int = NOT_SAID


@dataclass(frozen=True)
class Lessons:
    """Everything there is to teach, and the names that the places stand for."""

    fixed: tuple[Lesson, ...]
    entries: tuple[str, ...]
    families: tuple[str, ...]
    public: tuple[str, ...]
    messages: tuple[Message, ...]
    kept_back: frozenset[str]

    def turn(self, number: int) -> list[Lesson]:
        """The lessons of one turn: the danger all of it, of the harmless texts every third one.

        Danger is pasted into other questions each time.
        """
        of_danger = self._of_danger(number, every=3)
        return [*self.fixed, *of_danger]

    def danger_turn(self, number: int) -> list[Lesson]:
        """The lessons of a turn that is about danger: all of it, a third of everything else."""
        rest = [lesson for place, lesson in enumerate(self.fixed) if (place + number) % 3 == 0]
        return [*rest, *self._of_danger(number, every=3)]

    def whole_turn(self, number: int) -> list[Lesson]:
        """The lessons of a turn for the second reader, which reads messages whole, and no long ones.

        All danger and all that looks like it; a part of what is plainly harmless, of clauses and of what
        was pasted.
        """
        names = {name: place for place, name in enumerate(self.families)}
        return [
            Lesson(row.plain, level=row.level, family=names[row.family] if row.level else NOT_SAID)
            for place, row in enumerate(rows(self.messages, number))
            if (place + number) % _every(row, self.messages[row.message]) == 0
            and len(row.plain.split()) <= MOST_WORDS
            and row.plain not in self.kept_back
        ]

    def _of_danger(self, number: int, every: int) -> list[Lesson]:
        names = {name: place for place, name in enumerate(self.families)}
        return [
            Lesson(row.plain, level=row.level, family=names[row.family] if row.level else NOT_SAID)
            for place, row in enumerate(rows(self.messages, number))
            if (row.level or (place + number) % every == 0) and row.plain not in self.kept_back
        ]


@dataclass(frozen=True)
class RiskData:
    """The risk families, ordinary questions, everyday messages, chatter and homely words."""

    families: tuple[Family, ...]
    routine: tuple[str, ...]
    everyday: tuple[str, ...]
    chatter: tuple[str, ...] = ()
    homely: tuple[str, ...] = ()


def _every(row: Row, message: Message) -> int:
    return _EVERY[message.kind] if row.plain == message.whole else _EVERY_PART


def gather_lessons(
    phrases: Mapping[str, Sequence[str]], risk: RiskData, public: Sequence[tuple[str, str]] = ()
) -> Lessons:
    """Lessons from the phrases of each entry, the risk data and public labelled texts."""
    entries = tuple(sorted(phrases))
    labels = tuple(sorted({label for _, label in public}))
    place_of = {label: place for place, label in enumerate(labels)}
    fixed = [
        Lesson(text, entry=place)
        for place, entry in enumerate(entries)
        for text in dict.fromkeys(plain(phrase) for phrase in phrases[entry])
        if text
    ]
    fixed += [Lesson(plain(text), public=place_of[label]) for text, label in public]
    every = messages(risk.families, risk.routine, risk.everyday, risk.chatter)
    return Lessons(
        fixed=tuple(fixed),
        entries=entries,
        families=tuple(family.name for family in risk.families),
        public=labels,
        messages=tuple(message for message in every if not is_kept_back(message)),
        kept_back=frozenset(message.whole for message in every if is_kept_back(message)),
    )


def read_public(file: Path) -> list[tuple[str, str]]:
    """The `train` rows of a public set: JSON with `train` as a list of text and label.

    Raises ValueError, saying what to mend, for a file of another shape.
    """
    try:
        return [
            (str(text), str(label)) for text, label in json.loads(file.read_text("utf-8"))["train"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"{file} is no public set that can be read. Give a JSON file with `train`: [[text, label]]."
        ) from error
