"""Sentence embeddings: a small transformer as ONNX int8, one thread, little memory."""

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from bot.meaning import Vector
from bot.understanding.recent import Recent

MODEL = "model.int8.onnx"
TOKENIZER = "tokenizer.json"
MOST_TOKENS = 96
_AT_ONCE = 64
_MOST_THREADS = 4
KEPT = 512
_SLOWER = ["SkipLayerNormFusion"]  # on processors it costs more than the two nodes it joins


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, worked out again only when the file was written again."""
    about = file.stat()
    return _digest(file, about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=16)
def _digest(file: Path, _written_at: int, _size: int) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


class Encoder:
    """Turns texts into unit vectors. Safe to use from several threads at once.

    A text asked for alone is encoded once, although understanding and risk check both ask for it, and
    the risk check again with the message after it.
    """

    def __init__(
        self, folder: Path, remembered: int = KEPT, *, most_tokens: int = MOST_TOKENS
    ) -> None:
        """Load the model and tokenizer that lie in this folder.

        `remembered` texts are encoded once; of a text only its first `most_tokens` are read.
        """
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(most_tokens)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / MODEL),
            options,
            providers=["CPUExecutionProvider"],
            disabled_optimizers=_SLOWER,
        )
        self._takes = {given.name for given in self._session.get_inputs()}
        self.digest = digest_of(folder / MODEL)
        self.size = int(self._session.get_outputs()[0].shape[-1])
        self._recent = Recent(lambda text: self._encode_some([text]), remembered)

    def encode(self, texts: Sequence[str]) -> Vector:
        """One row a text, each of length one. Many texts are shared out between the cores."""
        if len(texts) == 1:
            return self._recent.of(texts[0])
        vectors = np.zeros((len(texts), self.size), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        parts = [by_length[i : i + _AT_ONCE] for i in range(0, len(texts), _AT_ONCE)]

        def fill(places: list[int]) -> None:
            vectors[places] = self._encode_some([texts[place] for place in places])

        if len(parts) == 1:
            fill(parts[0])
        else:
            with ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as pool:
                list(pool.map(fill, parts))
        return vectors

    def _encode_some(self, texts: list[str]) -> Vector:
        ids, mask = self._tokens_of(texts)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        fed = {name: values for name, values in given.items() if name in self._takes}
        hidden = self._session.run(None, fed)[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1.0)
        unit = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        vectors = np.asarray(unit, dtype=np.float32)
        vectors.flags.writeable = False
        return vectors

    def _tokens_of(self, texts: list[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The tokens of every text in rows of one length, and which of them are there.

        One text at a time: for a whole batch the tokenizer would start threads of its own, and on busy
        processors these wait longer for each other than they work.
        """
        tokens = [self._tokenizer.encode(text).ids for text in texts]
        longest = max(map(len, tokens))
        ids = np.zeros((len(texts), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, found in enumerate(tokens):
            ids[row, : len(found)] = found
            mask[row, : len(found)] = 1
        return ids, mask
