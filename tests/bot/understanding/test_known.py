"""What was encoded once is not encoded again, unless the encoder is another one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.meaning import Vector
from bot.understanding.known import KnownVectors


class Counting:
    """An encoder that tells what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vector:
        self.asked.extend(texts)
        return np.array([[len(text), text.count("e")] for text in texts], dtype=np.float32)


@pytest.fixture
def counting() -> Counting:
    return Counting()


def known(counting: Counting, folder: Path, encoder: str = "letters") -> KnownVectors:
    return KnownVectors(counting.encode, encoder, folder / "vectors.npz")


def test_the_next_time_only_new_phrases_are_encoded(counting: Counting, tmp_path: Path) -> None:
    first = known(counting, tmp_path)
    before = first.encode(["when is ema paid", "hello", "hello"])
    first.keep()
    assert counting.asked == ["when is ema paid", "hello"]
    counting.asked.clear()
    after = known(counting, tmp_path).encode(["when is ema paid", "bye now", "hello"])
    assert counting.asked == ["bye now"]
    assert (after[[0, 2]] == before[[0, 1]]).all()


def test_what_is_no_longer_asked_is_forgotten(counting: Counting, tmp_path: Path) -> None:
    for texts in (["an old phrase", "hello"], ["hello"]):
        each = known(counting, tmp_path)
        each.encode(texts)
        each.keep()
    counting.asked.clear()
    known(counting, tmp_path).encode(["an old phrase"])
    assert counting.asked == ["an old phrase"]


def test_another_encoder_starts_anew(counting: Counting, tmp_path: Path) -> None:
    first = known(counting, tmp_path)
    first.encode(["hello"])
    first.keep()
    known(counting, tmp_path, "another").encode(["hello"])
    assert counting.asked == ["hello", "hello"]


@pytest.mark.parametrize("content", [b"", b"not a file of numbers", b"PK\x03\x04 cut off"])
def test_a_broken_file_is_as_good_as_none(
    content: bytes, counting: Counting, tmp_path: Path
) -> None:
    (tmp_path / "vectors.npz").write_bytes(content)
    assert known(counting, tmp_path).encode(["hello"]).shape == (1, 2)
    known(counting, tmp_path).keep()
