"""What a checker says: a question with its buttons, and at the end what the answers point to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.decision import Choice, Reply
from bot.dialogue.replies import PERSON, entry_choice, in_their_words, nation_label, numbered
from content.checker.model import NOT_SURE, Checker, Outcome, Question
from content.library import Library
from content.nation import Nation
from content.sms_text import fold, size
from content.words import Saying

MOST_TOLD = 4
MOST_READ = 4
_MOST_PARTS = 2
_AGES = range(16, 20)


def question_reply(
    question: Question, library: Library, day: date, before: Sequence[Saying] = ()
) -> Reply:
    """A question after what is said before it; in a text message its options are numbered."""
    fill = library.filler.fill
    choices = _choices(question, library, day)
    web = "\n\n".join((*(each.web for each in before), fill(question.web, day)))
    sms = " ".join((*(each.sms for each in before), fill(question.sms, day)))
    listed = "" if question.kind == "age" else numbered(choices)
    return Reply("text", web, fold(sms + listed), choices=choices)


def result_reply(
    outcomes: Sequence[Outcome], library: Library, day: date
) -> tuple[Reply, tuple[str, ...]]:
    """What the answers point to, and the entries to read on in. Never a promise: the words are checked."""
    fill = library.filler.fill
    told, rest = outcomes[:MOST_TOLD], outcomes[MOST_TOLD:]
    parts = [library.say("check-result", {}).web, *(_told(each, library) for each in told)]
    if rest:
        titles = ", ".join(each.title for each in rest)
        parts.append(library.say("check-result-also", {"titles": titles}).web)
    entries = _to_read(outcomes, library)
    choices = (*(entry_choice(library, each) for each in entries), PERSON)
    choices = in_their_words(library, choices)
    sources = {source.url: source for each in outcomes for source in each.sources}
    reply = Reply(
        "answer",
        fill("\n\n".join(parts), day),
        _by_text(outcomes, entries, library, day),
        choices=choices,
        sources=tuple(sources.values()),
        checked=min(each.checked for each in outcomes),
    )
    return reply, entries


def start_choice(checker: Checker) -> Choice:
    """The button that starts a checker, or takes it up again."""
    return Choice(checker.button, f"check:{checker.name}")


def _choices(question: Question, library: Library, day: date) -> tuple[Choice, ...]:
    not_sure = (library.say("check-not-sure", {}).web, NOT_SURE)
    if question.kind == "nation":
        offered = [(nation_label(library, nation), nation.value) for nation in Nation]
    elif question.kind == "age":
        offered = [(str(age), str(age)) for age in _AGES]
    else:
        offered = [(library.filler.fill(each.label, day), each.value) for each in question.options]
    return tuple(
        Choice(label, f"answer:{question.name}:{value}") for label, value in (*offered, not_sure)
    )


def _told(outcome: Outcome, library: Library) -> str:
    blanks = {"title": outcome.title, "apply": outcome.apply, "ask": outcome.ask}
    return library.say("check-outcome", {**blanks, "words": outcome.web}).web


def _to_read(outcomes: Sequence[Outcome], library: Library) -> tuple[str, ...]:
    """The first entry of each outcome before the second of any; only those that are in service."""
    places = range(max(len(each.read) for each in outcomes))
    in_turn = [each.read[place] for place in places for each in outcomes if place < len(each.read)]
    return tuple(dict.fromkeys(each for each in in_turn if each in library.entries))[:MOST_READ]


def _by_text(
    outcomes: Sequence[Outcome], entries: Sequence[str], library: Library, day: date
) -> str:
    """One outcome in full; several by their titles, with the numbers to text for more."""
    if len(outcomes) == 1:
        return fold(library.filler.fill(outcomes[0].sms, day))
    possible = [each.title for each in outcomes if each.about == "possible"]
    titles = possible or [each.title for each in outcomes]
    listed = numbered(entry_choice(library, each) for each in entries)
    for many in range(len(titles), 0, -1):
        named = ", ".join(titles[:many])
        text = fold(library.say("check-result-several", {"titles": named}).sms + listed)
        if size(text).parts <= _MOST_PARTS:
            break
    return text


def with_start(reply: Reply, checker: Checker, library: Library, *, by_text: bool) -> Reply:
    """An answer with the button that starts a checker; a text message says which word does.

    What goes with the answer gives way where two parts have no room for it.
    """
    reply = replace(reply, choices=(start_choice(checker), *reply.choices))
    if not by_text:
        return reply
    sms = reply.sms
    hint = "\n" + library.say("check-beside", {}).sms
    while size(sms + hint).parts > _MOST_PARTS and "\n" in sms:
        sms = sms.rpartition("\n")[0]
    if size(sms + hint).parts > _MOST_PARTS:
        hint = "\n" + library.say("check-beside-short", {}).sms
    return replace(reply, sms=sms + hint)
