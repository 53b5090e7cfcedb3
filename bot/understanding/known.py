"""An encoder that remembers in a file what it has encoded: who publishes waits for the new phrases only."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import BadZipFile

import numpy as np

from bot.meaning import Vector

Encode = Callable[[Sequence[str]], Vector]


class KnownVectors:
    """Vectors of texts by one encoder. What another encoder wrote is not used, nor a broken file."""

    def __init__(self, encode: Encode, encoder: str, file: Path) -> None:
        """`encoder` is its digest."""
        self._encode = encode
        self._encoder = encoder
        self._file = file
        self._known = _read(file, encoder)
        self._asked: dict[str, Vector] = {}

    def encode(self, texts: Sequence[str]) -> Vector:
        """One row a text, encoding only those that are new."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._encode(new), strict=True))
        self._asked.update((text, self._known[text]) for text in texts)
        return np.array([self._known[text] for text in texts], dtype=np.float32)

    def keep(self) -> None:
        """Write the vectors of what was asked this time: all of them, or nothing."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._file.parent, suffix=".part", delete=False) as part:
            np.savez(
                part,
                encoder=np.array(self._encoder),
                texts=np.array(list(self._asked), dtype=np.str_),
                vectors=np.array(list(self._asked.values()), dtype=np.float32),
            )
            part.flush()
            os.fsync(part.fileno())
        Path(part.name).replace(self._file)


def _read(file: Path, encoder: str) -> dict[str, Vector]:
    try:
        with np.load(file, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder:
                return {}
            return dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
