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
WORD_MARK = "\t"
"""Stands before a word or a pair of words, to tell them from groups of letters."""

_LETTERS = range(2, 6)
_LONGEST_WORD = 40


@dataclass(frozen=True)
class TextFeatures:
    """What counts in a plain text. `names` are words and letter groups; `rarity` is their IDF."""

    names: tuple[str, ...]
    rarity: Vector

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each name stands."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def is_word(self) -> NDArray[np.bool_]:
        """Which names are words, or pairs of them; the others are groups of letters."""
        return np.array([name[0] == WORD_MARK for name in self.names], dtype=np.bool_)

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
        return [known[group] for group in letter_groups(word) if group in known]

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
        words = self.is_word[which]
        for part in (words, ~words):
            weights[part] *= np.sqrt(0.5) / max(float(np.linalg.norm(weights[part])), 1e-9)
        return which, weights.astype(np.float32)


def _word_names(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        yield WORD_MARK + word
    for first, second in pairwise(words):
        yield f"{WORD_MARK}{first} {second}"


def letter_groups(word: str) -> list[str]:
    """The groups in a word, its edges marked by spaces."""
    edged = f" {word[:_LONGEST_WORD]} "
    return [
        edged[start : start + size] for size in _LETTERS for start in range(len(edged) - size + 1)
    ]
