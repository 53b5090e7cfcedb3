"""A checker's part in a turn that was not meant for it: left, asked about again, or offered."""

from dataclasses import replace

from bot.decision import Choice, Decision, Reply
from bot.dialogue import facts
from bot.dialogue.checking import saying
from bot.dialogue.checking.turn import DECLINE
from bot.dialogue.replies import YES_NO
from bot.dialogue.situation import Situation
from bot.meaning import Meaning
from bot.state import Checking, DialogueState
from content.checker.model import Checker, Question
from content.library import Library
from content.nation import Nation

_NO_ANSWER = frozenset(
    {"talk/out-of-scope", "talk/ok", "talk/yes", "talk/no", "talk/sorry-what", "talk/how-are-you"}
)


def beside(
    decision: Decision,
    before: DialogueState,
    meaning: Meaning,
    library: Library,
    situation: Situation,
    *,
    calm: bool,
) -> Decision:
    """The decision about a message that was no answer to a checker, with the checker's word on it.

    An open one is put aside and asked about once; an answer that a checker fits offers it. Where all
    is not calm it keeps quiet.
    """
    checking = before.checking
    checker = library.checkers.get(checking.checker) if checking else None
    if checking is None or checker is None or not checking.is_open:
        decision = _checking(decision, replace(checking, offered=False) if checking else None)
        return _with_start(decision, library) if calm else decision
    if decision.handoff or not calm:
        return _checking(decision, checking.put_aside())
    question = checker.question(checking.asked)
    if checking.stage == "asking" and question and is_unread(decision, before, meaning):
        if before.misses == 0:
            return _asked_again(question, before, library, situation)
        return _checking(decision, checking.put_aside())
    return _reminded(_with_start(decision, library), checking, checker, library)


def put_aside(state: DialogueState) -> DialogueState:
    """The state once something graver came in between: the checker waits, and says nothing."""
    return replace(state, checking=state.checking.put_aside() if state.checking else None)


def is_unread(decision: Decision, before: DialogueState, meaning: Meaning) -> bool:
    """Whether nothing came of the message: not understood, only guessed at, or small talk in reply."""
    if decision.answers:
        return False
    waiting = decision.state.pending
    guessed = waiting is not None and waiting.kind == "choice"
    top = meaning.ranked[0].id if meaning.ranked else ""
    return (
        guessed or decision.state.misses > before.misses or top in _NO_ANSWER or not meaning.plain
    )


def _asked_again(
    question: Question, before: DialogueState, library: Library, situation: Situation
) -> Decision:
    sorry = library.say("check-not-read", {})
    reply = saying.question_reply(question, library, situation.day, [sorry])
    return Decision(replace(before, misses=1), replies=(reply,))


def _reminded(
    decision: Decision, checking: Checking, checker: Checker, library: Library
) -> Decision:
    """Ask once whether to carry on, when nothing else is being asked."""
    waiting = decision.state.pending
    busy = waiting is not None and waiting.kind != "related"
    aside = replace(checking, stage="aside", offered=False)
    if checking.reminded or busy or not decision.replies:
        return _checking(decision, aside)
    choices = (Choice(YES_NO[0].label, f"check:{checker.name}"), DECLINE)
    saying_so = library.say("check-carry-on", {"title": checker.title})
    reminder = Reply("text", saying_so.web, saying_so.sms, choices=choices)
    told = replace(decision, replies=(*decision.replies, reminder))
    return _checking(told, replace(aside, offered=True, reminded=True))


def _with_start(decision: Decision, library: Library) -> Decision:
    """The decision with the button of a checker at the last answer that one fits."""
    checking = decision.state.checking
    if not decision.replies or not decision.answers:
        return decision
    last = decision.replies[-1]
    nation = facts.nation_of(decision.state)
    checker = _fitting(last.entry_id or "", nation, library)
    if checker is None or (checking and checking.is_open and checking.checker == checker.name):
        return decision
    may_name = checking is None or not checking.is_open
    named_before = checking is not None and checking.checker == checker.name
    reply = saying.with_start(last, checker, library, by_text=may_name and not named_before)
    decision = replace(decision, replies=(*decision.replies[:-1], reply))
    if checking and checking.is_open:
        return decision
    if named_before and checking:
        return _checking(decision, replace(checking, offered=True))
    return _checking(decision, Checking(checker.name, "named", offered=True))


def _fitting(entry_id: str, nation: Nation | None, library: Library) -> Checker | None:
    return next(
        (
            checker
            for checker in library.checkers.values()
            if entry_id in checker.beside and (nation is None or nation in checker.nations)
        ),
        None,
    )


def _checking(decision: Decision, checking: Checking | None) -> Decision:
    return replace(decision, state=replace(decision.state, checking=checking))
