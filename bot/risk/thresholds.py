"""Where a score begins to count, so that harmless messages rarely cross."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.risk.heads import EMERGENCY, FIRST_FAMILY, SEE, URGENT, Floats, Thresholds
from bot.risk.lessons import CHATTER, Kind, Message


@dataclass(frozen=True)
class Shares:
    """Of the messages that choose thresholds, which shares may cross.

    `alarms`: of each kind of harmless message, for each level; `family_see` and `family_urgent`: of all
    harmless ones, for a family alone.

    The harmless messages here are the hardest that could be written, and half of the everyday ones are three
    in one: what nobody chose alarms far less often than this. Chatter chooses nothing: it is too easy.
    """

    alarms: Mapping[int, Mapping[Kind, float]]
    family_see: float
    family_urgent: float


FIRST = Shares(
    {
        SEE: {"lookalike": 0.263, "routine": 0.119, "everyday": 0.183},
        URGENT: {"lookalike": 0.128, "routine": 0.0174, "everyday": 0.05},
    },
    family_see=0.0012,
    family_urgent=0.00166,
)
"""For the first reader alone."""
BOTH = Shares(
    {
        SEE: {"lookalike": 0.46, "routine": 0.16, "everyday": 0.34},
        URGENT: {"lookalike": 0.14, "routine": 0.025, "everyday": 0.095},
    },
    family_see=0.0012,
    family_urgent=0.0004,
)
"""For the first and the second reader together."""
MOST_ALARMS_ALONE: dict[Kind, float] = {"lookalike": 0.006, "routine": 0.001, "everyday": 0.01}
"""For emergency by itself, with whichever reader."""
WORDS_ALONE = 2.5
"""The words alone find less and are seldom wrong about ordinary talk, so more of it may cross."""
MOST_OVERRATED = 0.09


def choose_thresholds(
    odds: Floats,
    taught: Sequence[Message],
    can_be_urgent: Sequence[bool],
    *,
    times: float = 1.0,
    shares: Shares = FIRST,
) -> Thresholds:
    """Thresholds from the odds of messages unseen in training, a row a message.

    `shares` says how many may cross, and `times` as many of each may.
    """
    levels = np.array([message.level for message in taught])
    kinds = np.array([message.kind for message in taught])
    harmless = {kind: (levels == 0) & (kinds == kind) for kind in MOST_ALARMS_ALONE}

    def rarely_crossed(head: int, most: Mapping[Kind, float]) -> float:
        return max(
            _above(odds[harmless[kind], head], times * share) for kind, share in most.items()
        )

    general = np.zeros(FIRST_FAMILY, np.float32)
    for head, most in shares.alarms.items():
        general[head] = rarely_crossed(head, most)
    general[EMERGENCY] = _above(odds[levels == 2, EMERGENCY], MOST_OVERRATED)
    alone = max(rarely_crossed(EMERGENCY, MOST_ALARMS_ALONE), float(general[EMERGENCY]))
    by_family = odds[(levels == 0) & (kinds != CHATTER), FIRST_FAMILY:].T
    see = np.array([_above(of_family, times * shares.family_see) for of_family in by_family])
    urgent = np.array([_above(of_family, times * shares.family_urgent) for of_family in by_family])
    urgent = np.where(np.array(can_be_urgent), urgent, np.inf)
    return Thresholds(general, alone, see.astype(np.float32), urgent.astype(np.float32))


def _above(odds: NDArray[np.float32], share: float) -> float:
    """The least odds that no more than this share of messages reach."""
    return float(np.quantile(odds, 1 - share)) + 1e-4 if len(odds) else -np.inf
