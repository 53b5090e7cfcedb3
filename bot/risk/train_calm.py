"""Training the calm reader: on every message, and on danger and look-alikes with homely words beside them.

Those more texts make heads a little duller that must tell danger from what only sounds like it, so the
heads of the second reader are taught without them.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.risk.calm import CalmReader
from bot.risk.fitting import fit_centred, fit_mix
from bot.risk.heads import URGENT, Floats, SenseHeads
from bot.risk.lessons import Row

FOLDS = 3
MOST_LOWERED = 0.05
"""The share of urgent messages in which a pattern may be taken for need."""


def train_calm(
    vectors: Floats,
    wanted: Floats,
    first: Floats,
    judging: Sequence[bool],
    beside: Sequence[Row],
    beside_vectors: Floats,
) -> CalmReader:
    """`wanted` is what every head should say of every message, `first` the first reader's best odds of it,
    a row each; `judging` which of them were kept back from both encoders.
    """
    of_message = np.array([*range(len(vectors)), *(row.message for row in beside)], dtype=np.int64)
    lessons, said = np.concatenate([vectors, beside_vectors]), wanted[of_message]
    own = np.zeros(len(vectors), np.float32)
    for fold in range(FOLDS):
        others = of_message % FOLDS != fold
        own[fold::FOLDS] = fit_centred(lessons[others], said[others]).score(vectors[fold::FOLDS])[
            :, URGENT
        ]
    judges = np.array(judging)
    by_first, by_own, urgent = first[judges, URGENT], own[judges], wanted[judges, URGENT]
    mix = fit_mix(by_first[:, None], by_own[:, None], urgent[:, None])[:, 0]
    odds = mix[0] * by_first + mix[1] * by_own + mix[2]
    limit = float(np.quantile(odds[urgent > 0], MOST_LOWERED))
    return CalmReader(_urgent_alone(fit_centred(lessons, said)), mix, limit)


def _urgent_alone(heads: SenseHeads) -> SenseHeads:
    """The head for urgent: the others helped to teach it, and are asked nothing."""
    one = slice(URGENT, URGENT + 1)
    return replace(heads, weights=heads.weights[:, one], bias=heads.bias[one])
