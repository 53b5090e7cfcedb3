"""A checker's part in a turn: it starts, takes an answer, is left for another question, or goes on.

`step` comes before anything else the bot could say to a message; `beside` after it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.decision import Choice, Decision, Reply
from bot.dialogue import facts, pending
from bot.dialogue.checking import knowing, saying
from bot.dialogue.checking.reading import Heard, read_answer
from bot.dialogue.replies import YES_NO, say
from bot.dialogue.situation import Situation
from bot.meaning import Meaning
from bot.state import Checking, DialogueState, Pending
from bot.understanding.normalise import plain
from content.checker.model import NOT_SURE, Answers, Checker, Question
from content.checker.walk import next_question, outcomes
from content.library import Library
from content.nation import Nation
from content.words import Saying

_CHECK = re.compile(
    r"(?:yes |yeah |ok |please )*(?:do |start |try )?(?:the |a |it )?check(?: it| please| now| me)*"
)
_CARRY_ON = re.compile(
    r"(?:yes |yeah |ok |please |can we |lets )*(?:carry on|continue|resume|keep going|go back|back)"
    r"(?: with| to)?(?: it| the check| that| please)*"
)
_STOP = re.compile(
    r"(?:no |ok |just |please |lets )*(?:stop|never mind|nvm|cancel|quit|exit|leave it|forget it|enough|"
    r"no more questions|stop asking|dont bother|not now|later|i (?:dont want to|give up))"
    r"(?: the check| it| this| that| asking| now| please| do this| anymore| any more)*"
)
_NO_ANSWER = frozenset(
    {"talk/out-of-scope", "talk/ok", "talk/yes", "talk/no", "talk/sorry-what", "talk/how-are-you"}
)
_DECLINE = Choice("No", "check-no")


def step(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision | None:
    """What a checker says to this message, or None where the message is not for one."""
    wanted, _, name = situation.choice.partition(":")
    if wanted == "check" and name in library.checkers:
        return _begin(library.checkers[name], state, library, situation)
    checking = state.checking
    checker = library.checkers.get(checking.checker) if checking else None
    if checking is None or checker is None:
        return None
    if situation.choice:
        return _pressed(checking, checker, state, library, situation)
    if checking.stage == "asking" and _STOP.fullmatch(meaning.plain):
        return _left(state, checking, library)
    if _is_taken_up(checking, checker, meaning):
        return _begin(checker, state, library, situation)
    if checking.stage == "aside" and checking.offered and pending.is_no(meaning):
        return _left(state, checking, library)
    question = checker.question(checking.asked) if checking.stage == "asking" else None
    if question is None:
        return None
    value = read_answer(question, Heard(meaning, state, situation.seq, library, situation.day))
    return _answered(question, value, state, library, situation) if value else None


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
    if checking.stage == "asking" and question and _is_unread(decision, before, meaning):
        if before.misses == 0:
            return _asked_again(question, before, library, situation)
        return _checking(decision, checking.put_aside())
    return _reminded(_with_start(decision, library), checking, checker, library)


def put_aside(state: DialogueState) -> DialogueState:
    """The state once something graver came in between: the checker waits, and says nothing."""
    return replace(state, checking=state.checking.put_aside() if state.checking else None)


def _begin(
    checker: Checker, state: DialogueState, library: Library, situation: Situation
) -> Decision:
    """Start a checker, or take it up where it was left; one that is done is done anew."""
    before = state.checking if state.checking and state.checking.checker == checker.name else None
    if before and before.is_open:
        return _go_on(checker, state, before.answers, library, situation)
    if before and before.stage == "done":
        state = knowing.forget(checker, state)
    intro = [library.say("check-begin", {})]
    remembered = facts.in_words(state)
    if remembered:
        intro.append(library.say("check-known", {"facts": remembered}))
    return _go_on(checker, state, {}, library, situation, intro)


def _pressed(
    checking: Checking,
    checker: Checker,
    state: DialogueState,
    library: Library,
    situation: Situation,
) -> Decision | None:
    """A button: an answer to any question of this check, so that one can be put right; or leave it."""
    wanted, _, rest = situation.choice.partition(":")
    if wanted == "check-no" and checking.is_open:
        return _left(state, checking, library)
    name, _, value = rest.partition(":")
    question = checker.question(name) if wanted == "answer" and checking.is_open else None
    if question is None or not _takes(question, value):
        return None
    return _answered(question, value, state, library, situation)


def _takes(question: Question, value: str) -> bool:
    if value == NOT_SURE:
        return True
    if question.kind == "age":
        return value.isdecimal()
    if question.kind == "nation":
        return value in set(Nation)
    return value in {option.value for option in question.options}


def _is_taken_up(checking: Checking, checker: Checker, meaning: Meaning) -> bool:
    if checking.stage == "asking":
        return False
    said = meaning.plain.strip(" .?!")
    if _CHECK.fullmatch(said) or said in (plain(checker.button), plain(checker.title)):
        return True
    if checking.stage == "aside" and _CARRY_ON.fullmatch(said):
        return True
    return checking.offered and pending.is_yes(meaning)


def _answered(
    question: Question, value: str, state: DialogueState, library: Library, situation: Situation
) -> Decision:
    assert state.checking is not None  # noqa: S101 - only an open check is answered
    checker = library.checkers[state.checking.checker]
    state, answers = knowing.keep(question, value, state, state.checking.answers, situation.seq)
    return _go_on(checker, state, answers, library, situation)


def _go_on(
    checker: Checker,
    state: DialogueState,
    answers: Answers,
    library: Library,
    situation: Situation,
    before: Sequence[Saying] = (),
) -> Decision:
    """Ask what is still needed, or say what the answers point to."""
    state = replace(state, misses=0, pending=None)
    known = knowing.known(checker, state, answers)
    question = next_question(checker, known)
    if question:
        checking = Checking(checker.name, "asking", answers, question.name)
        reply = saying.question_reply(question, library, situation.day, before)
        return Decision(replace(state, checking=checking), replies=(reply,))
    reply, entries = saying.result_reply(outcomes(checker, known), library, situation.day)
    done = Checking(checker.name, "done")
    related = Pending("related", entries) if entries else None
    return Decision(replace(state, checking=done, pending=related), replies=(reply,))


def _left(state: DialogueState, checking: Checking, library: Library) -> Decision:
    after = replace(state, pending=None, misses=0, checking=checking.put_aside())
    return Decision(after, replies=(say(library, "check-left"),))


def _is_unread(decision: Decision, before: DialogueState, meaning: Meaning) -> bool:
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
    choices = (Choice(YES_NO[0].label, f"check:{checker.name}"), _DECLINE)
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
