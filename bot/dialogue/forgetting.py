"""Taking facts out of mind when the person says so: "forget that", "thats the wrong age"."""

import re
from functools import partial

from bot.dialogue.facts import in_words, told_in
from bot.dialogue.pending import is_no
from bot.meaning import Meaning
from bot.state import DialogueState
from content.words import Blank

_FORGET = re.compile(
    r"\b(?:forget|delete|remove|clear|wipe|scrap|take out|dont (?:keep|remember))\b"
)
_WRONG = re.compile(r"\b(?:wrong|not right|isnt right|not true|isnt true|incorrect|change)\b")
_WHICH = {
    "age": re.compile(r"\b(?:my|the|wrong) age\b|\bhow old i am\b"),
    "nation": re.compile(r"\bwhere i (?:live|am)\b|\b(?:my|the|wrong) (?:country|nation|place)\b"),
    "care": re.compile(r"\b(?:about|in|being in|the) care\b"),
    "living": re.compile(r"\bwho i live with\b"),
    "studying": re.compile(r"\bwhat i (?:study|do)\b|\bmy (?:course|college|school)\b"),
}
_ALL = re.compile(r"\b(?:about me|you know|my (?:facts|details))\b")
_LONGEST = 60


def to_forget(state: DialogueState, meaning: Meaning, seq: int) -> tuple[str, ...]:
    """The names of the facts that the message wants gone, of those that are kept.

    What it says anew in the same breath stays. Once the facts were shown, "thats wrong" is enough.
    """
    said = meaning.plain
    if len(said) > _LONGEST:
        return ()
    shown = state.pending is not None and state.pending.kind == "facts"
    unwanted = _FORGET.search(said) or _WRONG.search(said)
    if not unwanted and not (shown and is_no(meaning)):
        return ()
    named = {name for name, words in _WHICH.items() if words.search(said)}
    if not named and (shown or (_FORGET.search(said) and _ALL.search(said))):
        named = set(_WHICH)
    told = told_in(state, seq)
    if told & named:
        return ()
    return tuple(name for name in state.facts if name in named)


def forget(state: DialogueState, names: tuple[str, ...]) -> tuple[DialogueState, Blank]:
    """The state without these facts, and the facts in words as they were."""
    return state.without_facts(names), partial(in_words, state, names)
