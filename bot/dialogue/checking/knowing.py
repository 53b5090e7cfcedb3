"""What a checker need not ask, because it is known; and what its answers tell for later."""

from dataclasses import replace

from bot.state import DialogueState, Fact
from content.checker.model import NOT_SURE, OLDEST, Answers, Checker, Question
from content.nation import Nation

_KEPT = frozenset({"nation", "age"})


def known(checker: Checker, state: DialogueState, answers: Answers) -> dict[str, str]:
    """All answers there are: those given in this check, and the facts, whose newest word counts."""
    found = dict(answers)
    for question in checker.questions:
        value = _told(question, state)
        if value:
            found[question.asks] = value
    return found


def keep(
    question: Question, value: str, state: DialogueState, answers: Answers, seq: int
) -> tuple[DialogueState, Answers]:
    """The state and the answers once this is answered: a fact stays known after the check."""
    if question.facts and value != NOT_SURE:
        state = state.with_fact(question.facts[0], Fact(value, "young person", seq))
    return state, {**answers, question.asks: value}


def forget(checker: Checker, state: DialogueState) -> DialogueState:
    """The state for a check done anew: what it asked is asked again, the nation and the age aside."""
    asked = {name for question in checker.questions for name in question.facts[:1]} - _KEPT
    return replace(
        state, facts={name: fact for name, fact in state.facts.items() if name not in asked}
    )


def _told(question: Question, state: DialogueState) -> str:
    """What the facts say to a question; of several facts the one that was told last."""
    facts = [state.facts[name] for name in question.facts if name in state.facts]
    told = sorted(facts, key=lambda fact: -fact.seq)
    return next((value for fact in told if (value := _as_answer(question, fact.value))), "")


def _as_answer(question: Question, told: str) -> str:
    if question.kind == "nation":
        return told if told in set(Nation) else ""
    if question.kind == "age":
        return told if told.isdecimal() and int(told) <= OLDEST else ""
    return next((each.value for each in question.options if told in (each.value, *each.words)), "")
