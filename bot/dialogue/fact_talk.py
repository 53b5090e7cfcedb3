"""Words on the facts alone: a nation that an answer waits for, "and if im 18", "forget my age"."""

from collections.abc import Collection
from dataclasses import replace
from functools import partial

from bot.decision import Decision
from bot.dialogue import answering, facts, pending, replies
from bot.dialogue.again import said_all, said_already
from bot.dialogue.following import in_context
from bot.dialogue.forgetting import forget, to_forget
from bot.dialogue.situation import Situation
from bot.dialogue.wanted import asks_an_entry, likeliest
from bot.meaning import Meaning
from bot.state import DialogueState, Fact, Pending
from bot.understanding.confidence import judge
from content.library import Library
from content.nation import Nation

_A_QUESTION = 3


def nation_in(
    waiting: Pending, state: DialogueState, meaning: Meaning, library: Library
) -> Nation | None:
    """The nation that the message tells, unless it asks something else of that nation."""
    number = pending.picked_number(meaning.plain)
    if number is not None and 0 <= number < len(Nation):
        return list(Nation)[number]
    beside = len(facts.words_beside(meaning))
    may_ask = asks_an_entry(meaning, library) or (
        beside >= _A_QUESTION
        and judge(meaning) == "choices"
        and likeliest(meaning) in library.entries
    )
    if beside and may_ask and likeliest(meaning) not in waiting.entries:
        return None
    return facts.nation_of(state)


def nation_told(
    nation: Nation, state: DialogueState, library: Library, situation: Situation
) -> Decision:
    """The answers that hang on the nation, or a word that it is kept in mind."""
    known = state.with_fact("nation", Fact(nation, "young person", situation.seq))
    if state.pending and state.pending.kind == "nation":
        return answering.give_each(state.pending.entries, known, library, situation)
    if state.topic and state.topic in library.entries:
        if said_already(state.topic, known, library, situation):
            return _holds_there_too(nation, known, library)
        return answering.give(state.topic, known, library, situation)
    return _noted(known, {"nation"}, library)


def about_facts(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision | None:
    """The reply to a word on the facts alone: one to forget, or one that the last answer hangs on."""
    unwanted = to_forget(state, meaning, situation.seq)
    if unwanted:
        known, words = forget(state, unwanted)
        said = replies.say(library, "facts-forgotten", blanks={"facts": words})
        return Decision(replace(known, pending=None), replies=(said,))
    if not facts.names_only_facts(meaning):
        return None
    told = facts.told_in(state, situation.seq)
    if state.topic and state.topic in library.entries:
        read = in_context(meaning, state, library)
        anew = "nation" in told or not asks_an_entry(read, library)
        wanted = state.topic if anew else likeliest(read)
        if not said_already(wanted, state, library, situation):
            return answering.give(wanted, state, library, situation)
        if nation := facts.nation_of(state) if "nation" in told else None:
            return _holds_there_too(nation, state, library)
        if not told:
            return said_all(state, library)
    return _noted(state, told, library) if told else None


def _holds_there_too(nation: Nation, state: DialogueState, library: Library) -> Decision:
    there = replies.nation_label(library, nation)
    said = replies.say(library, "holds-there-too", blanks={"nation": there})
    return Decision(state, replies=(said,))


def _noted(state: DialogueState, names: Collection[str], library: Library) -> Decision:
    """Nothing waits for these facts: say that they are kept in mind."""
    words = partial(facts.in_words, state, names)
    return Decision(state, replies=(replies.say(library, "facts-noted", blanks={"facts": words}),))
