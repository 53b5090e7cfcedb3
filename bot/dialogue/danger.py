"""What is said in danger: words of safety that fit it, then what was asked where that may be answered."""

from dataclasses import replace

from bot.decision import Decision, Level
from bot.dialogue import answering, facts, replies
from bot.dialogue.asked import asks_anything
from bot.dialogue.checking.around import put_aside
from bot.dialogue.situation import Situation
from bot.dialogue.third_parties import ADULTS_ENTRY, is_adult, writes_about_another
from bot.dialogue.wanted import asks_an_entry, likeliest
from bot.meaning import Meaning
from bot.risk.assess import Assessment
from bot.state import DialogueState
from content.library import Library

_BESIDE_DANGER = frozenset({"courses", "ema", "bursary", "benefits", "work"})


def in_danger(
    state: DialogueState,
    meaning: Meaning,
    assessment: Assessment,
    library: Library,
    situation: Situation,
) -> Decision:
    """Safety first. Who waits and tells more of the same is heard, and not told all of it again.

    In an emergency it is told each time.
    """
    words = f"{assessment.safety_reply}, {assessment.occasion}"
    said_before = words in state.warned
    state = put_aside(
        replace(
            state,
            topic=None,
            pending=None,
            misses=0,
            warned=tuple(dict.fromkeys((*state.warned, words))),
        )
    )
    if said_before and situation.holder == "queue" and assessment.level is Level.URGENT:
        return Decision(state, replies=(replies.general_safety(library, "heard-more"),))
    safety = replies.safety(library, assessment, facts.nation_of(state), situation)
    may_ask = assessment.level is Level.URGENT and not _only_tells_of_danger(meaning, assessment)
    if may_ask and _asks_of_learning_or_money(meaning, library):
        answer = answering.give(meaning.ranked[0].id, state, library, situation)
        if answer.answers:  # never a question of ours right after words of safety
            return replace(answer, replies=(safety, *answer.replies))
    if _an_adult_worries(meaning, assessment) and ADULTS_ENTRY not in state.given:
        for_adults = answering.give(ADULTS_ENTRY, state, library, situation)
        if for_adults.answers:
            return replace(for_adults, replies=(safety, *for_adults.replies))
    return Decision(state, replies=(safety,))


def _an_adult_worries(meaning: Meaning, assessment: Assessment) -> bool:
    """Whether a parent or a professional writes of somebody else's danger, not of their own."""
    about_another = bool(assessment.signals) and assessment.signals[0].about == "other"
    return about_another and is_adult(writes_about_another(meaning.plain))


def _only_tells_of_danger(meaning: Meaning, assessment: Assessment) -> bool:
    """Whether all the words are those of danger, and none of them asks: "no point in anything any more"."""
    worried_by = {signal.evidence.strip() for signal in assessment.signals[:1]}
    return meaning.text.strip() in worried_by and not asks_anything(meaning.text)


def _asks_of_learning_or_money(meaning: Meaning, library: Library) -> bool:
    """Whether the message asks what may still be answered beside danger.

    Tips on family rows or health would make little of what was just disclosed.
    """
    topic = likeliest(meaning).partition("/")[0]
    return topic in _BESIDE_DANGER and asks_an_entry(meaning, library)
