"""Two questions in one message: "how do i apply for ema and when does it get paid?"."""

import re
from collections.abc import Iterator

from bot.dialogue.following import in_context
from bot.meaning import Meaning
from bot.state import DialogueState
from bot.understanding.confidence import judge
from content.library import Library

MOST_ANSWERED = 2
_ALSO_LIKELY = 5
_FEWEST_WORDS = 2
_ASKS = (
    r"(?:how|what|wat|wot|whats|when|whens|where|wheres|who|whos|why|can|could|do|does|did|is|are|am|will"
    r"|would|should|which)\b"
)
_BETWEEN = re.compile(
    rf"(?<=[.?!])\s+|\s*\n\s*|\s*(?:,|;|&|\+|\band\b|\balso\b|\bplus\b)[\s,]*(?:also\s+|then\s+)?(?={_ASKS})",
    re.IGNORECASE,
)
_QUESTION = re.compile(rf"(?:and |also |but |so |ok |then )*{_ASKS}", re.IGNORECASE)


def asked_together(meaning: Meaning, state: DialogueState, library: Library) -> tuple[str, ...]:
    """The two entries that a message asks for; empty where it asks one thing, or one is not sure.

    Both must be among what the whole message may ask, so that one question in two halves stays one.
    """
    parts = _parts(meaning.text)
    if meaning.again is None or sum(map(_is_question, parts)) < MOST_ANSWERED:
        return ()
    likely = {ranked.id for ranked in meaning.ranked[:_ALSO_LIKELY]}
    found = dict.fromkeys(_read_in_turn(parts, meaning, state, library))
    asked = tuple(entry_id for entry_id in found if entry_id in likely)
    return asked[:MOST_ANSWERED] if len(asked) >= MOST_ANSWERED else ()


def asks_anything(text: str) -> bool:
    """Whether a part of it is put as a question."""
    return "?" in text or any(map(_is_question, _parts(text)))


def _parts(text: str) -> list[str]:
    return [part for part in _BETWEEN.split(text) if part and part.strip()]


def _is_question(part: str) -> bool:
    return bool(_QUESTION.match(part.strip())) and len(part.split()) >= _FEWEST_WORDS


def _read_in_turn(
    parts: list[str], meaning: Meaning, state: DialogueState, library: Library
) -> Iterator[str]:
    """The entry that each question surely asks for, each read as it follows on from the one before."""
    for part in filter(_is_question, parts):
        read = meaning.again(part) if meaning.again else meaning
        read = in_context(read, state, library)
        if judge(read) == "sure" and read.ranked[0].id in library.entries:
            yield read.ranked[0].id
            state = state.about(read.ranked[0].id)
