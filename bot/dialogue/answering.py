"""From what was understood to an answer, a choice of answers, or an honest "I did not understand"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.decision import Decision, Level, Reply
from bot.dialogue.facts import nation_of, reader_of
from bot.dialogue.replies import (
    NATION_CHOICES,
    NONE_OF_THESE,
    PERSON,
    YES_NO,
    answer,
    entry_choice,
    related_by_text,
    say,
)
from bot.dialogue.situation import Situation
from bot.meaning import Meaning
from bot.state import DialogueState, Pending
from bot.understanding.confidence import MOST_OFFERED
from content.library import Library

_WORTH_OFFERING = 0.04
_GIVEN_KEPT = 12
_FOR_ANY_EYES = frozenset({"courses", "ema", "bursary", "work"})


def give(
    entry_id: str,
    state: DialogueState,
    library: Library,
    situation: Situation,
    meaning: Meaning | None = None,
) -> Decision:
    """Answer with an entry; ask for the nation first where the answer depends on it.

    Who it is not for, and who has no other wording, is offered a person.
    """
    nation, reader = nation_of(state), reader_of(state, situation)
    if library.withholds(entry_id, nation, reader):
        return Decision(
            replace(state, misses=0, pending=Pending("person")), replies=(_a_person(library),)
        )
    found = library.answer(entry_id, nation, situation.day, reader)
    if found is None:
        waiting = replace(state, topic=entry_id, misses=0, pending=Pending("nation", (entry_id,)))
        return Decision(waiting, replies=(say(library, "which-nation", choices=NATION_CHOICES),))
    others = _others(meaning, entry_id, library) if meaning else ()
    others = tuple(each for each in others if not library.withholds(each, nation, reader))
    related = tuple(
        other
        for other in found.related
        if other not in others and not library.withholds(other, nation, reader)
    )
    offered = tuple(sorted((*others, *related)[:MOST_OFFERED], key=_tells_tales))
    choices = [entry_choice(library, other) for other in offered]
    discreet = [
        choice for choice, other in zip(choices, offered, strict=True) if not _tells_tales(other)
    ]
    given = (*state.given, entry_id)[-_GIVEN_KEPT:]
    pending = Pending("related", offered) if offered else None
    after = replace(state, topic=entry_id, misses=0, given=given, pending=pending)
    reply = answer(found, choices, related_by_text(library, found.sms, discreet))
    return Decision(after, replies=(reply,), answers=(entry_id,), offered=others)


def give_each(
    entry_ids: Sequence[str], state: DialogueState, library: Library, situation: Situation
) -> Decision:
    """Answer with several entries in one turn; what needs the nation comes last, with that question."""
    nation, reader = nation_of(state), reader_of(state, situation)
    open_to = [each for each in entry_ids if not library.withholds(each, nation, reader)]
    if open_to and len(open_to) < len(entry_ids):
        rest = give_each(open_to, state, library, situation)
        return replace(
            rest, replies=(*rest.replies, say(library, "for-a-person", choices=(PERSON,)))
        )
    found = [library.answer(each, nation, situation.day, reader) for each in entry_ids]
    ready = [each for each in found if each]
    waiting = tuple(
        entry_id for entry_id, each in zip(entry_ids, found, strict=True) if each is None
    )
    before = ready if waiting else ready[:-1]
    given = tuple(each.entry_id for each in before)
    known = replace(state, given=(*state.given, *given)[-_GIVEN_KEPT:])
    last = give(waiting[0] if waiting else entry_ids[-1], known, library, situation)
    if waiting:
        last = replace(last, state=replace(last.state, pending=Pending("nation", waiting)))
    replies = (*(answer(each, ()) for each in before), *last.replies)
    return replace(last, replies=replies, answers=(*given, *last.answers))


def _a_person(library: Library) -> Reply:
    """What somebody is told for whom there is no answer here."""
    return say(library, "for-a-person", choices=YES_NO)


def offer(meaning: Meaning, state: DialogueState, library: Library) -> Decision:
    """Ask which of the likeliest answers is meant."""
    offered = tuple(ranked.id for ranked in meaning.ranked if ranked.id in library.entries)
    offered = offered[:MOST_OFFERED]
    choices = [*(entry_choice(library, entry_id) for entry_id in offered), NONE_OF_THESE, PERSON]
    after = replace(state, pending=Pending("choice", offered))
    reply = say(library, "did-you-mean", kind="choices", choices=choices)
    return Decision(after, replies=(reply,), offered=offered)


def miss(state: DialogueState, library: Library) -> Decision:
    """Not understood: ask once for other words; the second time, offer a person."""
    reply: Reply
    if state.misses == 0:
        reply = say(library, "not-understood", choices=(PERSON,))
        return Decision(replace(state, misses=1, pending=None), replies=(reply,))
    reply = say(library, "not-understood-again", choices=YES_NO)
    after = replace(state, misses=state.misses + 1, pending=Pending("person"))
    return Decision(after, replies=(reply,))


def to_a_person(state: DialogueState, reason: str, level: Level = Level.ROUTINE) -> Decision:
    """Bring the conversation to an adviser; what is said of it follows once the case is stored."""
    after = replace(state, misses=0, pending=None)
    return Decision(after, level=level, handoff=True, reason=reason)


def _tells_tales(entry_id: str) -> bool:
    """Whether the name of an entry beside an answer is nothing for a stranger's eyes on a phone."""
    return entry_id.partition("/")[0] not in _FOR_ANY_EYES


def _others(meaning: Meaning, entry_id: str, library: Library) -> tuple[str, ...]:
    return tuple(
        ranked.id
        for ranked in meaning.ranked[:MOST_OFFERED]
        if ranked.id != entry_id
        and ranked.id in library.entries
        and ranked.confidence >= _WORTH_OFFERING
    )
