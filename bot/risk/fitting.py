"""Fitting many heads at once over the same texts: straight ones over words, layered ones over sense."""

from math import ceil
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from bot.risk.heads import Floats, SenseHeads

_POWER_STEPS = 12
_BIAS_SCALE = 0.04
_BATCH = 256
_CENTRED_HIDDEN, _CENTRED_STEPS = 256, 6_000
_SPREAD = 8.0  # the numbers of a unit vector are small


def fit_heads(values: Any, wanted: Floats, penalty: float, steps: int) -> tuple[Floats, Floats]:
    """Weights and bias for every column of `wanted` (0 or 1), a row of `values` a text.

    Logistic regression by accelerated gradient descent, whole batch, so that the same data give the
    same weights.
    """
    count, width = values.shape
    turned = values.T.tocsr() if hasattr(values, "tocsr") else np.ascontiguousarray(values.T)
    rate = np.float32(1.0 / (0.25 * (1.1 * _steepest(values, turned) + _BIAS_SCALE) + penalty))
    share = wanted.mean(axis=0)
    bias = np.log((share + 1e-4) / (1.0 - share + 1e-4)).astype(np.float32)
    weights = np.zeros((width, wanted.shape[1]), np.float32)
    ahead_weights, ahead_bias, pace = weights, bias, 1.0
    bias_rate = rate * np.float32(_BIAS_SCALE)
    for _ in range(steps):
        odds = values @ ahead_weights + ahead_bias
        error = (1.0 / (1.0 + np.exp(-np.clip(odds, -30, 30))) - wanted) / np.float32(count)
        error = error.astype(np.float32)
        new_weights = ahead_weights - rate * (turned @ error + np.float32(penalty) * ahead_weights)
        new_bias = ahead_bias - bias_rate * error.sum(axis=0)
        new_pace = (1.0 + np.sqrt(1.0 + 4.0 * pace * pace)) / 2.0
        momentum = np.float32((pace - 1.0) / new_pace)
        ahead_weights = new_weights + momentum * (new_weights - weights)
        ahead_bias = new_bias + momentum * (new_bias - bias)
        weights, bias, pace = new_weights, new_bias, float(new_pace)
    return weights, bias


def _steepest(values: Any, turned: Any) -> float:
    """The largest curvature of the data, found by power steps; it bounds the safe step."""
    direction = np.ones(values.shape[1], np.float32) / np.sqrt(values.shape[1])
    size = 1.0
    for _ in range(_POWER_STEPS):
        direction = turned @ (values @ direction) / np.float32(values.shape[0])
        size = float(np.linalg.norm(direction))
        direction = (direction / max(size, 1e-9)).astype(np.float32)
    return size


def fit_layers(values: Floats, wanted: Floats, hidden: int, steps: int) -> list[Floats]:
    """A hidden layer and the heads over it: the weights and the bias of each, in that order.

    Straight lines over the encoder's vectors miss danger that these layers find. The same data give
    the same weights.
    """
    batch = min(_BATCH, len(values))
    passes = ceil(steps * batch / len(values))
    network = MLPClassifier(
        (hidden,), alpha=1e-3, batch_size=batch, max_iter=passes, random_state=7, tol=0.0,
        n_iter_no_change=passes,
    )  # fmt: skip
    with catch_warnings():
        simplefilter("ignore", ConvergenceWarning)  # it stops after so many steps, as it should
        network.fit((values * _SPREAD).astype(np.float32), wanted.astype(np.int64))
    first, last = (weights.astype(np.float32) for weights in network.coefs_)
    first_bias, last_bias = (bias.astype(np.float32) for bias in network.intercepts_)
    return [first * np.float32(_SPREAD), first_bias, last, last_bias]


def fit_centred(vectors: Floats, wanted: Floats) -> SenseHeads:
    """Heads over the second encoder's vectors, which have much in common.

    What all of them share is taken off, and put into the bias.
    """
    shared = vectors.mean(axis=0)
    layers = fit_layers(vectors - shared, wanted, _CENTRED_HIDDEN, _CENTRED_STEPS)
    hidden_weights, hidden_bias, weights, bias = layers
    return SenseHeads(hidden_weights, hidden_bias - shared @ hidden_weights, weights, bias)


def fit_mix(by_words: Floats, by_sense: Floats, wanted: Floats) -> Floats:
    """How much words, sense and a bias count for every head: three rows, a column a head."""
    mixed = np.zeros((3, wanted.shape[1]), dtype=np.float32)
    for head in range(wanted.shape[1]):
        both = np.stack([by_words[:, head], by_sense[:, head]], axis=1)
        fitted = LogisticRegression(C=10.0).fit(both, wanted[:, head])
        mixed[:2, head] = fitted.coef_[0]
        mixed[2, head] = fitted.intercept_[0]
    return mixed
