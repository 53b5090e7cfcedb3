"""Solving for the weights of phrases: all of them, or by landmarks where the library is large."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.meaning import Vector
from bot.understanding import solving
from bot.understanding.solving import Intents, Kernel, landmarks, solve

COUNT, KINDS = 120, 4


def kernel_and_intents(seed: int = 3, count: int = COUNT) -> tuple[Kernel, Intents]:
    """Phrases of four kinds, each kind in a corner of its own."""
    chance = np.random.default_rng(seed)
    intents = np.arange(count, dtype=np.int32) % KINDS
    vectors = chance.normal(size=(count, 8)).astype(np.float32)
    vectors[np.arange(count), intents] += 2
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = np.zeros((count, 12), np.float32)
    words[np.arange(count), intents] = words[np.arange(count), 4 + np.arange(count) % 8] = 0.5**0.5
    return Kernel(csr_matrix(words), vectors, 2 / 3), intents


def scores(kernel: Kernel, weights: Vector) -> Vector:
    return np.asarray(kernel.between(np.arange(len(weights))) @ weights)


def test_each_phrase_is_scored_as_if_it_had_never_been_there() -> None:
    kernel, intents = kernel_and_intents()
    _, unseen = solve(kernel, intents, KINDS)
    others = np.arange(1, COUNT)
    without = Kernel(kernel.rows[others], kernel.vectors[others], kernel.meaning_weight)
    weights, _ = solve(without, intents[others], KINDS)
    assert np.allclose(unseen[0], kernel.between(others)[0] @ weights, atol=1e-3)


def test_landmarks_that_are_all_phrases_say_what_all_phrases_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel, intents = kernel_and_intents()
    weights, unseen = solve(kernel, intents, KINDS)
    monkeypatch.setattr(solving, "MOST_EXACT", COUNT - 1)
    by_landmarks, unseen_by_landmarks = solve(kernel, intents, KINDS)
    assert np.allclose(scores(kernel, by_landmarks), scores(kernel, weights), atol=0.01)
    assert np.allclose(unseen_by_landmarks, unseen, atol=0.02)


def test_a_third_of_the_phrases_as_landmarks_still_tell_the_kinds_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "MOST_EXACT", COUNT - 1)
    monkeypatch.setattr(solving, "LANDMARKS", COUNT // 3)
    kernel, intents = kernel_and_intents()
    weights, unseen = solve(kernel, intents, KINDS)
    assert np.count_nonzero(weights.any(axis=1)) == COUNT // 3
    assert (scores(kernel, weights).argmax(axis=1) == intents).mean() > 0.95
    assert (unseen.argmax(axis=1) == intents).mean() > 0.9


def test_phrases_said_twice_can_be_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "MOST_EXACT", 1)
    kernel, intents = kernel_and_intents()
    twice = np.repeat(np.arange(COUNT), 2)
    doubled = Kernel(kernel.rows[twice], kernel.vectors[twice], kernel.meaning_weight)
    weights, unseen = solve(doubled, intents[twice], KINDS)
    assert np.isfinite(weights).all()
    assert np.isfinite(unseen).all()


def test_every_intent_gives_its_share_of_landmarks() -> None:
    intents = np.repeat(np.arange(3, dtype=np.int32), (200, 100, 20))
    chosen = landmarks(intents, 32)
    assert len(set(chosen.tolist())) == 32
    assert np.bincount(intents[chosen]).tolist() == pytest.approx([20, 10, 2], abs=1)
