"""Turning questions into vectors, each once, so that those that mean the same can be put together."""

from collections.abc import Iterable, Sequence
from threading import RLock
from zlib import crc32

import numpy as np
from aiohttp import web

from bot.meaning import Vector
from bot.understanding.known import Encode
from bot.understanding.normalise import plain

_SIZE = 1024


class KeptVectors:
    """Remembers vectors, and what is left of each question, until told to forget them."""

    def __init__(self, encode: Encode | None) -> None:
        """Without an encoder, words and parts of words stand for the meaning."""
        self._encode = encode or by_words
        self._kept: dict[str, Vector] = {}
        self.words: dict[int, str] = {}
        """What is left of each question, by its number."""
        self._one_at_a_time = RLock()

    def of(self, texts: Sequence[str]) -> Vector:
        """One row of length one a text."""
        with self._one_at_a_time:
            self.learn(texts)
            return np.array([self._kept[text] for text in texts], dtype=np.float32)

    def learn(self, texts: Sequence[str]) -> int:
        """Encode what is not known yet; how many those were."""
        with self._one_at_a_time:
            new = [text for text in dict.fromkeys(texts) if text not in self._kept]
            if new:
                self._kept |= dict(zip(new, self._encode(new), strict=True))
            return len(new)

    def keep_only(self, asked: Iterable[tuple[int, str]]) -> None:
        """Forget what belongs to none of these questions: their numbers and words."""
        asked = list(asked)
        numbers, texts = {number for number, _ in asked}, {text for _, text in asked}
        with self._one_at_a_time:
            self.words = {key: left for key, left in self.words.items() if key in numbers}
            self._kept = {text: row for text, row in self._kept.items() if text in texts}


VECTORS: web.AppKey[KeptVectors] = web.AppKey("learn_vectors")


def by_words(texts: Sequence[str]) -> Vector:
    """Texts as counts of their words and of three letters in a row."""
    rows = np.zeros((len(texts), _SIZE), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        for word in plain(text).split():
            padded = f" {word} "
            parts = {word, *(padded[i : i + 3] for i in range(len(padded) - 2))}
            for part in parts:
                row[crc32(part.encode()) % _SIZE] += 1
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return np.asarray(rows / lengths, dtype=np.float32)
