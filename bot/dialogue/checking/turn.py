"""A checker's own turn: it starts, takes an answer, is left, or is taken up again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.decision import Choice, Decision
from bot.dialogue import facts, pending
from bot.dialogue.checking import knowing, saying
from bot.dialogue.checking.reading import Heard, read_answer
from bot.dialogue.replies import say
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
DECLINE = Choice("No", "check-no")


def step(
    state: DialogueState, meaning: Meaning, library: Library, situation: Situation
) -> Decision | None:
    """What a checker says to this message, or None where the message is not for one.

    Asked before anything else that the bot could say, danger aside.
    """
    wanted, _, name = situation.choice.partition(":")
    if wanted == "check" and name in library.checkers:
        return _begin(library.checkers[name], state, library, situation)
    checking = state.checking
    checker = library.checkers.get(checking.checker) if checking else None
    if checking is None or checker is None:
        return None
    if situation.choice:
        return _pressed(checking, checker, state, library, situation)
    if checking.stage == "asking":
        return _typed(checking, checker, state, meaning, library, situation)
    if _is_taken_up(checking, checker, meaning):
        return _begin(checker, state, library, situation)
    declined = checking.is_open and checking.offered and pending.is_no(meaning)
    return _left(state, checking, library) if declined else None


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
    if facts.in_words(state):
        remembered = partial(facts.in_words, state, facts.KEPT)
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


def _typed(
    checking: Checking,
    checker: Checker,
    state: DialogueState,
    meaning: Meaning,
    library: Library,
    situation: Situation,
) -> Decision | None:
    """Words typed while a question waits: its answer, or that they have had enough of it."""
    if _STOP.fullmatch(meaning.plain):
        return _left(state, checking, library)
    question = checker.question(checking.asked)
    heard = Heard(meaning, state, situation.seq, library, situation.day)
    value = read_answer(question, heard) if question else ""
    return _answered(question, value, state, library, situation) if question and value else None


def _takes(question: Question, value: str) -> bool:
    if value == NOT_SURE:
        return True
    if question.kind == "age":
        return value.isdecimal()
    if question.kind == "nation":
        return value in set(Nation)
    return value in {option.value for option in question.options}


def _is_taken_up(checking: Checking, checker: Checker, meaning: Meaning) -> bool:
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
