"""Cutting a message into clauses, so that one line of danger is not drowned by ten lines of routine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.risk.word_sets import words_of
from bot.understanding.normalise import Sentence, Token

SHORTEST, LONGEST = 3, 16
_OPENERS = words_of(
    "but also because so though anyway plus btw ps and although cause then since while"
)
_MARKS = frozenset(',-\u2013\u2014:()/*"\u2026')


@dataclass(frozen=True)
class Clause:
    """Some words that belong together, and where they stand in the text as typed."""

    plain: str
    start: int
    end: int


def clauses_of(text: str, sentences: Sequence[Sentence]) -> list[Clause]:
    """The clauses of a message, in order. A message of one clause is one clause."""
    return [
        Clause(" ".join(token.plain for token in tokens), tokens[0].start, tokens[-1].end)
        for sentence in sentences
        for part in _joined(list(_parts(text, sentence)))
        for tokens in _windows(part)
    ]


def _parts(text: str, sentence: Sentence) -> Iterator[list[Token]]:
    part: list[Token] = []
    for token in sentence.tokens:
        between = text[part[-1].end : token.start] if part else ""
        if part and (token.plain in _OPENERS or not _MARKS.isdisjoint(between)):
            yield part
            part = []
        part.append(token)
    yield part


def _joined(parts: list[list[Token]]) -> list[list[Token]]:
    """Parts too short to say anything go with the one before, the first with the next."""
    joined: list[list[Token]] = []
    for part in parts:
        if joined and (len(part) < SHORTEST or len(joined[-1]) < SHORTEST):
            joined[-1] = joined[-1] + part
        else:
            joined.append(part)
    return joined


def _windows(part: list[Token]) -> Iterator[list[Token]]:
    """A clause that runs on and on, in windows that overlap by half."""
    if len(part) <= LONGEST:
        yield part
        return
    step = LONGEST // 2
    for start in range(0, len(part) - step, step):
        yield part[start : start + LONGEST]
