"""TF-IDF of words and of letters within words, in numpy alone: small, and quick for one message."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.meaning import Vector

Indices = NDArray[np.int32]
MOST_FEATURES = 32_000
_TOO_COMMON = 0.1
_FEW = 50
_LETTERS = range(2, 6)
_LONGEST_WORD = 40


@dataclass(frozen=True)
class TextFeatures:
    """What counts in a plain text. `names` are words and letter groups; `rarity` is their IDF."""

    names: tuple[str, ...]
    rarity: Vector

    @classmethod
    def learn(cls, texts: Sequence[str], most: int = MOST_FEATURES) -> "TextFeatures":
        """Choose what occurs in more than one of the plain texts but not in every tenth.

        Where there are too many, the most usual are taken.
        """
        too_common = max(_FEW, _TOO_COMMON * len(texts))
        letters = cache(_letter_groups)
        in_texts = Counter(name for text in texts for name in set(_names_in(text, letters)))
        usual = sorted(
            (-count, name) for name, count in in_texts.items() if 1 < count <= too_common
        )[:most]
        counts = np.array([-count for count, _ in usual], dtype=np.float32)
        rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(tuple(name for _, name in usual), rarity.astype(np.float32))

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each name stands."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def _is_word(self) -> NDArray[np.bool_]:
        return np.array([name[0] == _WORD_MARK for name in self.names], dtype=np.bool_)

    def of(self, text: str) -> tuple[Indices, Vector]:
        """The features of one plain text: which, and how much. Words and letters weigh the same."""
        return self._weighed(self._places_in(text, self._letters))

    def all_of(self, texts: Iterable[str]) -> Iterator[tuple[Indices, Vector]]:
        """The features of each text. The letters of a word are looked up once: for training only,
        as what young people write is remembered nowhere.
        """
        letters = cache(self._letters)
        return (self._weighed(self._places_in(text, letters)) for text in texts)

    def _letters(self, word: str) -> list[int]:
        known = self.places
        return [known[group] for group in _letter_groups(word) if group in known]

    def _places_in(self, text: str, letters: Callable[[str], list[int]]) -> list[int]:
        known, words = self.places, text.split()
        found = [known[name] for name in _word_names(words) if name in known]
        for word in words:
            found += letters(word)
        return found

    def _weighed(self, places: list[int]) -> tuple[Indices, Vector]:
        counts = Counter(places)
        which = np.fromiter(counts.keys(), dtype=np.int32, count=len(counts))
        often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
        weights = (1 + np.log(often)) * self.rarity[which]
        words = self._is_word[which]
        for part in (words, ~words):
            weights[part] *= np.sqrt(0.5) / max(float(np.linalg.norm(weights[part])), 1e-9)
        return which, weights.astype(np.float32)


_WORD_MARK = "\t"


def _names_in(text: str, letters: Callable[[str], list[str]]) -> Iterator[str]:
    """Words, pairs of words (both marked), and groups of letters with the edges of words."""
    words = text.split()
    yield from _word_names(words)
    for word in words:
        yield from letters(word)


def _word_names(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield _WORD_MARK + word
    for first, second in pairwise(words):
        yield f"{_WORD_MARK}{first} {second}"


def _letter_groups(word: str) -> list[str]:
    """The groups in a word, its edges marked by spaces."""
    edged = f" {word[:_LONGEST_WORD]} "
    return [
        edged[start : start + size] for size in _LETTERS for start in range(len(edged) - size + 1)
    ]
