"""Reading a short message as it follows on from the last answer: "how much is it", "what about wales"."""

import re

from bot.dialogue.wanted import likeliest
from bot.meaning import Earlier, Meaning
from bot.state import DialogueState
from bot.understanding.confidence import judge
from content.library import Library

_LONGEST = 12
_A_FEW = 4
_SPEAKS_FOR_ITSELF = 0.8
_LEANS = re.compile(
    r"^(?:and|but|so|or|then|also|what about|how about|what if)\b"
    r"|\b(?:it|its|that|them|those|these|they|theyre|there|ones?|then|though|tho|instead|same|too|else)\b"
)
_NEVER_A_FOLLOW_UP = "talk/person"
_UNSETTLED = "talk/out-of-scope"


def in_context(meaning: Meaning, state: DialogueState, library: Library) -> Meaning:
    """The message as it follows on from the last answer; as it stands where it needs no other."""
    published = library.entries.get(state.topic or "")
    if published is None or meaning.again is None or not _may_follow_on(meaning):
        return meaning
    entry = published.entry
    return meaning.again(meaning.text, Earlier(entry.id, entry.label, entry.related))


def _may_follow_on(meaning: Meaning) -> bool:
    words, sure, top = meaning.plain.split(), judge(meaning) == "sure", likeliest(meaning)
    if not words or len(words) > _LONGEST or (sure and top == _NEVER_A_FOLLOW_UP):
        return False
    if not sure or _LEANS.search(meaning.plain):
        return True
    if top.startswith("talk/") and top != _UNSETTLED:
        return False
    return len(words) <= _A_FEW or meaning.ranked[0].confidence < _SPEAKS_FOR_ITSELF
