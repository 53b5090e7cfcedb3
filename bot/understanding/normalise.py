"""Making a text plain: one spelling for one word, however it was typed.

Every plain word keeps the place it came from, so that what raised a signal can be shown as typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from bot.understanding.run_together import parted
from bot.understanding.spelling import Spelling, load_spelling

LONGEST = 2_000
_APOSTROPHES = "'’‘`´ʼ＇′"  # noqa: RUF001
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_DIGIT_FOR_LETTER = re.compile(r"(?<=[a-z])[013457](?=[a-z])")
_LETTER_MEANT = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t"}
_SENTENCE_END = re.compile(r"[.!?;。؟\n\r]")
_SPACED_OUT = re.compile(r"[a-z](?:[ .*_-][a-z]){3,}(?![^\W_])")
_ONLY_GRADES = frozenset("abcdefgiuxy")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LATIN = re.compile(r"[a-z]")
_MOST_DRAWN_OUT = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A plain word and where it stands in the text as typed."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its plain words and its place in the text as typed."""

    tokens: tuple[Token, ...]

    @property
    def plain(self) -> str:
        """The plain words with one space between them."""
        return " ".join(token.plain for token in self.tokens)

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.tokens[-1].end


def plain(text: str) -> str:
    """The text in plain words: lower case, no marks, short forms written out, one space between.

    Only the first `LONGEST` characters are read. Never raises.
    """
    folded, _ = _fold(text[:LONGEST])
    words = _words().finditer(folded)
    return " ".join(each for word in words for each in _written_out(word.group()))


def sentences(text: str, longest: int = LONGEST) -> list[Sentence]:
    """The text as sentences of plain words; a sentence without a word is left out."""
    folded, origins = _fold(text[:longest])
    found: list[Sentence] = []
    tokens: list[Token] = []
    read_to = 0
    for word in _words().finditer(folded):
        if tokens and _SENTENCE_END.search(folded, read_to, word.start()):
            found.append(Sentence(tuple(tokens)))
            tokens = []
        read_to = word.end()
        start, end = origins[word.start()], origins[word.end() - 1] + 1
        tokens += [Token(each, start, end) for each in _written_out(word.group())]
    if tokens:
        found.append(Sentence(tuple(tokens)))
    return found


def _fold(text: str) -> tuple[str, range | list[int]]:
    """Lower case, one form for each letter, nothing invisible; and where each character came from."""
    if text.isascii() and not _CONTROL.search(text):
        return text.lower(), range(len(text))
    characters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        for piece in _folded_character(character):
            characters.append(piece)
            origins.append(place)
    folded = "".join(characters)
    return (_look_alikes_folded(folded) if _LATIN.search(folded) else folded), origins


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    if character in _APOSTROPHES:
        return "'"
    pieces = unicodedata.normalize("NFKD", character.lower()).lower()
    return "".join(piece for piece in pieces if _is_visible(piece))


def _is_visible(character: str) -> bool:
    return character in "\n\t " or unicodedata.category(character) not in {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Mn",
    }


def _look_alikes_folded(folded: str) -> str:
    """Foreign letters that pass for ours, in words that hold no truly foreign letter."""
    latin = load_spelling().look_alikes

    def mended(word: re.Match[str]) -> str:
        letters = "".join(latin.get(letter, letter) for letter in word.group())
        return letters if letters.isascii() else word.group()

    return re.sub(r"\w+", mended, folded)


@cache
def _words() -> re.Pattern[str]:
    """Spaced out letters, emoji that mean something, numbers and words."""
    emoji = sorted((_fold_sign(sign) for sign in load_spelling().emoji), key=len, reverse=True)
    return re.compile(
        rf"(?<![^\W_]){_SPACED_OUT.pattern}"
        r"|[£$€]?\d+(?:[.,:]\d+)*(?:[^\W\d_][^\W_]*)?"
        r"|[^\W_]+(?:['*]+[^\W_]+)*"
        rf"|{'|'.join(re.escape(sign) for sign in emoji)}"
    )


def _fold_sign(sign: str) -> str:
    return "".join(_folded_character(character) for character in sign)


def _written_out(word: str) -> tuple[str, ...]:
    """One typed word in plain words."""
    if _SPACED_OUT.fullmatch(word):
        return _joined(word)
    return _plain_words(word) if len(word) <= 40 else (word,)


def _joined(spaced: str) -> tuple[str, ...]:
    """Letters with something between each: a word in hiding, or a row of grades and short forms."""
    letters = [letter for letter in spaced if letter.isalpha()]
    if _ONLY_GRADES.issuperset(letters):
        return tuple(letters)
    return _plain_words("".join(letters))


@lru_cache(maxsize=20_000)
def _plain_words(word: str) -> tuple[str, ...]:
    spelling = load_spelling()
    if word in spelling.emoji:
        return (spelling.emoji[word],)
    word = word.replace("'", "").replace("*", "")
    if word in spelling.short_forms:
        return spelling.short_forms[word]
    if len(word) > 3:
        word = _DIGIT_FOR_LETTER.sub(lambda digit: _LETTER_MEANT[digit.group()], word)
    if _DRAWN_OUT.search(word):
        word = _shortened(word, spelling)
    if word in spelling.short_forms:
        return spelling.short_forms[word]
    parts = parted(word, spelling.run_together, spelling.telling)
    return tuple(each for part in parts for each in spelling.short_forms.get(part, (part,)))


def _shortened(word: str, spelling: Spelling) -> str:
    """A drawn out word with each long run cut to two letters where that is a word, else to one."""
    runs = _DRAWN_OUT.findall(word)
    lengths = product((2, 1), repeat=len(runs)) if len(runs) <= _MOST_DRAWN_OUT else ()
    once = _DRAWN_OUT.sub(r"\1", word)
    for choice in lengths:
        wanted = iter(choice)
        tried = _DRAWN_OUT.sub(lambda run, wanted=wanted: run.group(1) * next(wanted), word)  # type: ignore[misc]
        if tried in spelling.doubles or (tried != once and tried in spelling.short_forms):
            return tried
    return once
