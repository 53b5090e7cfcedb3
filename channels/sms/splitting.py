"""One message as the texts that are sent: one as a rule, several numbered ones when it is long.

Phones join the segments of one text by themselves, but the longer a text, the more often a part is lost
on the way. So what is longer than three segments goes as separate texts that each make sense: cut between
sentences, numbered, alike in length.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from content.sms_text import fold, size

_MOST_SEGMENTS = 3
_MOST_TEXTS = 3
_MOST_CHARACTERS = 1500
"""The telephone company refuses more than 1600 in one text; the rest is for the number in front."""

_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])(?=\s)|(?<=\n)")


def texts_of(message: str) -> list[str]:
    """The texts to send for a message: at most three, unless the company's limit forces more."""
    folded = fold(message).strip()
    if size(folded).parts <= _MOST_SEGMENTS:
        return [folded]
    pieces = [part for sentence in _BETWEEN_SENTENCES.split(folded) for part in _cut(sentence)]
    two = _numbered(_shared_out(pieces, 2))
    if all(size(text).parts <= _MOST_SEGMENTS for text in two):
        return two
    three = _numbered(_shared_out(pieces, _MOST_TEXTS))
    if all(len(text) <= _MOST_CHARACTERS for text in three):
        return three
    return _numbered([text.strip() for text in _filled(pieces, _MOST_CHARACTERS)])


def _numbered(texts: list[str]) -> list[str]:
    return [f"({number}/{len(texts)}) {text}" for number, text in enumerate(texts, start=1)]


def _shared_out(pieces: list[str], most: int) -> list[str]:
    """At most so many texts, the longest of them as short as can be without cutting a piece."""
    lengths = range(max(map(len, pieces)), sum(map(len, pieces)) + 1)
    least = bisect_left(lengths, True, key=lambda length: len(_filled(pieces, length)) <= most)
    return [text.strip() for text in _filled(pieces, lengths[least])]


def _filled(pieces: list[str], length: int) -> list[str]:
    texts = [""]
    for piece in pieces:
        if texts[-1] and len(texts[-1]) + len(piece) > length:
            texts.append("")
        texts[-1] += piece
    return texts


def _cut(sentence: str) -> Iterator[str]:
    """A sentence too long for any text, cut between words (or anywhere, where there are none)."""
    while len(sentence) > _MOST_CHARACTERS:
        gap = sentence.rfind(" ", 1, _MOST_CHARACTERS)
        end = gap if gap > 0 else _MOST_CHARACTERS
        yield sentence[:end]
        sentence = sentence[end:]
    yield sentence
