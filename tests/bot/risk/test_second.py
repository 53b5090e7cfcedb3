"""The second reader: asked about what is not plainly calm, it has the last word on how grave that is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.risk.assess import RiskAssessor
from bot.risk.families import Family
from bot.risk.heads import Encode, Floats
from bot.risk.score import RiskModel
from bot.risk.second import MOST_WORDS, SecondReader
from bot.risk.train import train

from .conftest import EVERYDAY, ROUTINE

DANGER, CALM = "i wish i was dead", "what is ema"


def never(_texts: list[str]) -> Floats:
    """An encoder that nobody should ask."""
    raise AssertionError


@pytest.fixture(scope="module")
def model(small: tuple[Family, ...], encode: Encode) -> RiskModel:
    """A score with two readers, taught on the small world."""
    return train(small, ROUTINE, EVERYDAY, encode, encode)


def deciding(model: RiskModel, bias: float) -> RiskModel:
    """The score with a second reader that is always so sure."""
    assert model.second
    mix = np.zeros_like(model.second.mix)
    mix[2] = bias
    return replace(model, second=replace(model.second, mix=mix, asked_from=-np.inf))


def test_both_together_know_what_they_were_taught(model: RiskModel, encode: Encode) -> None:
    scored = model.score([DANGER], encode, encode)
    assert scored is not None
    assert scored.family == "suicide"
    assert model.score([CALM], encode, encode) is None


def test_what_is_plainly_calm_is_not_read_twice(model: RiskModel, encode: Encode) -> None:
    assert model.second
    unasked = replace(model, second=replace(model.second, asked_from=np.inf))
    assert unasked.score([CALM], encode, never) is None
    assert unasked.score([DANGER], encode, never) is not None


def test_a_long_message_is_left_to_the_first(model: RiskModel, encode: Encode) -> None:
    always = deciding(model, -99)
    assert always.score([f"{DANGER} " + "and so on " * MOST_WORDS], encode, never) is not None


def test_it_raises_what_the_first_let_pass(model: RiskModel, encode: Encode) -> None:
    assert deciding(model, 99).score([CALM], encode, encode) is not None


def test_it_calms_what_the_first_would_have_raised(model: RiskModel, encode: Encode) -> None:
    assert deciding(model, -99).score([DANGER], encode, encode) is None


def test_it_never_silences_a_pattern_of_need_or_emergency(
    small: tuple[Family, ...], model: RiskModel, encode: Encode
) -> None:
    check = RiskAssessor(small, deciding(model, -99), encode, encode)
    assert check.read("i feel so low").signals
    assert check.read("i want to die").signals


def test_without_its_encoder_the_first_decides(model: RiskModel, encode: Encode) -> None:
    alone = replace(model, second=None).score([DANGER], encode)
    assert model.score([DANGER], encode, None) == alone is not None


def test_where_the_words_alone_decide_it_is_not_asked(model: RiskModel) -> None:
    assert model.score([DANGER], None, never) is not None


def test_when_it_fails_the_first_decides_and_the_text_is_not_logged(
    small: tuple[Family, ...], model: RiskModel, encode: Encode
) -> None:
    def broken(_texts: list[str]) -> Floats:
        raise RuntimeError

    with capture_logs() as logs:
        reading = RiskAssessor(small, deciding(model, -99), encode, broken).read(DANGER)
    assert reading.signals[0].raised_by.startswith("score")
    assert logs[0]["second"] is True
    assert "dead" not in str(logs)


def test_it_is_the_same_from_its_file(model: RiskModel, encode: Encode, tmp_path: Path) -> None:
    file = tmp_path / "risk.npz"
    model.save(file)
    read = RiskModel.load(file)
    assert read.second
    assert model.second
    assert read.second.asked_from == model.second.asked_from
    was, now = (each.score([DANGER], encode, encode) for each in (model, read))
    assert was is not None
    assert now is not None
    assert (was.level, was.family) == (now.level, now.family)
    assert now.odds == pytest.approx(was.odds, abs=0.01)


def test_a_score_of_one_reader_stays_one(model: RiskModel, tmp_path: Path) -> None:
    file = tmp_path / "risk.npz"
    replace(model, second=None).save(file)
    assert RiskModel.load(file).second is None
    assert SecondReader.from_parts({}) is None
