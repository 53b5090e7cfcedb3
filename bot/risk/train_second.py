"""Training the second reader: heads over its encoder's vectors, its mix with the first, and its thresholds.

Both encoders know by heart what they were taught, so only the messages kept back from them (`judges`) tell
how the two are mixed.
"""

from collections.abc import Sequence

import numpy as np

from bot.risk.fitting import fit_centred, fit_mix
from bot.risk.heads import SEE, Encode, Floats
from bot.risk.lessons import Message, Row
from bot.risk.second import SecondReader
from bot.risk.thresholds import BOTH, choose_thresholds
from bot.risk.train_calm import train_calm

FOLDS = 3
NEVER_ASKED = 0.005
"""The share of messages that a person should see which the second reader may never be asked about."""


def train_second(
    taught: Sequence[Message],
    beside: Sequence[Row],
    wanted: Floats,
    first: Floats,
    judges: Sequence[bool],
    can_be_urgent: Sequence[bool],
    encode: Encode,
) -> SecondReader:
    """`wanted` is what every head should say of every message, a row each; `first` the first reader's
    best odds of it, by heads that had not seen it; `beside` messages once more, with homely words.
    """
    vectors = encode([message.whole for message in taught])
    folds = np.arange(len(taught)) % FOLDS
    unseen = np.zeros_like(first)
    for fold in range(FOLDS):
        heads = fit_centred(vectors[folds != fold], wanted[folds != fold])
        unseen[folds == fold] = heads.score(vectors[folds == fold])
    judging = np.array(judges)
    mix = fit_mix(first[judging], unseen[judging], wanted[judging])
    odds = mix[0] * first[judging] + mix[1] * unseen[judging] + mix[2]
    in_need = first[judging][wanted[judging, SEE] > 0, SEE]
    beside_vectors = encode([row.plain for row in beside]) if beside else vectors[:0]
    return SecondReader(
        heads=fit_centred(vectors, wanted),
        mix=mix,
        asked_from=float(np.quantile(in_need, NEVER_ASKED)),
        thresholds=choose_thresholds(
            odds,
            [message for message, judge in zip(taught, judges, strict=True) if judge],
            can_be_urgent,
            shares=BOTH,
        ),
        calm=train_calm(vectors, wanted, first, judges, beside, beside_vectors),
    )
