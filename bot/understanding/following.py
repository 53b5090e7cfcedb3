"""Reading a message as a follow-up: its own words, its words with what was talked about, and what is near.

"how much is it" says what is asked and not of what; "EMA how much is it" says both, but is pulled to
what was answered already. Half of each, with a leaning to the entries beside the last one, was right
for 78 of 100 kept follow-ups; the words alone were right for 50.
"""

from dataclasses import replace

import numpy as np

from bot.meaning import Earlier
from bot.understanding.model import Model, Scores

_OWN_WORDS = 0.5
_THE_SAME_AGAIN, _RELATED, _SAME_TOPIC = -2.0, 3.0, 2.0
"""In powers of e: how much likelier an entry is because of the one before it."""


def following_on(model: Model, alone: Scores, together: Scores, after: Earlier) -> Scores:
    """The scores of a message that follows on, from those of its words with and without the label."""
    leaning = np.array([_leaning(each, after) for each in model.ids], dtype=np.float32)
    mixed = _OWN_WORDS * alone.by_intent + (1 - _OWN_WORDS) * together.by_intent
    return replace(alone, by_intent=mixed + model.calibration.temperature * leaning)


def _leaning(entry_id: str, after: Earlier) -> float:
    if entry_id == after.entry_id:
        return _THE_SAME_AGAIN
    if entry_id in after.related:
        return _RELATED
    return _SAME_TOPIC if _topic(entry_id) == _topic(after.entry_id) else 0.0


def _topic(entry_id: str) -> str:
    return entry_id.partition("/")[0]
