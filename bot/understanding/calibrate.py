"""Making a model's numbers mean what they say, on messages it has not learned from."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression

from bot.meaning import Thresholds, Vector
from bot.understanding.confidence import MOST_OFFERED
from bot.understanding.model import OUT_OF_SCOPE, Calibration, Scores, scope_signs, softmax

UNCALIBRATED = Calibration(1.0, (), 0.0, Thresholds())
_STEEP = 10.0
_DOUBTED = 0.05
_MOST_WRONG = 0.045
_MOST_ANSWERED_OUTSIDE = 0.045


@dataclass(frozen=True)
class Held:
    """A message kept from the model, its scores, what is right (nothing: out of scope), its weight.

    `asked` is whether it was said to us. Chatter was not: it tells what the signs are worth, and chooses
    no threshold.
    """

    text: str
    scores: Scores
    right: frozenset[str]
    weight: float = 1.0
    asked: bool = True


@dataclass(frozen=True)
class _Readings:
    """All held messages as columns."""

    confidence: Vector
    offered: Vector
    first_right: NDArray[np.bool_]
    offered_right: NDArray[np.bool_]
    small_talk: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    in_scope: Vector
    weight: Vector


def calibrate(ids: tuple[str, ...], held: Sequence[Held]) -> Calibration:
    """The temperature, the in-scope probability and the thresholds that fit these messages best."""
    by_intent = np.array([each.scores.by_intent for each in held], dtype=np.float32)
    weight = np.array([each.weight for each in held], dtype=np.float32)
    right = _are_right(ids, [each.right or {OUT_OF_SCOPE} for each in held])
    inside = np.array([bool(each.right) for each in held])
    temperature = _temperature(by_intent[inside], right[inside], weight[inside])
    chances = softmax(by_intent / np.float32(temperature))
    signs = np.array(
        [scope_signs(ids, e.text, e.scores, c) for e, c in zip(held, chances, strict=True)]
    )
    scope_weights, bias = _scope(signs, inside, weight)
    in_scope = 1 / (1 + np.exp(-(signs @ scope_weights + bias)))
    order = _best(chances, MOST_OFFERED)
    top = np.take_along_axis(chances, order, axis=1)
    hit = np.take_along_axis(right, order, axis=1)
    small_talk = np.array([ids[first].startswith("talk/") for first in order[:, 0]])
    readings = _Readings(
        confidence=top[:, 0],
        offered=top.sum(axis=1),
        first_right=hit[:, 0],
        offered_right=np.asarray(hit.any(axis=1)),
        small_talk=small_talk,
        inside=inside,
        in_scope=in_scope,
        weight=weight * np.array([each.asked for each in held], dtype=np.float32),
    )
    weights = tuple(float(each) for each in scope_weights)
    return Calibration(temperature, weights, bias, _thresholds(readings))


def _best(chances: Vector, how_many: int) -> NDArray[np.int64]:
    """The places of the highest in each row, the highest first; of two alike the first."""
    left = chances.copy()
    best = np.zeros((len(left), min(how_many, left.shape[1])), dtype=np.int64)
    for rank in range(best.shape[1]):
        best[:, rank] = left.argmax(axis=1)
        left[np.arange(len(left)), best[:, rank]] = -np.inf
    return best


def _are_right(ids: tuple[str, ...], right: Sequence[AbstractSet[str]]) -> NDArray[np.bool_]:
    """A row a message, a column an intent; what we have no intent for is left out."""
    places = {each: place for place, each in enumerate(ids)}
    marks = np.zeros((len(right), len(ids)), dtype=np.bool_)
    for row, these in zip(marks, right, strict=True):
        row[[places[each] for each in these if each in places]] = True
    return marks


def _temperature(by_intent: Vector, right: NDArray[np.bool_], weight: Vector) -> float:
    """What the scores are divided by so that the right intents are as probable as they turn out."""
    known = right.any(axis=1)
    below_best = by_intent[known] - by_intent[known].max(axis=1, keepdims=True)
    rows, places = np.nonzero(right[known])

    def surprise(logarithm: float) -> float:
        raised = np.exp(below_best / np.float32(np.exp(logarithm)))
        of_right = np.bincount(rows, raised[rows, places], len(raised)) / raised.sum(axis=1)
        return float(-(weight[known] * np.log(of_right + 1e-9)).sum())

    best = minimize_scalar(surprise, bounds=(np.log(0.01), np.log(2.0)), method="bounded")
    return float(np.exp(best.x))


def _scope(signs: Vector, inside: NDArray[np.bool_], weight: Vector) -> tuple[Vector, float]:
    """Weights of the signs that a message is ours; in and out of scope count the same."""
    if inside.all():
        return _by_score_alone(signs)
    mean, spread = signs.mean(axis=0), signs.std(axis=0) + 1e-6
    fitted = LogisticRegression(C=1.0, class_weight="balanced").fit(
        (signs - mean) / spread, inside, sample_weight=weight
    )
    weights = (fitted.coef_[0] / spread).astype(np.float32)
    return weights, float(fitted.intercept_[0] - weights @ mean)


def _by_score_alone(signs: Vector) -> tuple[Vector, float]:
    """Nothing out of scope to learn from: what scores below nearly all that is known is doubted."""
    weights = np.zeros(signs.shape[1], dtype=np.float32)
    weights[0] = _STEEP
    return weights, -_STEEP * float(np.quantile(signs[:, 0], _DOUBTED))


def _thresholds(readings: _Readings) -> Thresholds:
    """The thresholds that serve best without being wrong as if sure more often than is allowed."""
    steps = (_between(0.1, 0.9, 33), _between(0.1, 0.7, 7), _between(0.04, 0.8, 20))
    tried: Iterable[Thresholds] = (
        Thresholds(sure, offered, in_scope) for sure, offered, in_scope in product(*steps)
    )
    return max(tried, key=lambda thresholds: _worth(readings, thresholds))


def _between(low: float, high: float, count: int) -> list[float]:
    return [round(float(step), 3) for step in np.linspace(low, high, count)]


def _worth(readings: _Readings, thresholds: Thresholds) -> float:
    """Right at once and right or offered, less what goes wrong; much less beyond what is allowed."""
    known = (readings.in_scope >= thresholds.in_scope) & (readings.offered >= thresholds.offered)
    sure = known & (readings.confidence >= thresholds.sure)
    choices = known & ~sure
    inside = readings.weight * readings.inside
    outside = readings.weight * ~readings.inside
    right_at_once = _share(sure & readings.first_right, inside)
    offered = _share(choices & readings.offered_right, inside)
    wrong = _share(sure & ~readings.first_right, inside)
    answered = _share(sure & ~readings.small_talk, outside)
    offered_outside = _share(choices & ~readings.small_talk, outside)
    too_much = max(0.0, wrong - _MOST_WRONG) + max(0.0, answered - _MOST_ANSWERED_OUTSIDE)
    return 4 * right_at_once + offered - wrong - answered - offered_outside / 6 - 20 * too_much


def _share(marks: NDArray[np.bool_], weight: Vector) -> float:
    return float((marks * weight).sum() / max(float(weight.sum()), 1e-9))
