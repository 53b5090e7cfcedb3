"""People chatting with each other are told from people asking us, where there is an encoder."""

from pathlib import Path

import numpy as np
import pytest

from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.model import Model, chatter_odds
from bot.understanding.telling_chatter import learn_chatter
from bot.understanding.train import train
from tests.bot.understanding.test_embedded import TRAINING, encode

CHATTER = [
    *(f"jazz quiz fuzzy zigzag puzzle {word}" for word in ("jumbo", "quartz", "vex", "fizz")),
    *(f"{word} jinx quiz jazz" for word in ("zebra", "quick", "oxbow", "kazoo")),
]


@pytest.fixture(scope="module")
def model() -> Model:
    return train(TRAINING, encode, "letters", chatter=CHATTER)


def test_chatter_is_told_from_what_people_ask_us(model: Model) -> None:
    chat, asked = encode(["quiz jazz puzzle"])[0], encode(["how much ema a week"])[0]
    assert chatter_odds(model.chatter, chat) > 0 > chatter_odds(model.chatter, asked)


def test_chatter_is_less_likely_ours_than_without_having_heard_any(model: Model) -> None:
    said = "zebra quiz jazz"
    deaf = train(TRAINING, encode, "letters")
    scores = [each.scores(said, encode([said])[0]) for each in (model, deaf)]
    assert scores[0].chatter > 0 == scores[1].chatter
    assert model.in_scope(said, scores[0]) < deaf.in_scope(said, scores[1])


def test_no_word_of_the_chatter_is_in_what_was_learned(model: Model) -> None:
    assert not [phrase for phrase in model.phrases if "jazz" in phrase]
    assert not [name for name in model.features.names if "jazz" in name]


def test_it_is_kept_with_the_model(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "model.npz")
    loaded = Model.load(tmp_path / "model.npz")
    assert np.array_equal(loaded.chatter, model.chatter)
    said = "oxbow jinx quiz"
    assert (
        loaded.scores(said, encode([said])[0]).chatter
        == model.scores(said, encode([said])[0]).chatter
    )


def test_without_an_encoder_chatter_counts_for_nothing() -> None:
    heard = train(TRAINING, chatter=CHATTER)
    assert not len(heard.chatter)
    assert heard.calibration == train(TRAINING).calibration
    assert EmbeddedUnderstander(heard).read("jazz quiz").in_scope >= 0


def test_with_nothing_to_tell_apart_nothing_is_learned() -> None:
    some, none = np.ones((2, 3), np.float32), np.zeros((0, 3), np.float32)
    assert not len(learn_chatter(some, none))
    assert not len(learn_chatter(none, some))
