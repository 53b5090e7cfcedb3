"""What the bot decides about one message. Plain data: no channel, no database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from bot.meaning import Ranked
from bot.state import DialogueState
from content.entry import Source
from content.nation import Nation


class Level(StrEnum):
    """How serious it is. Compare by `rank`."""

    ROUTINE = "routine"
    COMPLEX = "complex"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for routine, up to 3 for emergency."""
        return list(Level).index(self)


def highest(*levels: Level) -> Level:
    """The most serious of these; routine when there are none."""
    return max(levels, key=lambda level: level.rank, default=Level.ROUTINE)


LIKENESS = "sounds-like"
"""The second part of the code where the words only read like a family of danger."""


@dataclass(frozen=True)
class Signal:
    """A sign of danger or need: its code, the exact words that raised it, and what raised it.

    Where the family of danger is not `family_sure`, no reply may speak as if it were.
    """

    code: str
    level: Level
    evidence: str
    raised_by: str
    about: Literal["self", "other"] = "self"
    when: Literal["now", "past", "future"] = "now"
    family_sure: bool = True

    @property
    def family(self) -> str:
        """The family of danger, the first part of the code."""
        return self.code.split(".", 1)[0]

    @property
    def is_likeness(self) -> bool:
        """Whether only the score raised it: the family is told, and no more."""
        return self.code == f"{self.family}.{LIKENESS}"


ReplyKind = Literal["answer", "choices", "text", "safety", "handoff", "opt-out", "language"]


@dataclass(frozen=True)
class Choice:
    """A button: what it says and what it sends. Typing the label works too."""

    label: str
    value: str


@dataclass(frozen=True)
class Reply:
    """One thing to say, in each form a channel may need. `contacts` are names in the directory.

    `sources` and `checked` tell where it comes from when that is no entry.
    """

    kind: ReplyKind
    web: str
    sms: str
    entry_id: str | None = None
    revision: int | None = None
    nation: Nation | None = None
    choices: tuple[Choice, ...] = ()
    contacts: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    checked: date | None = None


@dataclass(frozen=True)
class Decision:
    """All that follows from one message. `reason` says why a person is needed, when one is."""

    state: DialogueState
    level: Level = Level.ROUTINE
    replies: tuple[Reply, ...] = ()
    signals: tuple[Signal, ...] = ()
    understood: tuple[Ranked, ...] = ()
    answers: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    handoff: bool = False
    reason: str = ""
