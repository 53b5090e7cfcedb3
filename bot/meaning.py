"""What a text means, before anything is decided: the one form both understanding engines give."""

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Found:
    """Something named in a text: its `kind` (age, nation, care, studying, place, benefit, money, date).

    `value` is the plain form (`17`, `wales`); `words` are the words as typed.
    """

    kind: str
    value: str
    words: str


@dataclass(frozen=True)
class Ranked:
    """An intent and its calibrated probability."""

    id: str
    confidence: float


@dataclass(frozen=True)
class Thresholds:
    """From which probabilities on an engine's reading counts, measured for that engine.

    `sure`: the first intent is answered at once. `offered`: the first three together are worth
    offering. `in_scope`: below it, nothing of ours fits.
    """

    sure: float = 0.5
    offered: float = 0.3
    in_scope: float = 0.5


@dataclass(frozen=True)
class Earlier:
    """What was talked about just before: an entry, what it is called, and the entries that go with it."""

    entry_id: str
    label: str
    related: tuple[str, ...] = ()


class Reader(Protocol):
    """Reads words at once: a part of a message, or a message as it follows on from something.

    It asks nobody outside this process and never raises.
    """

    def __call__(self, text: str, after: Earlier | None = None) -> "Meaning":
        """Read a text, by itself or as a follow-up."""


@dataclass(frozen=True)
class Meaning:
    """A text read by an engine.

    `ranked` is best first; ids are entry ids (`ema/how-much`) or talk ids (`talk/greet`).
    `in_scope` is the probability that any answer of ours fits at all. `language` is a guess, `en` mostly.
    `again` reads parts of the text, or all of it as a follow-up; None where the engine cannot.
    """

    text: str
    plain: str
    ranked: tuple[Ranked, ...] = ()
    in_scope: float = 1.0
    found: tuple[Found, ...] = ()
    language: str = "en"
    engine: str = "embedded"
    thresholds: Thresholds = Thresholds()
    vector: Vector | None = field(default=None, compare=False, repr=False)
    again: Reader | None = field(default=None, compare=False, repr=False)


class Understander(Protocol):
    """An engine of understanding. Never raises for a text, however odd."""

    name: str

    async def understand(self, text: str) -> Meaning:
        """Read one message."""
