"""What the score is taught from: examples, look-alikes, routine phrases, everyday messages and chatter.

Messages are also pasted into a routine question, so that danger hidden in one is learnt, and so
that pasting as such is not taken for danger; and into chatter, as that somebody chats must not hide it.
Nothing here is drawn by chance.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from zlib import crc32

from bot.risk.clauses import clauses_of
from bot.risk.families import Family
from bot.risk.patterns import PatternReader
from bot.understanding.normalise import plain, sentences

Kind = Literal["example", "lookalike", "routine", "everyday", "chatter"]
CHATTER: Kind = "chatter"
_JOINS = (". ", " and also ", " btw ", ", ", "\n", ". also ", " but ", " ps ")
_LONGEST_PASTED = 40
_LONGEST_BESIDE_HOMELY = 14
_TIMES_BESIDE_HOMELY: dict[Kind, int] = {"example": 3, "lookalike": 2}
_PASTED_INTO_CHATTER: tuple[Kind, ...] = ("example", "lookalike")
_NOT_READ_FOR_DANGER: tuple[Kind, ...] = ("routine", CHATTER)


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
    families: Sequence[Family],
    routine: Sequence[str],
    everyday: Sequence[str],
    chatter: Sequence[str] = (),
) -> list[Message]:
    """Everything there is to learn from, each text once; danger wins where a text is given as both.

    Routine phrases that a pattern takes for danger (`i have no food`, asked of crisis money) are left
    out, and chatter that is: they would teach that danger is harmless.
    """
    patterns = PatternReader(families, plain)
    made: dict[str, Message] = {}
    for message in _all(families, routine, everyday, chatter):
        unread = message.kind in _NOT_READ_FOR_DANGER
        if message.whole and not (unread and _alarms(patterns, message)):
            made.setdefault(message.whole, message)
    return list(made.values())


def rows(taught: Sequence[Message], turn: int = 0) -> list[Row]:
    """The texts to train on, each once: whole messages, pasted ones, and the clauses of harmless ones.

    In each turn others are pasted, each into another question.
    """
    made: dict[str, Row] = {}
    for row in _all_rows(taught, turn):
        made.setdefault(row.plain, row)
    return list(made.values())


def beside_homely(taught: Sequence[Message], homely: Sequence[str]) -> list[Row]:
    """Every short example and look-alike some times more, each time with other homely words beside it."""
    said = [plain(words) for words in homely]
    return [
        Row(_beside(message.whole, said, number + time), number, message.family, message.level)
        for number, message in enumerate(taught)
        if said and _is_short_and_hard(message)
        for time in range(_TIMES_BESIDE_HOMELY[message.kind])
    ]


def _is_short_and_hard(message: Message) -> bool:
    short = len(message.whole.split()) <= _LONGEST_BESIDE_HOMELY
    return short and message.kind in _TIMES_BESIDE_HOMELY


def _all_rows(taught: Sequence[Message], turn: int) -> Iterator[Row]:
    routine = [message for message in taught if message.kind == "routine"]
    chatter = [message for message in taught if message.kind == CHATTER]
    for number, message in enumerate(taught):
        yield Row(message.whole, number, message.family, message.level)
    for number, message in enumerate(taught):
        about = (number, message.family, message.level)
        if message.level == 0 and len(message.clauses) > 1:
            yield from (Row(clause, *about) for clause in message.clauses)
        if len(message.whole.split()) > _LONGEST_PASTED or not _is_pasted(message, number + turn):
            continue
        if routine:
            yield Row(_pasted(message.whole, routine, number + 101 * turn), *about)
        if chatter and message.kind in _PASTED_INTO_CHATTER:
            yield Row(_pasted(message.whole, chatter, number + 101 * turn + 1), *about)


def _alarms(patterns: PatternReader, message: Message) -> bool:
    return any(not hit.excused for hit in patterns.find(message.whole.split()))


def is_kept_back(message: Message) -> bool:
    """Whether a message, one in five, is kept back from teaching an encoder of our own.

    An encoder knows what it was taught on too well: where the score begins to count must be told by
    messages that are new to it.
    """
    return crc32(message.whole.encode()) % 5 == 0


def _all(
    families: Sequence[Family],
    routine: Sequence[str],
    everyday: Sequence[str],
    chatter: Sequence[str],
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
    yield from (
        _message(_three(everyday, number), "everyday", "", 0) for number in range(len(everyday))
    )
    yield from (_message(text, CHATTER, "", 0) for text in chatter)


def _three(everyday: Sequence[str], number: int) -> str:
    """Three everyday messages in one: people do not only write short ones."""
    places = (number, number * 31 + 7, number * 57 + 13)
    return ". ".join(everyday[place % len(everyday)] for place in places)


def _message(text: str, kind: Kind, family: str, level: int) -> Message:
    read = sentences(text)
    clauses = tuple(clause.plain for clause in clauses_of(text, read))
    return Message(" ".join(each.plain for each in read), clauses, kind, family, level)


def _is_pasted(message: Message, number: int) -> bool:
    """Every example, half the look-alikes, a tenth of the rest."""
    every = {"example": 1, "lookalike": 2}.get(message.kind, 10)
    return number % every == 0


def _beside(text: str, homely: Sequence[str], number: int) -> str:
    words = homely[number * 7919 % len(homely)]
    return f"{text} {words}" if number % 4 else f"{words} {text}"


def _pasted(text: str, others: Sequence[Message], number: int) -> str:
    """The text before or after one of the others, the same one each time."""
    question = others[number * 7919 % len(others)].whole
    joined = _JOINS[number % len(_JOINS)].join((question, text) if number % 3 else (text, question))
    return " ".join(sentence.plain for sentence in sentences(joined))
