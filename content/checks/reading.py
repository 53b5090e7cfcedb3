"""How hard a text is to read: its sentences, and the school grade that it asks for."""

import re
from dataclasses import dataclass
from itertools import pairwise

LONGEST_SENTENCE = 25
HIGHEST_GRADE = 8.0
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|__|^[ \t]*(?:[-*+]|\d+\.)\s+", re.MULTILINE)
# A full stop inside a number or a web address ends nothing; a line's end does.
_END = re.compile(r"[.!?:]+[\"')]*(?=\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*|[£\d][\d.,:%]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_END = re.compile(r"[^ley]e$|[^td]ed$")


@dataclass(frozen=True)
class Sentence:
    """One sentence or one point of a list, with the line it starts on."""

    line: int
    words: tuple[str, ...]


def plain(markdown: str) -> str:
    """The words of a Markdown text without its signs; lines stay where they are."""
    return _MARKS.sub("", _LINK.sub(r"\1", markdown))


def words(text: str) -> list[str]:
    """The words of a plain text; an amount counts as one."""
    return _WORD.findall(text)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a plain text."""
    cuts = [0, *(end.end() for end in _END.finditer(text)), len(text)]
    found = []
    for start, end in pairwise(cuts):
        own = tuple(words(text[start:end]))
        if own:
            first = start + len(text[start:end]) - len(text[start:end].lstrip())
            found.append(Sentence(text.count("\n", 0, first) + 1, own))
    return found


def syllables(word: str) -> int:
    """About how many syllables a word has: groups of vowels, without a silent e at the end."""
    if word[0].isdigit() or word[0] == "£":
        return 1
    lower = word.lower().replace("'", "").replace("\u2019", "")
    count = len(_VOWELS.findall(lower))
    if _SILENT_END.search(lower):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a plain text; add five for a reading age. 0 for no words."""
    own = sentences(text)
    every = [word for sentence in own for word in sentence.words]
    if not every:
        return 0.0
    a_sentence = len(every) / len(own)
    a_word = sum(syllables(word) for word in every) / len(every)
    return 0.39 * a_sentence + 11.8 * a_word - 15.59
