"""Facts about the person, heard in their own words and kept so that nobody asks twice."""

from bot.meaning import Meaning
from bot.state import DialogueState, Fact
from content.nation import Nation

_KEPT = ("nation", "age")


def hear(state: DialogueState, meaning: Meaning, seq: int) -> DialogueState:
    """Keep what the message says about nation and age. The newest word counts."""
    for kind in _KEPT:
        values = {found.value for found in meaning.found if found.kind == kind}
        if len(values) == 1:  # two nations in one message say nothing about where somebody lives
            state = state.with_fact(kind, Fact(values.pop(), "young person", seq))
    return state


def nation_of(state: DialogueState) -> Nation | None:
    """The nation, when it is known."""
    fact = state.facts.get("nation")
    return Nation(fact.value) if fact and fact.value in set(Nation) else None


def in_words(state: DialogueState) -> str:
    """The facts as one line to show to the person they are about."""
    parts = []
    nation = nation_of(state)
    if nation:
        parts.append(f"you are in {nation.title}")
    if "age" in state.facts:
        parts.append(f"you are {state.facts['age'].value}")
    return ", ".join(parts)
