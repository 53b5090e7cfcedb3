"""What the risk check is given and what it gives back. Plain data."""

from dataclasses import dataclass
from typing import Literal

from bot.decision import Level, Signal

Occasion = Literal["emergency", "urgent", "friend"]


@dataclass(frozen=True)
class RiskReading:
    """What one message says by itself. `broken` names every layer that failed on it."""

    text: str
    signals: tuple[Signal, ...] = ()
    taken_back: str | None = None
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class RiskMemory:
    """The conversation so far: the young person's last messages, oldest first, at most five."""

    recent: tuple[str, ...] = ()
    level: Level = Level.ROUTINE
    families: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assessment:
    """What one message means in its conversation, signals and families gravest first.

    `level` is this message's; the conversation keeps the highest it ever had. `safety_reply` names
    what to say for the gravest signal (None where its family is not sure: then what fits any danger is
    said), `occasion` which of its texts; no occasion, nothing to say.
    """

    level: Level = Level.ROUTINE
    signals: tuple[Signal, ...] = ()
    families: tuple[str, ...] = ()
    retracted: bool = False
    broken: tuple[str, ...] = ()
    safety_reply: str | None = None
    occasion: Occasion | None = None
