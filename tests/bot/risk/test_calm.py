"""The calm reader: only what is surely unlike danger is calm, and homely words beside danger change nothing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.risk.families import Family, read_homely
from bot.risk.heads import URGENT, Encode
from bot.risk.lessons import Message, beside_homely, messages
from bot.risk.score import RiskModel
from bot.risk.train import train

from .conftest import EVERYDAY, ROUTINE

HOMELY = ["its raining", "the dog is asleep", "i had toast"]


@pytest.fixture(scope="module")
def model(small: tuple[Family, ...], encode: Encode) -> RiskModel:
    """A score taught on the small world, homely words too."""
    return train(small, ROUTINE, EVERYDAY, encode, encode, homely=HOMELY)


def test_danger_is_not_calm_and_everyday_words_are(model: RiskModel, encode: Encode) -> None:
    assert not model.is_calm(["i wish i was dead"], encode, encode)
    for said in EVERYDAY:
        assert model.is_calm([said], encode, encode)


def test_homely_words_beside_danger_do_not_make_it_calm(model: RiskModel, encode: Encode) -> None:
    for words in HOMELY:
        assert not model.is_calm([f"i wish i was dead {words}"], encode, encode)


def test_what_the_first_reader_is_sure_of_is_not_calm(model: RiskModel, encode: Encode) -> None:
    assert model.second
    calm = model.second.calm
    first = np.full(len(model.mix[0]), -99, np.float32)
    vector = encode(["see you at seven"])
    assert calm.is_calm(first, vector)
    first[URGENT] = 99
    assert calm.mix[0] > 0
    assert not calm.is_calm(first, vector)


def test_it_is_the_same_from_its_file(model: RiskModel, encode: Encode, tmp_path: Path) -> None:
    model.save(tmp_path / "risk.npz")
    read = RiskModel.load(tmp_path / "risk.npz").second
    assert read
    assert model.second
    assert read.calm.limit == pytest.approx(model.second.calm.limit)
    vector = encode(["i wish i was dead"])
    assert read.calm.heads.score(vector) == pytest.approx(
        model.second.calm.heads.score(vector), abs=0.01
    )


def test_short_examples_and_lookalikes_are_taught_beside_homely_words(
    small: tuple[Family, ...],
) -> None:
    taught = messages(small, ROUTINE, EVERYDAY)
    made = beside_homely(taught, HOMELY)
    times = [sum(row.message == place for row in made) for place in range(len(taught))]
    wanted = {"example": 3, "lookalike": 2}
    assert times == [wanted.get(message.kind, 0) for message in taught]
    for row in made:
        message = taught[row.message]
        assert (row.family, row.level) == (message.family, message.level)
        assert any(row.plain in _both_ways(message, words) for words in HOMELY)


def test_long_examples_are_not_nor_any_where_no_homely_words_are_known(
    small: tuple[Family, ...],
) -> None:
    taught = messages(small, ROUTINE, EVERYDAY)
    long = [replace(message, whole="so " * 15 + message.whole) for message in taught]
    assert beside_homely(long, HOMELY) == []
    assert beside_homely(taught, []) == []


def test_the_homely_words_are_short_and_none_stands_twice() -> None:
    homely = read_homely()
    assert len(homely) > 50
    assert len(set(homely)) == len(homely)
    assert [words for words in homely if len(words.split()) > 8] == []


def _both_ways(message: Message, words: str) -> tuple[str, str]:
    return f"{message.whole} {words}", f"{words} {message.whole}"
