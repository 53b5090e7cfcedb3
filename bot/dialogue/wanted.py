"""What a message asks for, as far as its reading goes."""

from bot.meaning import Meaning
from bot.understanding.confidence import MOST_OFFERED, judge
from content.library import Library


def likeliest(meaning: Meaning) -> str:
    """The first intent; empty where there is none."""
    return meaning.ranked[0].id if meaning.ranked else ""


def asks_an_entry(meaning: Meaning, library: Library) -> bool:
    """Whether it surely asks for an entry."""
    return judge(meaning) == "sure" and likeliest(meaning) in library.entries


def asks_some_entry(meaning: Meaning, library: Library) -> bool:
    """Whether an entry is among the likeliest."""
    return any(ranked.id in library.entries for ranked in meaning.ranked[:MOST_OFFERED])
