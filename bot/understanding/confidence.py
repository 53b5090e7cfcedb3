"""From probabilities to what may be done with them: answer, offer, or say that it was not understood."""

from typing import Literal

from bot.meaning import Meaning

Sureness = Literal["sure", "choices", "unknown"]
MOST_OFFERED = 3


def judge(meaning: Meaning) -> Sureness:
    """How sure the reading is, by the thresholds that were measured for its engine."""
    needed = meaning.thresholds
    offered = sum(ranked.confidence for ranked in meaning.ranked[:MOST_OFFERED])
    if meaning.in_scope < needed.in_scope or offered < needed.offered or not meaning.ranked:
        return "unknown"
    return "sure" if meaning.ranked[0].confidence >= needed.sure else "choices"
