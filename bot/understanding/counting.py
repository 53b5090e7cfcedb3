"""Words and letters of many texts at once, for training: as `TextFeatures` reads one, and far quicker.

Most words stand in many texts, so the letters of each are looked at once. Nothing that answers a message
imports this: what young people write is remembered nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_matrix, hstack

from bot.understanding.features import WORD_MARK, TextFeatures, letter_groups

MOST_FEATURES = 32_000
_TOO_COMMON = 0.1
_FEW = 50


@dataclass(frozen=True)
class Counted:
    """How often each name (a column) stands in each text (a row)."""

    names: tuple[str, ...]
    counts: csr_matrix


def count(texts: Sequence[str]) -> Counted:
    """Words, pairs of words and groups of letters, counted in plain texts."""
    said = [text.split() for text in texts]
    words, in_words = _table(said)
    pairs, in_pairs = _table([f"{one} {two}" for one, two in pairwise(each)] for each in said)
    groups, of_words = _table(letter_groups(word) for word in words)
    marked = (f"{WORD_MARK}{name}" for name in (*words, *pairs))
    counts = hstack([in_words, in_pairs, in_words @ of_words], format="csr")
    return Counted((*marked, *groups), counts)


def learn(counted: Counted, most: int = MOST_FEATURES) -> TextFeatures:
    """Choose what occurs in more than one of the texts but not in every tenth.

    Where there are too many, the most usual are taken.
    """
    how_many = counted.counts.shape[0]
    too_common = max(_FEW, _TOO_COMMON * how_many)
    in_texts = np.bincount(counted.counts.indices, minlength=len(counted.names))
    enough = np.flatnonzero((in_texts > 1) & (in_texts <= too_common))
    usual = sorted((-int(in_texts[place]), counted.names[place]) for place in enough)[:most]
    often = np.array([-count for count, _ in usual], dtype=np.float32)
    rarity = np.log((1 + how_many) / (1 + often)) + 1
    return TextFeatures(tuple(name for _, name in usual), rarity.astype(np.float32))


def rows(counted: Counted, features: TextFeatures) -> csr_matrix:
    """The features of each text, a row each: what `features.of` gives for it, but for the last digits."""
    place = {name: place for place, name in enumerate(counted.names)}
    known = counted.counts[:, [place[name] for name in features.names]]
    often = np.asarray(known.data, dtype=np.float32)
    weights = (1 + np.log(often)) * features.rarity[known.indices]
    row = np.repeat(np.arange(known.shape[0]), np.diff(known.indptr))
    words = features.is_word[known.indices]
    for part in (words, ~words):
        squares = np.bincount(row[part], np.square(weights[part]), minlength=known.shape[0])
        length = np.maximum(np.sqrt(squares), 1e-9)
        weights[part] *= (np.sqrt(0.5) / length[row[part]]).astype(np.float32)
    return csr_matrix((weights, known.indices, known.indptr), shape=known.shape)


def rows_one_by_one(texts: Sequence[str], features: TextFeatures) -> csr_matrix:
    """The features of each text, a row each, to the last digit as `features.of` gives them."""
    found = list(features.all_of(texts))
    ends = np.cumsum([0, *(len(which) for which, _ in found)])
    which = np.concatenate([which for which, _ in found])
    amounts = np.concatenate([amounts for _, amounts in found])
    return csr_matrix((amounts, which, ends), shape=(len(texts), len(features.names)))


def _table(lists: Iterable[Sequence[str]]) -> tuple[list[str], csr_matrix]:
    """All that stands in the lists, each once, and how often each stands in each list."""
    places: dict[str, int] = {}
    found: list[int] = []
    ends = [0]
    for each in lists:
        found += [places.setdefault(name, len(places)) for name in each]
        ends.append(len(found))
    ones = np.ones(len(found), dtype=np.int32)
    table = csr_matrix((ones, found, ends), shape=(len(ends) - 1, len(places)))
    table.sum_duplicates()
    return list(places), table
