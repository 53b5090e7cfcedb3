"""Solving for the weights of phrases: all of them, or by landmarks where the library is large."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.meaning import Vector
from bot.understanding import solving
from bot.understanding.solving import Intents, Kernel, Solved, evenly, landmarks_for, solve

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


def scores(kernel: Kernel, solved: Solved) -> Vector:
    return np.asarray(kernel.between(solved.weighing) @ solved.weights)


def test_each_phrase_is_scored_as_if_it_had_never_been_there() -> None:
    kernel, intents = kernel_and_intents()
    unseen = solve(kernel, intents, KINDS).unseen
    others = np.arange(1, COUNT)
    without = Kernel(kernel.rows[others], kernel.vectors[others], kernel.meaning_weight)
    weights = solve(without, intents[others], KINDS).weights
    assert np.allclose(unseen[0], kernel.between(others)[0] @ weights, atol=1e-3)


def test_landmarks_that_are_all_phrases_say_what_all_phrases_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel, intents = kernel_and_intents()
    exact = solve(kernel, intents, KINDS)
    monkeypatch.setattr(solving, "MOST_EXACT", COUNT - 1)
    by_landmarks = solve(kernel, intents, KINDS)
    assert np.allclose(scores(kernel, by_landmarks), scores(kernel, exact), atol=0.01)
    assert np.allclose(by_landmarks.unseen, exact.unseen, atol=0.02)


def test_a_third_of_the_phrases_as_landmarks_still_tell_the_kinds_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solving, "MOST_EXACT", COUNT - 1)
    monkeypatch.setattr(solving, "MOST_LANDMARKS", COUNT // 3)
    kernel, intents = kernel_and_intents()
    solved = solve(kernel, intents, KINDS)
    assert len(solved.weighing) == len(solved.weights) == COUNT // 3
    assert (scores(kernel, solved).argmax(axis=1) == intents).mean() > 0.95
    assert (solved.unseen.argmax(axis=1) == intents).mean() > 0.9


def test_phrases_said_twice_can_be_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "MOST_EXACT", 1)
    kernel, intents = kernel_and_intents()
    twice = np.repeat(np.arange(COUNT), 2)
    doubled = Kernel(kernel.rows[twice], kernel.vectors[twice], kernel.meaning_weight)
    solved = solve(doubled, intents[twice], KINDS)
    assert np.isfinite(solved.weights).all()
    assert np.isfinite(solved.unseen).all()


def test_of_a_large_library_a_share_of_the_phrases_is_held_and_scored_by_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel, intents = kernel_and_intents()
    exact = solve(kernel, intents, KINDS)
    monkeypatch.setattr(solving, "MOST_EXACT", 1)
    monkeypatch.setattr(solving, "MOST_HELD", COUNT // 4)
    solved = solve(kernel, intents, KINDS)
    assert len(solved.held) == len(solved.unseen) == COUNT // 4
    assert np.allclose(solved.unseen, exact.unseen[solved.held], atol=0.02)


@pytest.mark.parametrize("phrases", [14_000, 26_000, 60_000])
def test_more_phrases_take_no_more_work(phrases: int) -> None:
    assert phrases * landmarks_for(phrases) ** 2 <= solving.WORK * 1.01


def test_every_intent_gives_its_share() -> None:
    intents = np.repeat(np.arange(3, dtype=np.int32), (200, 100, 20))
    chosen = evenly(intents, 32)
    assert len(set(chosen.tolist())) == 32
    assert np.bincount(intents[chosen]).tolist() == pytest.approx([20, 10, 2], abs=1)
