"""What the measured young people say: kept messages, most of them routine, a few of them danger."""

import json
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path

_KEPT = Path(__file__).parents[1] / "nlu_data" / "tests"
_TALK = ("hiya", "hello", "thanks that helps", "ok cool", "are you a real person", "bye x")
TURNS = 8
_ONE_IN_DANGER = 4
_ONE_IN_SMALL_TALK = 6


def conversations() -> Iterator[list[str]]:
    """Conversations of eight turns without end, the same ones in each run.

    About one turn in six is small talk, one in forty out of scope. One conversation in four ends in
    words of danger, so that one turn in thirty-two opens a handoff.
    """
    questions = cycle(_texts("questions.jsonl"))
    strange = cycle(_texts("out_of_scope.jsonl"))
    danger = cycle(_texts("risk_cases.jsonl", only_in_danger=True))
    talk = cycle(_TALK)
    numbers = count()
    for conversation in count():
        turns = [_turn(next(numbers), questions, strange, talk) for _ in range(TURNS)]
        if conversation % _ONE_IN_DANGER == 0:
            turns[-1] = next(danger)
        yield turns


def _turn(
    number: int, questions: Iterator[str], strange: Iterator[str], talk: Iterator[str]
) -> str:
    if number % 40 == 7:
        return next(strange)
    return next(talk if number % _ONE_IN_SMALL_TALK == 0 else questions)


def _texts(name: str, *, only_in_danger: bool = False) -> list[str]:
    rows = [json.loads(line) for line in (_KEPT / name).read_text("utf-8").splitlines() if line]
    return [
        row["text"]
        for row in rows
        if "text" in row and (not only_in_danger or row["level"] in ("urgent", "emergency"))
    ]
