"""The words and letters of a plain text as hashed features: cheap, and no word list to keep."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

BUCKETS = 1 << 15
_LETTERS = 4
_STEP = np.uint64(0x9E3779B97F4A7C15)
_TURN = np.uint64(29)

Indices = NDArray[np.int64]


def features_of(plain: str) -> Indices:
    """The features present, each once: words, pairs of words, and runs of letters."""
    words = plain.split()
    codes = np.array([crc32(word.encode()) for word in words], dtype=np.uint64)
    letters = np.frombuffer(f" {plain} ".encode(), dtype=np.uint8).astype(np.uint64)
    runs = [_runs(codes, 1), _runs(codes, 2), _runs(letters, _LETTERS)]
    present = np.concatenate(runs).astype(np.int64)
    present.sort()
    first = np.ones(len(present), dtype=np.bool_)
    np.not_equal(present[1:], present[:-1], out=first[1:])
    return present[first]


def _runs(codes: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """A bucket for every run of so many codes that stand side by side."""
    count = len(codes) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    mixed = np.full(count, length * 1_000_003, dtype=np.uint64)
    for place in range(length):
        mixed = (mixed ^ codes[place : place + count]) * _STEP
        mixed ^= mixed >> _TURN
    return mixed % np.uint64(BUCKETS)


def matrix_parts(texts: Sequence[str]) -> tuple[Indices, Indices]:
    """Features of many texts as the indices and row starts of a sparse matrix."""
    found = [features_of(text) for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in found])]).astype(np.int64)
    return (np.concatenate(found) if found else np.zeros(0, dtype=np.int64)), starts
