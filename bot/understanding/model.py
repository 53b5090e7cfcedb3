"""A trained model: numbers in one file, and how they score a text. Needs numpy only; holds no pickles.

The score of an intent is a weighted sum over what the text has in common with every training phrase:
its words and letters (TF-IDF, summed up beforehand), and its meaning (a bell curve around the vector
of each phrase).
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from bot.meaning import Thresholds, Vector
from bot.understanding.features import TextFeatures

OUT_OF_SCOPE = "talk/out-of-scope"
MEANING_WEIGHT = 2 / 3
FORMAT = 4
"""Goes up when the file or the training changes: then models are trained anew."""


@dataclass(frozen=True)
class Scores:
    """One text against a model: a score an intent, the likeness of the nearest phrases, and how much it
    reads like people chatting with each other rather than asking us (log-odds; 0 where nothing tells).
    """

    by_intent: Vector
    nearest: float
    nearest_out_of_scope: float
    chatter: float = 0.0


@dataclass(frozen=True)
class Calibration:
    """How scores become probabilities."""

    temperature: float
    scope_weights: tuple[float, ...]
    scope_bias: float
    thresholds: Thresholds

    def in_scope(self, signs: Vector) -> float:
        """The probability that anything of ours fits, from its signs."""
        weighed = float(signs @ np.array(self.scope_weights, dtype=np.float32))
        return float(1 / (1 + np.exp(-np.clip(weighed + self.scope_bias, -30, 30))))


@dataclass(frozen=True)
class Model:
    """What training gives. `encoder` is the digest of the encoder it was trained with, or empty.

    `narrowing` turns a vector of the encoder into one as short as the `phrase_vectors`. Of a large library
    some of the phrases only have weights: `weighing` says which. `chatter` is a weight for each number of a
    vector and then a bias, or nothing.
    """

    ids: tuple[str, ...]
    features: TextFeatures
    text_weights: NDArray[np.float16]
    phrases: tuple[str, ...]
    phrase_intents: NDArray[np.int32]
    narrowing: Vector
    phrase_vectors: Vector
    weighing: NDArray[np.int64]
    phrase_weights: Vector
    chatter: Vector
    calibration: Calibration
    encoder: str
    version: str

    @property
    def size_in_bytes(self) -> int:
        """What the arrays take in memory."""
        arrays = (self.text_weights, self.phrase_vectors, self.phrase_weights)
        return sum(array.nbytes for array in arrays)

    def scores(self, plain: str, vector: Vector | None) -> Scores:
        """Score a plain text; `vector` is its embedding, None without an encoder."""
        which, amounts = self.features.of(plain)
        by_intent = amounts @ self.text_weights[which].astype(np.float32)
        if vector is None or not self.encoder:
            return Scores(by_intent, 0.0, 0.0)
        likeness = self.phrase_vectors @ (vector @ self.narrowing)
        meant = closeness(likeness[self._weighed]) @ self.phrase_weights
        return self._scores(by_intent + MEANING_WEIGHT * meant, likeness, vector)

    def scores_of(self, texts: Sequence[str], vectors: Vector | None) -> list[Scores]:
        """Score many plain texts: for training, as what reads them one by one reads all weights each time."""
        if vectors is None or not self.encoder:
            return [self.scores(text, None) for text in texts]
        by_words = self._by_words(texts)
        narrowed = vectors @ self.narrowing
        likeness = np.asarray(narrowed @ self.phrase_vectors.T, dtype=np.float32)
        meant = closeness(likeness[:, self._weighed]) @ self.phrase_weights
        return [
            self._scores(words + MEANING_WEIGHT * meaning, alike, vector)
            for words, meaning, alike, vector in zip(
                by_words, meant, likeness, vectors, strict=True
            )
        ]

    def _by_words(self, texts: Sequence[str]) -> list[Vector]:
        """What words and letters alone say of many texts; the weights of each are widened once."""
        found = list(self.features.all_of(texts))
        used = np.unique(np.concatenate([which for which, _ in found]))
        weights = self.text_weights[used].astype(np.float32)
        return [amounts @ weights[np.searchsorted(used, which)] for which, amounts in found]

    def _scores(self, by_intent: Vector, likeness: Vector, vector: Vector) -> Scores:
        return Scores(
            by_intent,
            nearest=float(likeness.max(initial=0.0, where=~self._out_of_scope)),
            nearest_out_of_scope=float(likeness.max(initial=0.0, where=self._out_of_scope)),
            chatter=chatter_odds(self.chatter, vector),
        )

    def probabilities(self, scores: Scores) -> Vector:
        """Calibrated probabilities of the intents."""
        return softmax(scores.by_intent / self.calibration.temperature)

    def in_scope(self, plain: str, scores: Scores) -> float:
        """The probability that anything of ours fits."""
        chances = self.probabilities(scores)
        return self.calibration.in_scope(scope_signs(self.ids, plain, scores, chances))

    @cached_property
    def _weighed(self) -> NDArray[np.int64] | slice:
        """Which phrases have weights; all of them without making a copy."""
        return slice(None) if len(self.weighing) == len(self.phrases) else self.weighing

    @cached_property
    def _out_of_scope(self) -> NDArray[np.bool_]:
        if OUT_OF_SCOPE not in self.ids:
            return np.zeros(len(self.phrases), dtype=np.bool_)
        return np.asarray(self.phrase_intents == self.ids.index(OUT_OF_SCOPE))

    def save(self, path: Path) -> None:
        """Write the model to one file: all of it or nothing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
            np.savez(part, **dict(self._arrays()))
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(path)

    def _arrays(self) -> Iterator[tuple[str, Any]]:
        calibration = self.calibration
        about = {
            "format": FORMAT,
            "ids": self.ids,
            "names": self.features.names,
            "phrases": self.phrases,
            "temperature": calibration.temperature,
            "scope_weights": calibration.scope_weights,
            "scope_bias": calibration.scope_bias,
            "thresholds": vars(calibration.thresholds),
            "encoder": self.encoder,
            "version": self.version,
        }
        yield "about", np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
        yield "rarity", self.features.rarity
        yield "text_weights", self.text_weights
        yield "phrase_intents", self.phrase_intents
        yield "narrowing", self.narrowing
        yield "phrase_vectors", self.phrase_vectors
        yield "weighing", self.weighing
        yield "phrase_weights", self.phrase_weights
        yield "chatter", self.chatter

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a model. ValueError when it was written in another format."""
        with np.load(path, allow_pickle=False) as arrays:
            about = _about(arrays)
            return cls(
                ids=tuple(about["ids"]),
                features=TextFeatures(tuple(about["names"]), arrays["rarity"]),
                text_weights=arrays["text_weights"],
                phrases=tuple(about["phrases"]),
                phrase_intents=arrays["phrase_intents"],
                narrowing=arrays["narrowing"],
                phrase_vectors=arrays["phrase_vectors"],
                weighing=arrays["weighing"],
                phrase_weights=arrays["phrase_weights"],
                chatter=arrays["chatter"],
                calibration=Calibration(
                    about["temperature"],
                    tuple(about["scope_weights"]),
                    about["scope_bias"],
                    Thresholds(**about["thresholds"]),
                ),
                encoder=about["encoder"],
                version=about["version"],
            )


def encoder_of(path: Path) -> str:
    """The digest of the encoder that a model belongs to, or nothing. ValueError for another format."""
    with np.load(path, allow_pickle=False) as arrays:
        return str(_about(arrays)["encoder"])


def _about(arrays: Mapping[str, NDArray[np.uint8]]) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(arrays["about"].tobytes())
    if about["format"] != FORMAT:
        raise ValueError("The model file has another format. Train again.")
    return about


def chatter_odds(weights: Vector, vector: Vector) -> float:
    """Log-odds that a vector is of chatter; 0 where there are no weights."""
    return float(vector @ weights[:-1] + weights[-1]) if len(weights) else 0.0


def closeness(likeness: Vector) -> Vector:
    """A bell curve of the distance between two unit vectors, from their cosine."""
    bell = 2 * likeness
    bell -= 2
    return np.exp(bell, out=bell)


def softmax(scores: Vector) -> Vector:
    """Scores as probabilities."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def scope_signs(ids: tuple[str, ...], plain: str, scores: Scores, chances: Vector) -> Vector:
    """What tells whether a text is ours to answer at all."""
    foreign = ids.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in ids else None
    ours = np.array(scores.by_intent)
    if foreign is not None:
        ours[foreign] = -np.inf
    second, first = np.partition(ours, -2)[-2:] if len(ours) > 1 else (0.0, ours[0])
    chance = 0.0 if foreign is None else float(chances[foreign])
    return np.array(
        [
            first,
            first - second,
            0.0 if foreign is None else scores.by_intent[foreign],
            np.log(chance + 1e-4),
            -float((chances * np.log(chances + 1e-9)).sum()),
            scores.nearest,
            scores.nearest_out_of_scope,
            np.log1p(len(plain.split())),
            scores.chatter,
        ],
        dtype=np.float32,
    )
