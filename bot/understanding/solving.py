"""Least squares in the space of a kernel: the weights of the phrases, and how each is read by the rest.

Up to `MOST_EXACT` phrases the root of one matrix is inverted. Its cost grows with the cube of the number, so a
larger library is solved for by landmarks: every phrase is compared with some thousands of them only,
an even share of each intent, and they alone get weights.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import blas, cholesky, lapack, solve_triangular
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from bot.meaning import Vector
from bot.understanding.model import closeness

MOST_EXACT = 13_000
MOST_LANDMARKS = 6_000
WORK = 3.3e11
"""How many phrases, times the square of how many landmarks, a training may take."""
MOST_HELD = 4_000
"""How many phrases of a large library are scored by all the others, to calibrate on."""
_IN_REACH = 128
"""How many phrases are compared with the landmarks at a time: what the processor holds close by."""
_SIDE_BY_SIDE = 2
_RIDGE = 0.25
_FIRMNESS = 1e-3
"""Added to what landmarks have in common with themselves: two that are alike would not be told apart."""

Intents = NDArray[np.int32]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Kernel:
    """What phrases have in common, from 0 to 1: words and letters (`rows`), and meaning (`vectors`)."""

    rows: csr_matrix
    vectors: Vector
    meaning_weight: float

    def upper(self) -> Vector:
        """Every phrase, a row each, with itself and those after it; the rest of the square is empty."""
        count = len(self.vectors)
        kernel = np.zeros((count, count), dtype=np.float32)
        for part in parts(count):
            words, vectors = self.rows[part.start :].T.tocsr(), self.vectors[part.start :].T
            kernel[part, part.start :] = self._shared(part, words, vectors)
        return kernel

    def between(self, some: Places) -> Vector:
        """Every phrase, a row each, with some of them."""
        between = np.empty((len(self.vectors), len(some)), dtype=np.float32)
        words, vectors = self.rows[some].T.tocsr(), np.ascontiguousarray(self.vectors[some].T)

        def fill(part: slice) -> None:
            between[part] = self._shared(part, words, vectors)

        # One thread each within: those of a small product would only wait for one another.
        with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
            list(pool.map(fill, parts(len(between), _IN_REACH)))
        return between

    def _shared(self, these: slice, words: csr_matrix, vectors: Vector) -> Vector:
        """These phrases with others, of which a column each is given. Reckoned in place: it is much."""
        shared: Vector = (self.rows[these] @ words).toarray()
        shared *= 1 - self.meaning_weight
        if self.meaning_weight:
            alike = closeness(self.vectors[these] @ vectors)
            alike *= self.meaning_weight
            shared += alike
        return shared


@dataclass(frozen=True)
class Solved:
    """The weights for each intent of the phrases `weighing`, and how `held` ones score by all the others."""

    weighing: Places
    weights: Vector
    held: Places
    unseen: Vector


def solve(kernel: Kernel, intents: Intents, how_many: int) -> Solved:
    """The weights of the phrases for each intent, and the scores of phrases by all the others."""
    every = np.arange(len(intents))
    if len(intents) <= MOST_EXACT:
        weights, unseen = _by_all(kernel.upper(), _wanted(intents, how_many).toarray())
        return Solved(every, weights, every, unseen)
    chosen = evenly(intents, landmarks_for(len(intents)))
    held = evenly(intents, MOST_HELD)
    weights, unseen = _by_landmarks(kernel, _wanted(intents, how_many), chosen, held)
    return Solved(chosen, weights, held, unseen)


def landmarks_for(phrases: int) -> int:
    """As many as can be solved for in the same time, however many phrases there are."""
    return min(MOST_LANDMARKS, round(sqrt(WORK / phrases)))


def _wanted(intents: Intents, how_many: int) -> csr_matrix:
    """A row a phrase, with a one at its own intent."""
    ones = np.ones(len(intents), dtype=np.float32)
    return csr_matrix((ones, intents, np.arange(len(intents) + 1)), (len(intents), how_many))


def evenly(intents: Intents, how_many: int) -> Places:
    """Which phrases to take of all: about the same share of each intent."""
    by_intent = np.argsort(intents, kind="stable")
    taken = np.linspace(0, len(intents) - 1, min(how_many, len(intents))).round().astype(np.int64)
    return np.sort(by_intent[taken])


def parts(count: int, size: int = 1024) -> Iterator[slice]:
    """So many things a part at a time, so that no table of them all is needed twice."""
    return (slice(first, min(first + size, count)) for first in range(0, count, size))


def _by_all(kernel: Vector, wanted: Vector) -> tuple[Vector, Vector]:
    kernel[np.diag_indices_from(kernel)] += _RIDGE
    root = cholesky(kernel.T, lower=True, overwrite_a=True, check_finite=False)
    inverse_root, failed = lapack.strtri(root, lower=1, overwrite_c=1)
    if failed:
        raise ArithmeticError("The phrases could not be solved for.")
    halfway = blas.strmm(1.0, inverse_root, wanted, lower=1)
    weights = np.ascontiguousarray(blas.strmm(1.0, inverse_root, halfway, lower=1, trans_a=1))
    of_inverse = np.einsum(
        "ij,ij->j", inverse_root, inverse_root
    )  # its diagonal, all that is needed
    unseen = wanted - weights / of_inverse[:, None]
    return weights, unseen.astype(np.float32)


def _by_landmarks(
    kernel: Kernel, wanted: csr_matrix, chosen: Places, held: Places
) -> tuple[Vector, Vector]:
    """Ridge regression on what each phrase has in common with the landmarks, made independent."""
    shared = kernel.between(chosen)
    among = shared[chosen].astype(np.float64)
    among[np.diag_indices_from(among)] += _FIRMNESS
    root = cholesky(among.T, lower=True, overwrite_a=True, check_finite=False).astype(np.float32)
    told = solve_triangular(root, shared.T, lower=True, overwrite_b=True, check_finite=False)
    together = blas.ssyrk(1.0, told, lower=1)
    together[np.diag_indices_from(together)] += _RIDGE
    inner = cholesky(together, lower=True, overwrite_a=True, check_finite=False)
    of_intents = (wanted.T @ told.T).T
    halfway = solve_triangular(inner, of_intents, lower=True, check_finite=False)
    solved = solve_triangular(inner, halfway, lower=True, trans=1, check_finite=False)
    weights = solve_triangular(root, solved, lower=True, trans=1, check_finite=False)
    of_held = told[:, held]
    own = np.square(solve_triangular(inner, of_held, lower=True, check_finite=False)).sum(axis=0)
    own_wanted = wanted[held].toarray()
    unseen = (of_held.T @ solved - own[:, None] * own_wanted) / (1 - own)[:, None]
    return np.ascontiguousarray(weights), unseen.astype(np.float32)
