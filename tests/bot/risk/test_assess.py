"""The risk check as a whole: its layers fail apart, the conversation counts, nothing crashes it."""

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.decision import Level, Signal
from bot.risk.assess import Assessment, RiskAssessor, RiskMemory, RiskReading
from bot.risk.families import Family
from bot.risk.heads import Encode, Floats, Thresholds
from bot.risk.score import RiskModel
from bot.risk.second import MOST_WORDS
from bot.risk.train import train

from .conftest import EVERYDAY, ROUTINE


@pytest.fixture(scope="module")
def model(small: tuple[Family, ...], encode: Encode) -> RiskModel:
    """A score taught on the small world."""
    return train(small, ROUTINE, EVERYDAY, encode)


@pytest.fixture(scope="module")
def calm(small: tuple[Family, ...], encode: Encode) -> RiskModel:
    """A score of two readers that finds nothing, and is sure of it."""
    made = train(small, ROUTINE, EVERYDAY, encode, encode)
    assert made.second
    never = np.full(len(made.families), np.inf, np.float32)
    limits = Thresholds(np.full(3, np.inf, np.float32), np.inf, never, never)
    surely = replace(made.second.calm, limit=np.inf)
    return replace(
        made, thresholds=limits, second=replace(made.second, thresholds=limits, calm=surely)
    )


@pytest.fixture(scope="module")
def assessor(small: tuple[Family, ...]) -> RiskAssessor:
    """Patterns alone, over the small world."""
    return RiskAssessor(small, None, None)


@pytest.fixture(scope="module")
def whole(families: tuple[Family, ...]) -> RiskAssessor:
    """Patterns alone, over the families of the service."""
    return RiskAssessor(families, None, None)


def assess(assessor: RiskAssessor, text: str, *before: str, level: str = "routine") -> Assessment:
    """Weigh a message after others."""
    memory = RiskMemory(before, Level(level), ("suicide",) if level != "routine" else ())
    return assessor.weigh(assessor.read(text), memory)


def test_a_signal_keeps_the_words_as_typed(assessor: RiskAssessor) -> None:
    reading = assessor.read("Hello. I WANT 2 DIE, ok?")
    assert [signal.evidence for signal in reading.signals] == ["WANT 2 DIE"]


def test_an_ordinary_message_raises_nothing(assessor: RiskAssessor) -> None:
    assert assess(assessor, "what is ema") == Assessment()


def test_the_safety_reply_is_that_of_the_gravest_signal(assessor: RiskAssessor) -> None:
    made = assess(assessor, "im in debt and i want to die")
    assert (made.safety_reply, made.occasion) == ("suicide", "urgent")
    assert made.families == ("suicide", "complex-need")


@pytest.mark.parametrize(
    ("text", "occasion"),
    [("i want to die", "urgent"), ("my mate says they want to die", "friend"), ("so low", None)],
)
def test_the_occasion_fits_the_level_and_who_it_is_about(
    assessor: RiskAssessor, text: str, occasion: str | None
) -> None:
    assert assess(assessor, text).occasion == occasion


def test_a_message_split_in_two_is_read_as_one(assessor: RiskAssessor) -> None:
    assert assess(assessor, "to die", "i want").level is Level.URGENT
    assert assess(assessor, "to die").level is Level.ROUTINE


def test_what_the_message_before_said_is_not_raised_again(assessor: RiskAssessor) -> None:
    assert assess(assessor, "ok thanks", "i want to die").level is Level.ROUTINE


def test_a_third_sign_in_a_row_is_urgent(assessor: RiskAssessor) -> None:
    third = assess(
        assessor,
        "feeling so empty again today, the same as it has been for weeks",
        "i get so low at night and it does not stop whatever i do about it",
        "there are days when i am so alone that i do not talk to anybody at all",
    )
    assert third.level is Level.URGENT


def test_need_alone_does_not_rise(assessor: RiskAssessor) -> None:
    assert assess(assessor, "im in debt", "im in debt", "in debt").level is Level.COMPLEX


def test_a_joke_after_a_disclosure_keeps_the_level(assessor: RiskAssessor) -> None:
    made = assess(assessor, "only joking lol", "i want to die", level="urgent")
    assert made.retracted
    assert made.level is Level.URGENT


def test_a_joke_in_the_same_breath_lowers_nothing(assessor: RiskAssessor) -> None:
    made = assess(assessor, "i want to die lol jk")
    assert (made.level, made.retracted) == (Level.URGENT, True)


def test_a_joke_about_nothing_is_no_retraction(assessor: RiskAssessor) -> None:
    assert not assess(assessor, "only joking lol", "what is ema").retracted


def test_the_score_finds_what_no_pattern_names(
    small: tuple[Family, ...], model: RiskModel, encode: Encode
) -> None:
    reading = RiskAssessor(small, model, encode).read("i wish i was dead")
    assert reading.signals[0].raised_by.startswith("score")
    assert reading.signals[0].evidence == "i wish i was dead"


def test_of_a_danger_whose_family_is_not_sure_no_reply_speaks(
    small: tuple[Family, ...], model: RiskModel, encode: Encode
) -> None:
    low = np.full_like(model.thresholds.general, -np.inf)
    level = np.zeros_like(model.thresholds.family_urgent)
    alarmed = replace(model, thresholds=replace(model.thresholds, general=low, family_urgent=level))
    texts = RiskAssessor(small, alarmed, encode).read("goodbye then")
    [signal] = texts.signals
    unsure = replace(texts, signals=(replace(signal, family_sure=False),))
    weigh = RiskAssessor(small, None, None).weigh
    assert weigh(unsure, RiskMemory()).safety_reply is None
    assert weigh(unsure, RiskMemory()).occasion == weigh(texts, RiskMemory()).occasion is not None


def test_a_bare_score_names_the_family_and_no_more(
    small: tuple[Family, ...], model: RiskModel, encode: Encode
) -> None:
    [signal] = RiskAssessor(small, model, encode).read("i wish i was dead").signals
    assert signal.code == "suicide.sounds-like"
    assert signal.is_likeness


def test_a_bare_score_adds_nothing_to_a_pattern_of_its_family_that_is_as_grave(
    assessor: RiskAssessor,
) -> None:
    bare = unsure("suicide.sounds-like", Level.URGENT)
    named = Signal("suicide.thoughts", Level.URGENT, "words", "pattern: want to die")
    milder = replace(named, level=Level.COMPLEX)
    other = replace(named, code="home-abuse.violence")

    def left(*signals: Signal) -> list[str]:
        reading = RiskReading("words", signals)
        return [each.code for each in assessor.weigh(reading, RiskMemory()).signals]

    assert left(bare, named) == ["suicide.thoughts"]
    assert left(bare, milder) == ["suicide.sounds-like", "suicide.thoughts"]
    assert left(bare, other) == ["suicide.sounds-like", "home-abuse.violence"]


def test_who_tells_of_another_is_not_spoken_to_as_if_it_were_them(
    assessor: RiskAssessor,
) -> None:
    plan = Signal("threats-to-others.weapon", Level.EMERGENCY, "words", "pattern: a knife")

    def occasion(signal: Signal) -> str | None:
        return assessor.weigh(RiskReading("words", (signal,)), RiskMemory()).occasion

    assert occasion(plan) == "emergency"
    assert occasion(replace(plan, about="other")) == "friend"
    assert occasion(replace(plan, code="suicide.now", about="other")) == "friend"
    assert occasion(replace(plan, code="home-abuse.now", about="other")) == "emergency"


def test_broken_patterns_leave_the_score_at_work(
    small: tuple[Family, ...], model: RiskModel, encode: Encode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.risk.patterns.PatternReader.find", fail)
    with capture_logs() as logs:
        reading = RiskAssessor(small, model, encode).read("i wish i was dead")
    assert reading.signals
    assert reading.broken == ("patterns",)
    assert "dead" not in str(logs)
    assert logs


def test_a_broken_encoder_leaves_words_at_work(small: tuple[Family, ...], model: RiskModel) -> None:
    def broken(_texts: list[str]) -> Floats:
        raise RuntimeError

    reading = RiskAssessor(small, model, broken).read("i wish i was dead")
    assert reading.signals


def test_a_broken_score_leaves_the_patterns_at_work(
    small: tuple[Family, ...], model: RiskModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("bot.risk.score.RiskModel.score", fail)
    reading = RiskAssessor(small, model, None).read("i want to die")
    assert [signal.code for signal in reading.signals] == ["suicide.thoughts"]
    assert reading.broken == ("score",)


def test_an_urgent_pattern_that_the_score_is_calm_about_is_need(
    small: tuple[Family, ...], calm: RiskModel, encode: Encode
) -> None:
    [signal] = RiskAssessor(small, calm, encode, encode).read("i want to die").signals
    assert signal.level is Level.COMPLEX
    assert signal.raised_by == "pattern: want to die, calm by the score"


def test_what_is_calm_stays_calm_after_a_short_message(
    small: tuple[Family, ...], calm: RiskModel, encode: Encode
) -> None:
    check = RiskAssessor(small, calm, encode, encode)
    assert assess(check, "i want to die", "hiya").level is Level.COMPLEX
    assert assess(check, "to die", "i want").level is Level.COMPLEX


def unsure(code: str, level: Level, *, family_sure: bool = False) -> Signal:
    """A signal as the score makes them."""
    return Signal(code, level, "words", "score: 1.0", family_sure=family_sure)


def reply_to(assessor: RiskAssessor, *signals: Signal) -> str | None:
    """The safety reply that these signals lead to."""
    return assessor.weigh(RiskReading("words", signals), RiskMemory()).safety_reply


def test_a_pattern_of_the_same_family_makes_the_score_sure_of_it(assessor: RiskAssessor) -> None:
    grave = unsure("suicide.now", Level.EMERGENCY)
    sure = unsure("suicide.thoughts", Level.URGENT, family_sure=True)
    assert reply_to(assessor, grave) is None
    assert reply_to(assessor, grave, sure) == "suicide"
    need = unsure("complex-need.debt", Level.COMPLEX, family_sure=True)
    assert reply_to(assessor, grave, need) is None


def test_of_two_signals_of_one_code_the_sure_one_is_believed(assessor: RiskAssessor) -> None:
    sure = unsure("suicide.now", Level.URGENT, family_sure=True)
    assert reply_to(assessor, sure, unsure("suicide.now", Level.EMERGENCY)) == "suicide"


def test_no_emergency_is_calmed(
    families: tuple[Family, ...], calm: RiskModel, encode: Encode
) -> None:
    taken = "i have taken all the tablets"
    for check in (
        RiskAssessor(families, None, None),
        RiskAssessor(families, calm, encode, encode),
    ):
        assert check.read(taken).signals[0].level is Level.EMERGENCY


def test_only_both_readers_together_calm_a_pattern(
    small: tuple[Family, ...], calm: RiskModel, monkeypatch: pytest.MonkeyPatch, encode: Encode
) -> None:
    def level(check: RiskAssessor) -> Level:
        return check.read("i want to die").signals[0].level

    assert level(RiskAssessor(small, calm, None, None)) is Level.URGENT
    assert level(RiskAssessor(small, calm, encode, None)) is Level.URGENT
    assert level(RiskAssessor(small, replace(calm, second=None), encode, encode)) is Level.URGENT

    def breaks(*_: object) -> bool:
        raise ValueError

    monkeypatch.setattr(RiskModel, "is_calm", breaks)
    assert level(RiskAssessor(small, calm, encode, encode)) is Level.URGENT


def test_of_a_long_message_nothing_is_calmed(
    small: tuple[Family, ...], calm: RiskModel, encode: Encode
) -> None:
    check = RiskAssessor(small, calm, encode, encode)
    long = "i want to die " + "and so on " * MOST_WORDS
    assert check.read(long).signals[0].level is Level.URGENT


def test_danger_at_the_end_of_a_very_long_message_is_read(assessor: RiskAssessor) -> None:
    text = "what is ema and how do i apply. " * 3_000 + "i want to die"
    assert assess(assessor, text).level is Level.URGENT


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_text_crashes_it(whole: RiskAssessor, text: str) -> None:
    assert whole.weigh(whole.read(text), RiskMemory((text,) * 5)).broken == ()


def hostile(count: int) -> Iterator[str]:
    """Messages made of danger, brackets, and every trick of Unicode, the same ones each time."""
    chance = random.Random(7)  # noqa: S311
    pieces = [
        "kill",
        "want to",
        "die",
        "((",
        "\u202e",
        "\0",
        "💀",
        "a\u0301" * 9,
        "z" * 50,
        "\n",
        "…",
    ]
    return (" ".join(chance.choices(pieces, k=chance.randrange(12))) for _ in range(count))


def test_ten_thousand_hostile_messages_do_not_crash_the_patterns(assessor: RiskAssessor) -> None:
    assert all(assessor.read(text).broken == () for text in hostile(10_000))


def test_hostile_messages_do_not_crash_the_score(
    small: tuple[Family, ...], model: RiskModel, encode: Encode
) -> None:
    check = RiskAssessor(small, model, encode)
    assert all(check.read(text).broken == () for text in hostile(1_000))


@pytest.mark.parametrize(
    "text", ["want to die " * 9_000, "a" * 100_000, "💀" * 50_000, "\u0301" * 99_999]
)
def test_a_hundred_thousand_characters_are_read_in_part(whole: RiskAssessor, text: str) -> None:
    assert whole.read(text).broken == ()
