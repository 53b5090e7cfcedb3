"""Training: from phrases to a model, in seconds, the same every time.

What the model would say of each phrase had it not seen that phrase follows from solving for the
weights; on that it is calibrated. Needs scipy and scikit-learn: nothing that answers a message imports this.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from bot.meaning import Vector
from bot.understanding import counting
from bot.understanding.calibrate import UNCALIBRATED, Held, calibrate
from bot.understanding.model import (
    FORMAT,
    MEANING_WEIGHT,
    OUT_OF_SCOPE,
    Model,
    Scores,
)
from bot.understanding.normalise import plain
from bot.understanding.solving import MOST_EXACT, Kernel, Places, Solved, parts, solve
from bot.understanding.telling_chatter import TO_CALIBRATE, learn_chatter
from bot.understanding.training_set import Example, TrainingSet

_WIDTH = 96  # of the encoder's 384: told apart as well, at a quarter of the time
_THREADS = 2  # always as many: how a sum is shared out changes its last digits
_EXAMPLES_WEIGH = 10
_NO_VECTORS = np.zeros((0, 0), dtype=np.float32)

Encode = Callable[[Sequence[str]], Vector]


@dataclass(frozen=True)
class _Phrases:
    """All phrases in a row: their ids, their plain words, their vectors, narrowed and as they came."""

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    intents: NDArray[np.int32]
    vectors: Vector
    wide: Vector

    @property
    def ours(self) -> Vector:
        """The vectors of what people ask us."""
        asked = np.array([not each.startswith("talk/") for each in self.ids])
        return np.asarray(self.wide[asked[self.intents]])


def train(
    training_set: TrainingSet,
    encode: Encode | None = None,
    encoder: str = "",
    examples: Sequence[Example] = (),
    chatter: Sequence[str] = (),
) -> Model:
    """Train on phrases (and the text of each entry) and calibrate.

    `encode` gives vectors and `encoder` is its digest; without it words and letters alone count.
    `examples` are kept messages that calibrate it better; it does not learn their words. `chatter` is
    what people say to each other: most of it tells how that differs from what people ask us, and the rest
    calibrates. Without an encoder it counts for nothing.

    Up to `MOST_EXACT` phrases each text is read as a message is, to the last digit. Of more they are read
    together, which is far quicker and differs in the last digits.
    """
    if not encode:
        encoder = ""
    phrases, narrowing = _gather(training_set, encode)
    counted = counting.count(phrases.texts)
    features = counting.learn(counted)
    exact = len(phrases.texts) <= MOST_EXACT
    rows = (
        counting.rows_one_by_one(phrases.texts, features)
        if exact
        else counting.rows(counted, features)
    )
    meaning_weight = MEANING_WEIGHT if encode else 0.0
    learned, kept = _parted(chatter if encode else ())
    with threadpool_limits(_THREADS, user_api="blas"):
        kernel = Kernel(rows, phrases.vectors, meaning_weight)
        solved = solve(kernel, phrases.intents, len(phrases.ids))
        text_weights = (1 - meaning_weight) * (rows[solved.weighing].T @ solved.weights)
        told = learn_chatter(phrases.ours, encode(learned) if encode and learned else _NO_VECTORS)
    model = Model(
        ids=phrases.ids,
        features=features,
        text_weights=text_weights.astype(np.float16),
        phrases=phrases.texts,
        phrase_intents=phrases.intents,
        narrowing=narrowing,
        phrase_vectors=phrases.vectors,
        weighing=solved.weighing,
        phrase_weights=solved.weights,
        chatter=told,
        calibration=UNCALIBRATED,
        encoder=encoder,
        version=_version(training_set, encoder, examples, chatter),
    )
    with threadpool_limits(_THREADS, user_api="blas"):
        held = list(_held_phrases(phrases, solved))
        held += _held_examples(model, examples, kept, encode, among=len(held), exact=exact)
    return replace(model, calibration=calibrate(model.ids, held))


def _gather(training_set: TrainingSet, encode: Encode | None) -> tuple[_Phrases, Vector]:
    """The phrases, and what narrows the vector of a message as it narrowed theirs."""
    ids = tuple(sorted(training_set.phrases))
    said = [
        (place, text)
        for place, each in enumerate(ids)
        for text in dict.fromkeys(
            plain(phrase)
            for phrase in (*training_set.phrases[each], training_set.texts.get(each, ""))
        )
        if text
    ]
    texts = tuple(text for _, text in said)
    intents = np.array([place for place, _ in said], dtype=np.int32)
    if encode is None:
        nothing = np.zeros((len(texts), 0), np.float32)
        return _Phrases(ids, texts, intents, nothing, nothing), _NO_VECTORS
    vectors = encode(texts)
    narrowing = _narrowing(vectors)
    return _Phrases(ids, texts, intents, vectors @ narrowing, vectors), narrowing


def _parted(chatter: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is learned from, as plain words, and what is kept to calibrate."""
    kept = list(chatter[::TO_CALIBRATE])
    learned = [text for place, text in enumerate(chatter) if place % TO_CALIBRATE]
    return list(dict.fromkeys(plain(text) for text in learned)), kept


def _narrowing(vectors: Vector) -> Vector:
    """The directions in which the phrases differ most: a product with a quarter of the numbers."""
    with threadpool_limits(_THREADS, user_api="blas"):
        _, directions = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors)
    return np.ascontiguousarray(directions[:, ::-1][:, :_WIDTH], dtype=np.float32)


def _held_phrases(phrases: _Phrases, solved: Solved) -> Iterator[Held]:
    """Phrases as the rest would read them."""
    nearest, nearest_out = _nearest(phrases, solved.held)
    for row, place in enumerate(solved.held):
        own = phrases.ids[phrases.intents[place]]
        yield Held(
            phrases.texts[place],
            Scores(solved.unseen[row], float(nearest[row]), float(nearest_out[row])),
            frozenset() if own == OUT_OF_SCOPE else frozenset({own}),
        )


def _nearest(phrases: _Phrases, held: Places) -> tuple[Vector, Vector]:
    """The likeness of the nearest other phrase of ours, and of the nearest that is out of scope."""
    nearest = np.zeros((2, len(held)), dtype=np.float32)
    if not phrases.vectors.shape[1]:
        return nearest[0], nearest[1]
    foreign = phrases.ids.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in phrases.ids else -1
    outside = phrases.intents == foreign
    for part in parts(len(held)):
        here = held[part]
        likeness = phrases.vectors[here] @ phrases.vectors.T
        likeness[np.arange(len(here)), here] = 0
        nearest[0, part] = likeness.max(axis=1, initial=0, where=~outside)
        nearest[1, part] = likeness.max(axis=1, initial=0, where=outside)
    return nearest[0], nearest[1]


def _held_examples(
    model: Model,
    examples: Sequence[Example],
    chatter: Sequence[str],
    encode: Encode | None,
    *,
    among: int,
    exact: bool,
) -> Iterator[Held]:
    """The kept messages and chatter, weighing more than the phrases they are `among`."""
    texts = [plain(text) for text in (*(example.text for example in examples), *chatter)]
    right = [example.right for example in examples] + [frozenset[str]()] * len(chatter)
    vectors = encode(texts) if encode and texts else None
    weight = _EXAMPLES_WEIGH * among / max(len(texts), 1)
    each_vector = vectors if vectors is not None else [None] * len(texts)
    read = (
        [model.scores(text, vector) for text, vector in zip(texts, each_vector, strict=True)]
        if exact
        else model.scores_of(texts, vectors)
    )
    for place, (text, scores) in enumerate(zip(texts, read, strict=True)):
        yield Held(text, scores, right[place], weight, asked=place < len(examples))


def _version(
    training_set: TrainingSet, encoder: str, examples: Sequence[Example], chatter: Sequence[str]
) -> str:
    told = [
        FORMAT,
        encoder,
        sorted((each, list(said)) for each, said in training_set.phrases.items()),
        sorted(training_set.texts.items()),
        [(example.text, sorted(example.right)) for example in examples],
        list(chatter),
    ]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:16]
