"""Where a score begins to count, so that harmless messages rarely cross."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.risk.lessons import Message
from bot.risk.score import EMERGENCY, FIRST_FAMILY, SEE, URGENT, Floats, Thresholds

MOST_ALARMS = {SEE: (0.05, 0.02), URGENT: (0.012, 0.002)}
MOST_OVERRATED = 0.06
NOISE_SEE, NOISE_URGENT = 8, 2


def choose_thresholds(
    odds: Floats, taught: Sequence[Message], can_be_urgent: Sequence[bool]
) -> Thresholds:
    """Thresholds from the odds of messages unseen in training, a row a message.

    `MOST_ALARMS` are the shares of look-alikes and of daily messages that may cross; a family alone
    may be crossed by no more than its few noisiest harmless messages.
    """
    levels = np.array([message.level for message in taught])
    alike = np.array([message.kind == "lookalike" for message in taught])
    daily = (levels == 0) & ~alike
    general = np.zeros(FIRST_FAMILY, np.float32)
    for head, (of_alike, of_daily) in MOST_ALARMS.items():
        limits = [_above(odds[alike, head], of_alike), _above(odds[daily, head], of_daily)]
        general[head] = max(limits)
    urgent_only = odds[levels == 2, EMERGENCY]
    general[EMERGENCY] = _above(urgent_only, MOST_OVERRATED)
    harmless = np.sort(odds[levels == 0, FIRST_FAMILY:], axis=0)[::-1]
    see = harmless[min(NOISE_SEE, len(harmless) - 1)] + 1e-4
    urgent = harmless[min(NOISE_URGENT, len(harmless) - 1)] + 1e-4
    urgent = np.where(np.array(can_be_urgent), urgent, np.inf)
    return Thresholds(general, see.astype(np.float32), urgent.astype(np.float32))


def _above(odds: NDArray[np.float32], share: float) -> float:
    """The least odds that no more than this share of messages reach."""
    return float(np.quantile(odds, 1 - share)) + 1e-4 if len(odds) else 0.0
