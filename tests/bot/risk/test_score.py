"""The trained score: the same lessons give the same score, and it works with and without sense."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.decision import Level
from bot.risk.families import Family
from bot.risk.heads import FIRST_FAMILY, Encode
from bot.risk.lessons import messages, rows
from bot.risk.score import (
    CLAUSES_LESS,
    LEAST_WORRYING,
    SURE_OF_FAMILY,
    VERSION,
    RiskModel,
    held_back,
    worth_encoding,
)
from bot.risk.train import train

from .conftest import EVERYDAY, ROUTINE


@pytest.fixture(scope="module")
def model(small: tuple[Family, ...], encode: Encode) -> RiskModel:
    """A score taught on the small world."""
    return train(small, ROUTINE, EVERYDAY, encode)


def test_what_it_was_taught_scores_and_what_is_harmless_does_not(
    model: RiskModel, encode: Encode
) -> None:
    scored = model.score(["i wish i was dead"], encode)
    assert scored is not None
    assert scored.family == "suicide"
    assert model.score(["what is ema"], encode) is None


def test_danger_in_one_clause_is_found_and_named(model: RiskModel, encode: Encode) -> None:
    whole = "what is ema how do i apply for college when is open day i wish i was dead"
    scored = model.score([whole, "what is ema", "i wish i was dead"], encode)
    assert scored is not None
    assert scored.place in (0, 2)


def test_words_alone_score_where_there_is_no_encoder(model: RiskModel) -> None:
    assert model.score(["i wish i was dead"], None) is not None


def test_a_family_of_need_is_never_urgent_however_sure(model: RiskModel, encode: Encode) -> None:
    assert not np.isfinite(model.thresholds.family_urgent[1])
    surely_need = model.mix.copy()
    surely_need[2, FIRST_FAMILY + model.families.index("complex-need")] = 99
    scored = replace(model, mix=surely_need).score(["what is ema"], encode)
    assert scored is not None
    assert (scored.family, scored.level) == ("complex-need", Level.COMPLEX)


def test_the_family_is_sure_only_where_it_stands_clear(model: RiskModel, encode: Encode) -> None:
    low = replace(model.thresholds, general=np.full(3, -np.inf, np.float32))
    low = replace(low, family_urgent=np.zeros(2, np.float32))
    for ahead, sure in ((SURE_OF_FAMILY + 0.1, True), (SURE_OF_FAMILY - 0.1, False)):
        mix = np.zeros_like(model.mix)
        mix[2, FIRST_FAMILY] = ahead
        scored = replace(model, mix=mix, thresholds=low).score(["hello"], encode)
        assert scored is not None
        assert (scored.family, scored.family_sure) == ("suicide", sure)


def test_training_twice_gives_the_same(
    model: RiskModel, small: tuple[Family, ...], encode: Encode
) -> None:
    again = train(small, ROUTINE, EVERYDAY, encode)
    assert np.array_equal(again.words.weights, model.words.weights)
    assert np.array_equal(again.thresholds.general, model.thresholds.general)


def test_it_is_the_same_from_its_file(model: RiskModel, encode: Encode, tmp_path: Path) -> None:
    file = tmp_path / "risk.npz"
    model.save(file)
    for text in ("i wish i was dead", "the bus is late"):
        was, now = model.score([text], encode), RiskModel.load(file).score([text], encode)
        assert (was and (was.level, was.family)) == (now and (now.level, now.family))


def test_a_file_of_another_version_is_refused(model: RiskModel, tmp_path: Path) -> None:
    file = tmp_path / "risk.npz"
    model.save(file)
    with np.load(file) as parts:
        other = {**parts, "version": np.array(VERSION + 1)}
    np.savez(file, **other)
    with pytest.raises(ValueError, match="Train the risk score anew"):
        RiskModel.load(file)


def test_it_can_be_taught_without_an_encoder(small: tuple[Family, ...], encode: Encode) -> None:
    taught = train(small, ROUTINE, EVERYDAY, None)
    assert taught.sense is None
    assert taught.score(["i wish i was dead"], encode) is not None


def test_a_routine_phrase_that_a_pattern_takes_for_danger_is_not_taught_as_harmless(
    small: tuple[Family, ...],
) -> None:
    taught = messages(small, ["i want to die how do i get ema", *ROUTINE], EVERYDAY)
    assert {message.whole for message in taught if message.kind == "routine"} == set(ROUTINE)


def test_every_example_is_also_taught_inside_a_routine_question(
    small: tuple[Family, ...],
) -> None:
    taught = messages(small, ROUTINE, EVERYDAY)
    pasted = [row.plain for row in rows(taught) if row.message == 0]
    assert pasted[0] == taught[0].whole
    assert any(taught[0].whole in text and text != taught[0].whole for text in pasted)


def test_no_text_is_taught_twice_however_often_it_is_met(small: tuple[Family, ...]) -> None:
    taught = messages(small, ROUTINE, [*EVERYDAY, f"{EVERYDAY[0]}. {EVERYDAY[1]}"])
    texts = [row.plain for row in rows(taught)]
    assert len(texts) == len(set(texts))


def test_a_grave_emergency_raises_a_message_by_itself(model: RiskModel, encode: Encode) -> None:
    text = "the bus is late"
    assert model.score([text], encode) is None
    alone = replace(model, thresholds=replace(model.thresholds, emergency_alone=-np.inf))
    scored = alone.score([text], encode)
    assert scored is not None
    assert scored.level.rank >= Level.URGENT.rank
    assert alone.urgent_margin([text], encode) > 0


def test_words_that_may_not_belong_together_are_held_back(model: RiskModel, encode: Encode) -> None:
    text = "i wish i was dead"
    assert model.score([text], encode) is not None
    assert model.score([text], encode, less=1000.0) is None


def test_only_of_longer_messages_are_the_clauses_worth_encoding() -> None:
    by_words = np.array([[0.0], [1.0], [3.0], [2.0]], np.float32)
    assert worth_encoding(by_words, "one two three") == [0]
    longer = "one two three four five six seven eight nine"
    assert worth_encoding(by_words, longer) == [0, 2, 3]
    by_words[[1, 3]] = LEAST_WORRYING - 0.1
    assert worth_encoding(by_words, longer) == [0, 2]


def test_the_first_level_of_a_text_that_is_both_danger_and_look_alike_is_kept(
    small: tuple[Family, ...],
) -> None:
    muddled = replace(small[0], lookalikes=("i wish i was dead",))
    levels = {m.whole: m.level for m in messages([muddled], ROUTINE, EVERYDAY)}
    assert levels["i wish i was dead"] == Level.URGENT.rank


def test_the_margin_is_above_nothing_exactly_where_the_score_says_urgent(
    model: RiskModel, encode: Encode
) -> None:
    for text in ("i wish i was dead", "what is ema", "i feel low all day", "pills goodbye"):
        for reader in (encode, None):
            scored = model.score([text], reader)
            urgent = scored is not None and scored.level.rank >= Level.URGENT.rank
            assert (model.urgent_margin([text], reader) >= 0) is urgent


def test_a_clause_counts_for_less_than_the_whole_message() -> None:
    odds = np.array([[0.2, -1.0], [0.9, 3.0], [1.4, -2.0]], np.float32)
    held = held_back(odds)
    assert held[0].tolist() == odds[0].tolist()
    assert (odds[1:] - held[1:] == CLAUSES_LESS).all()
    assert held_back(odds[:1]).shape == (1, 2)
