"""What the score is taught from: examples, look-alikes, routine phrases and everyday messages.

Every message is also pasted into a routine question, so that danger hidden in one is learnt, and so
that pasting as such is not taken for danger. Nothing here is drawn by chance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.risk.clauses import clauses_of
from bot.risk.families import Family
from bot.understanding.normalise import sentences

Kind = Literal["example", "lookalike", "routine", "everyday"]
_JOINS = (". ", " and also ", " btw ", ", ", "\n", ". also ", " but ", " ps ")
_LONGEST_PASTED = 40


@dataclass(frozen=True)
class Message:
    """A message to learn from: whole and in clauses, as plain words. Level 0 is harmless."""

    whole: str
    clauses: tuple[str, ...]
    kind: Kind
    family: str
    level: int


@dataclass(frozen=True)
class Row:
    """One text with what it is; rows of one message are never parted between folds."""

    plain: str
    message: int
    family: str
    level: int


def messages(
    families: Sequence[Family], routine: Sequence[str], everyday: Sequence[str]
) -> list[Message]:
    """Everything there is to learn from, each text once; danger wins where a text is given as both."""
    made: dict[str, Message] = {}
    for message in _all(families, routine, everyday):
        if message.whole:
            made.setdefault(message.whole, message)
    return list(made.values())


def rows(taught: Sequence[Message]) -> list[Row]:
    """The texts to train on: whole messages, pasted ones, and the clauses of harmless ones."""
    routine = [message for message in taught if message.kind == "routine"]
    made: list[Row] = []
    for number, message in enumerate(taught):
        about = (number, message.family, message.level)
        made.append(Row(message.whole, *about))
        if message.level == 0 and len(message.clauses) > 1:
            made += [Row(clause, *about) for clause in message.clauses]
        if (
            routine
            and len(message.whole.split()) <= _LONGEST_PASTED
            and _is_pasted(message, number)
        ):
            made.append(Row(_pasted(message.whole, routine, number), *about))
    return made


def _all(
    families: Sequence[Family], routine: Sequence[str], everyday: Sequence[str]
) -> Iterator[Message]:
    for family in families:
        for code, examples in family.examples.items():
            level = family.codes[code].level.rank
            yield from (_message(text, "example", family.name, level) for text in examples)
        for item in family.patterns:
            level = family.codes[item.code].level.rank
            yield from (_message(text, "example", family.name, level) for text in item.catches)
    for family in families:
        harmless = (*family.lookalikes, *(text for item in family.patterns for text in item.passes))
        yield from (_message(text, "lookalike", family.name, 0) for text in harmless)
    yield from (_message(text, "routine", "", 0) for text in routine)
    yield from (_message(text, "everyday", "", 0) for text in everyday)


def _message(text: str, kind: Kind, family: str, level: int) -> Message:
    read = sentences(text)
    clauses = tuple(clause.plain for clause in clauses_of(text, read))
    return Message(" ".join(each.plain for each in read), clauses, kind, family, level)


def _is_pasted(message: Message, number: int) -> bool:
    """Every example, half the look-alikes, a tenth of the rest."""
    every = {"example": 1, "lookalike": 2}.get(message.kind, 10)
    return number % every == 0


def _pasted(plain: str, routine: Sequence[Message], number: int) -> str:
    """The text before or after a routine question, the same one each time."""
    question = routine[number * 7919 % len(routine)].whole
    joined = _JOINS[number % len(_JOINS)].join(
        (question, plain) if number % 3 else (plain, question)
    )
    return " ".join(sentence.plain for sentence in sentences(joined))
