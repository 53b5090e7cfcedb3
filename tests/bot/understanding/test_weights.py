"""Weights are used only when they are the expected ones, whoever carried them."""

from pathlib import Path

import pytest

from bot.understanding import weights
from bot.understanding.encoder import MODEL, TOKENIZER
from bot.understanding.weights import CARD, find_encoder, prepare_encoder, write_card


def an_encoder(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / MODEL).write_bytes(b"numbers")
    (folder / TOKENIZER).write_text("{}")
    write_card(folder)
    return folder


def test_our_own_encoder_comes_before_the_cache(tmp_path: Path) -> None:
    cache, own = an_encoder(tmp_path / "cache"), tmp_path / "own"
    assert find_encoder(cache, own) == cache
    an_encoder(own)
    assert find_encoder(cache, own) == own


@pytest.mark.parametrize("damaged", [MODEL, TOKENIZER, CARD])
def test_a_damaged_encoder_is_not_used(tmp_path: Path, damaged: str) -> None:
    cache = an_encoder(tmp_path / "cache")
    (cache / damaged).write_bytes(b"something else")
    assert find_encoder(cache, tmp_path / "own") is None


def test_an_encoder_that_is_ready_is_not_made_again(tmp_path: Path) -> None:
    said: list[str] = []
    cache = an_encoder(tmp_path / "cache")
    assert prepare_encoder(cache, None, said.append, own=tmp_path / "own") == cache
    assert said == []


def test_files_with_another_digest_are_refused_and_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "PINNED_PACKAGE", tmp_path / "there-is-no-such-list.txt")
    given = tmp_path / "given"
    given.mkdir()
    for name in weights.PINNED:
        (given / name).write_bytes(b"not the weights")
    said: list[str] = []
    cache = tmp_path / "data" / "encoder"
    assert prepare_encoder(cache, given, said.append, own=tmp_path / "own") is None
    assert "The given path does not hold the expected encoder weights." in said
    assert said[-1] == "No encoder weights were found. Messages are understood by words alone."
    assert list(cache.parent.iterdir()) == []
