"""Facts about the person, heard in their own words and kept so that nobody asks twice."""

import re
from collections.abc import Collection

from bot.dialogue.facts_cy import fact_in_welsh
from bot.dialogue.situation import Situation
from bot.meaning import Found, Meaning
from bot.state import DialogueState, Fact
from bot.understanding.normalise import plain
from content.audience import Reader
from content.languages import ENGLISH, WELSH
from content.nation import Nation

KEPT = ("nation", "age", "care", "studying", "living")
_NAMED = {*KEPT, "place"}
_NOT = r"\b(?:not|dont live|isnt|no longer|never)(?: in| from| at)?"
_IF = r"\b(?:if|when|once|until|til|till|unless|before|after)(?: i)?"


def _words(together: str) -> frozenset[str]:
    return frozenset(together.split())


_AROUND_A_FACT = _words(
    "i im am a an the at in on from to of me my we our us live living stay and but so or now not no yes "
    "yeah what how about if when is it its same for there here though tho then well ok oh sorry actually "
    "just still only turned year years old yo aged age said say meant mean told you that was be would thats"
)


def hear(state: DialogueState, meaning: Meaning, seq: int) -> DialogueState:
    """Keep what the message says of nation, age, care and study. The newest word counts.

    "not england" and "if im 18" say nothing about the person; neither do two nations in one message.
    """
    for kind in KEPT:
        values = {
            found.value
            for found in meaning.found
            if found.kind == kind and _is_said_of_them(found, meaning.plain)
        }
        if len(values) == 1:
            state = state.with_fact(kind, Fact(values.pop(), "young person", seq))
    return state


def _is_said_of_them(found: Found, said: str) -> bool:
    words = re.escape(plain(found.words))
    if re.search(rf"{_NOT} {words}\b", said):
        return False
    return found.kind == "nation" or not re.search(rf"{_IF} {words}\b", said)


def names_only_facts(meaning: Meaning) -> bool:
    """Whether the message holds nothing but facts: "i live in wales", "and if im 18"."""
    return any(found.kind in _NAMED for found in meaning.found) and not words_beside(meaning)


def words_beside(meaning: Meaning) -> list[str]:
    """The words of a message that neither name a fact nor only stand around one."""
    rest = meaning.plain
    named = (plain(found.words) for found in meaning.found if found.kind in _NAMED)
    for words in sorted(named, key=len, reverse=True):
        rest = re.sub(rf"\b{re.escape(words)}\b", " ", rest)
    return [word for word in rest.split() if word not in _AROUND_A_FACT]


def told_in(state: DialogueState, seq: int) -> frozenset[str]:
    """The names of the facts that were told in this message."""
    return frozenset(name for name, fact in state.facts.items() if fact.seq == seq)


def nation_of(state: DialogueState) -> Nation | None:
    """The nation, when it is known."""
    fact = state.facts.get("nation")
    return Nation(fact.value) if fact and fact.value in set(Nation) else None


def reader_of(state: DialogueState, situation: Situation) -> Reader:
    """Who will read the answer, as far as it is known."""
    fact = state.facts.get("age")
    age = int(fact.value) if fact and fact.value.isdecimal() else None
    return Reader(age, situation.in_school)


def in_words(state: DialogueState, names: Collection[str] = KEPT, language: str = ENGLISH) -> str:
    """The facts as one line to show to the person they are about, and who said what they did not."""
    return ", ".join(
        _in_words(name, state.facts[name], language)
        for name in KEPT
        if name in names and name in state.facts
    )


def _in_words(name: str, fact: Fact, language: str) -> str:
    if language == WELSH:
        return fact_in_welsh(name, fact.value, by_adviser=fact.said_by == "adviser")
    value = (
        Nation(fact.value).title if name == "nation" and fact.value in set(Nation) else fact.value
    )
    leads_in = {"nation": "you are in", "living": "you live"}.get(name, "you are")
    words = f"{leads_in} {value}"
    return f"{words} (an adviser wrote this down)" if fact.said_by == "adviser" else words
