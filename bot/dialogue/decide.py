"""What to say next. Danger comes before anything else; then our own question; then the person's."""

from dataclasses import replace

from bot.decision import Decision, Level
from bot.dialogue import answering, facts, pending, replies
from bot.dialogue.again import said_all, said_already
from bot.dialogue.asked import asked_together
from bot.dialogue.checking.around import beside, is_unread
from bot.dialogue.checking.turn import step
from bot.dialogue.correcting import meant_instead
from bot.dialogue.danger import in_danger
from bot.dialogue.fact_talk import about_facts, nation_in, nation_told
from bot.dialogue.following import in_context
from bot.dialogue.situation import Situation
from bot.dialogue.small_talk import (
    ask_what_with,
    asks_only_for_help,
    is_for_the_adviser,
    is_small_talk,
    small_talk,
    wants_no_person,
)
from bot.dialogue.third_parties import asks_who_wrote
from bot.dialogue.wanted import asks_an_entry, asks_some_entry, likeliest
from bot.meaning import Meaning
from bot.risk.assess import Assessment
from bot.state import DialogueState, Pending
from bot.understanding.confidence import judge
from content.languages import WELSH
from content.library import Library
from content.nation import Nation

_RECENT_KEPT = 5
_A_FEW_WORDS = 40


def decide(
    state: DialogueState,
    meaning: Meaning,
    assessment: Assessment,
    library: Library,
    situation: Situation,
) -> Decision:
    """Decide about one message: what to say, what to remember, and whether a person must see it."""
    state = facts.hear(_remember(state, meaning, assessment), meaning, situation.seq)
    if situation.holder == "adviser":
        decision = Decision(state)  # mute: a person holds the conversation
    elif assessment.level.rank >= Level.URGENT.rank:
        decision = in_danger(state, meaning, assessment, library, situation)
    elif situation.chosen_language:
        told = replies.say(library, "language-chosen", kind="language")
        decision = Decision(state, replies=(told,))
    else:
        calm = assessment.level is Level.ROUTINE
        decision = step(state, meaning, library, situation) or beside(
            _routine(state, meaning, library, situation),
            state, meaning, library, situation, calm=calm,
        )  # fmt: skip
        if assessment.level is Level.COMPLEX:
            decision = _with_a_person(decision, state, meaning, library, situation)
    return replace(
        decision,
        level=assessment.level,
        signals=assessment.signals,
        understood=decision.understood or meaning.ranked[:3],
        handoff=decision.handoff or assessment.level is not Level.ROUTINE,
        reason=assessment.signals[0].code if assessment.signals else decision.reason,
    )


def _with_a_person(
    decision: Decision,
    state: DialogueState,
    meaning: Meaning,
    library: Library,
    situation: Situation,
) -> Decision:
    """The answer and a person; only the person where there is no answer.

    Who tells of something hard is not asked for other words, and not told that we cannot help.
    """
    helps_not = is_unread(decision, state, meaning) or _is_small_talk(decision, meaning)
    if helps_not and not wants_no_person(meaning.plain):
        decision = answering.to_a_person(state, "needs a person")
    if situation.holder == "queue":
        return replace(decision, handoff=True)  # they know that somebody is coming
    told = replies.say(library, "complex-brought-in")
    said = (*decision.replies, told) if decision.answers else (told, *decision.replies)
    return replace(decision, replies=said, handoff=True)


def _is_small_talk(decision: Decision, meaning: Meaning) -> bool:
    """Whether the reply is one to "bye" or "thanks", which may be meant otherwise beside something hard."""
    talks = likeliest(meaning).startswith("talk/")
    return talks and not decision.answers and not decision.handoff


def _routine(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision:
    if situation.choice:
        return _chosen(situation.choice, state, meaning, library, situation)
    return _answer_to_us(state, meaning, library, situation) or _question(
        state, meaning, library, situation
    )


def _chosen(
    choice: str, state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision:
    what, _, value = choice.partition(":")
    if what == "entry" and value in library.entries:
        return answering.give(value, state, library, situation)
    if what == "nation" and value in set(Nation):
        return nation_told(Nation(value), state, library, situation)
    if what == "person" or (what == "yes" and state.pending and state.pending.kind == "person"):
        return answering.to_a_person(state, "asked for a person")
    if what == "helped":
        return _told_if_it_helped(state, library, helped=value.startswith("yes"))
    if what in ("none", "no"):
        key = "person-declined" if _asked_for_person(state) else "choice-declined"
        said = replies.say(library, key, choices=(replies.PERSON,))
        return Decision(replace(state, pending=None), replies=(said,))
    return _question(state, meaning, library, situation)


def _answer_to_us(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision | None:
    """The message as an answer to the question we asked last, or None where it is none."""
    if state.pending is None:
        return None
    if state.pending.kind == "nation":
        nation = nation_in(state.pending, state, meaning, library)
        return nation_told(nation, state, library, situation) if nation else None
    if state.pending.kind == "person" and (pending.is_yes(meaning) or pending.is_no(meaning)):
        return _chosen(
            "yes" if pending.is_yes(meaning) else "no", state, meaning, library, situation
        )
    picked = pending.picked(state.pending, meaning, library)
    return _chosen(picked, state, meaning, library, situation) if picked else None


def _question(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision:
    if not any(character.isalnum() for character in meaning.plain):
        kept = "sms-picture-kept" if situation.pictures_kept else "sms-picture"
        key = kept if situation.pictures else "silence"
        return Decision(state, replies=(replies.say(library, key),))
    if meaning.language != "en":
        return _in_another_language(state, meaning, library)
    if asks_who_wrote(meaning.plain):
        cannot_say = replies.say(library, "cannot-say-who-wrote", choices=(replies.PERSON,))
        return Decision(replace(state, pending=None, misses=0), replies=(cannot_say,))
    return about_facts(state, meaning, library, situation) or _asked(
        state, _read_anew(state, meaning, library), library, situation
    )


def _asked(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision:
    """The answer to what is asked, once it is read with what was said before."""
    decision = (
        _talked(state, meaning, library, situation)
        or _answered_twice(state, meaning, library, situation)
        or _answered(state, meaning, library, situation)
        or _not_understood(state, meaning, library, situation)
    )
    return replace(decision, understood=meaning.ranked[:3])


def _read_anew(state: DialogueState, meaning: Meaning, library: Library) -> Meaning:
    """The message, or what it says was meant instead, as it follows on from the last answer."""
    meant = meant_instead(meaning.text) if state.topic or state.pending else ""
    if meant and meaning.again:
        meaning = replace(meaning.again(meant), found=meaning.found)
    return in_context(meaning, state, library)


def _answered_twice(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision | None:
    """Two entries in one turn, where the message asks two questions."""
    asked = asked_together(meaning, state, library)
    return answering.give_each(asked, state, library, situation) if asked else None


def _talked(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision | None:
    """The reply to what no entry answers: a wish for a person, or small talk."""
    top, sureness = likeliest(meaning), judge(meaning)
    if wants_no_person(meaning.plain) and not asks_an_entry(meaning, library):
        return Decision(replace(state, pending=None), replies=(replies.say(library, "no-talking"),))
    if top == "talk/person" and sureness == "sure":
        return answering.to_a_person(state, "asked for a person")
    if sureness == "choices" or not is_small_talk(meaning):
        return None
    if situation.holder == "queue" and is_for_the_adviser(top):
        return answering.to_a_person(state, "more for the adviser")
    said = small_talk(top, meaning.plain, state, library)
    if said is None:
        return None
    if top == "talk/show-facts" and state.facts:
        state = replace(state, pending=Pending("facts"))
    return Decision(replace(state, greeted=True), replies=(said,))


def _answered(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision | None:
    """An entry, or a choice of entries, where the message asks for one."""
    if asks_an_entry(meaning, library):
        if said_already(likeliest(meaning), state, library, situation):
            if situation.holder == "queue":
                return answering.to_a_person(state, "more for the adviser")
            return said_all(state, library)
        return answering.give(likeliest(meaning), state, library, situation, meaning)
    if judge(meaning) == "choices" and asks_some_entry(meaning, library):
        return answering.offer(meaning, state, library)
    return None


def _not_understood(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision:
    """No answer of ours fits; a few words with a nation are a word on the last answer all the same."""
    nation = facts.nation_of(state)
    told_now = any(found.kind == "nation" for found in meaning.found)
    if nation and told_now and len(meaning.plain) < _A_FEW_WORDS:
        return nation_told(nation, state, library, situation)
    if situation.holder == "queue":
        return answering.to_a_person(state, "more for the adviser")
    if asks_only_for_help(meaning.plain):
        return Decision(state, replies=(ask_what_with(library),))
    if said_already(likeliest(meaning), state, library, situation):
        return said_all(state, library, sure=False)
    return answering.miss(state, library)


def _told_if_it_helped(state: DialogueState, library: Library, *, helped: bool) -> Decision:
    if helped:
        return Decision(state, replies=(replies.say(library, "helped-yes"),))
    return Decision(state, replies=(replies.say(library, "helped-no", choices=(replies.PERSON,)),))


def _in_another_language(state: DialogueState, meaning: Meaning, library: Library) -> Decision:
    key = f"other-language-{meaning.language}"
    said = replies.say(library, key if key in library.words else "other-language")
    if meaning.language == WELSH != library.language:
        said = replace(said, choices=(replies.WELSH,))  # its text message says which word to text
    return replace(answering.to_a_person(state, f"writes in {meaning.language}"), replies=(said,))


def _asked_for_person(state: DialogueState) -> bool:
    return state.pending is not None and state.pending.kind == "person"


def _remember(state: DialogueState, meaning: Meaning, assessment: Assessment) -> DialogueState:
    families = tuple(dict.fromkeys((*state.families, *assessment.families)))
    recent = (*state.recent, meaning.text[:1000])[-_RECENT_KEPT:]
    return replace(state, recent=recent, families=families)
