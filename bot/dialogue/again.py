"""What was just answered is asked for again: nobody gets the same words twice."""

from bot.decision import Decision
from bot.dialogue.facts import nation_of, reader_of, told_in
from bot.dialogue.replies import PERSON, say
from bot.dialogue.situation import Situation
from bot.state import DialogueState
from content.library import Library


def said_already(
    entry_id: str, state: DialogueState, library: Library, situation: Situation
) -> bool:
    """Whether the answer would be the last one once more, word for word."""
    if not state.given or state.given[-1] != entry_id:
        return False
    before = state.without_facts(told_in(state, situation.seq))
    was, is_now = (
        library.answer(entry_id, nation_of(each), situation.day, reader_of(each, situation))
        for each in (before, state)
    )
    return is_now is not None and was == is_now


def said_all(state: DialogueState, library: Library, *, sure: bool = True) -> Decision:
    """That the last answer holds all there is on it, and that a person may know more.

    Where it is `sure` that this was asked for, it counts as answered.
    """
    last = state.given[-1]
    said = say(library, "said-all", choices=(PERSON,), blanks={"label": library.label(last)})
    return Decision(state, replies=(said,), answers=(last,) if sure else ())
