"""The engine learns from phrases, knows what is not its business, and is the same every time."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.meaning import Meaning, Ranked, Thresholds, Vector
from bot.understanding.confidence import judge
from bot.understanding.counting import count, learn, rows_one_by_one
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.evaluate import measure
from bot.understanding.model import OUT_OF_SCOPE, Model
from bot.understanding.train import train
from bot.understanding.training_set import Example, TrainingSet

PHRASES = {
    "ema/how-much": [
        "how much is ema",
        "wot does ema pay",
        "ema amount a week",
        "how much ema money",
    ],
    "ema/when-paid": [
        "when is ema paid",
        "what day does ema come",
        "ema payday",
        "when do i get ema",
    ],
    "work/cv": ["help with my cv", "how do i write a cv", "cv template", "what goes on a cv"],
    "talk/greet": ["hi", "hello", "hiya", "hey there"],
    OUT_OF_SCOPE: ["who won the football", "tell me a joke", "what is 2 times 2", "best pizza"],
}
TRAINING = TrainingSet(PHRASES, {"work/cv": "Writing a CV"})


def encode(texts: object) -> Vector:
    """A stand-in for the encoder: unit vectors from letter counts."""
    assert isinstance(texts, list | tuple)
    rows = np.array([[text.count(chr(97 + i)) + 0.1 for i in range(26)] for text in texts])
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def model() -> Model:
    return train(TRAINING)


async def test_it_understands_other_words_for_what_it_learned(model: Model) -> None:
    meaning = await EmbeddedUnderstander(model).understand("How much does EMA pay a wk??")
    assert meaning.ranked[0].id == "ema/how-much"
    assert meaning.plain == "how much does ema pay a week"
    assert meaning.ranked[0].confidence > meaning.ranked[1].confidence


async def test_it_hears_what_is_named_and_the_language(model: Model) -> None:
    understander = EmbeddedUnderstander(model)
    assert (await understander.understand("im in cardiff")).found[1].value == "wales"
    assert (await understander.understand("necesito ayuda por favor")).language == "es"


async def test_a_text_without_words_means_nothing(model: Model) -> None:
    meaning = await EmbeddedUnderstander(model).understand("🦖 ...")
    assert meaning.ranked == ()
    assert judge(meaning) == "unknown"


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_can_be_read(model: Model, text: str) -> None:
    meaning = EmbeddedUnderstander(model).read(text)
    assert 0 <= meaning.in_scope <= 1
    assert sum(ranked.confidence for ranked in meaning.ranked) <= 1.0001


def test_training_twice_gives_the_same_model(model: Model) -> None:
    again = train(TRAINING)
    assert again.version == model.version
    assert np.array_equal(again.text_weights, model.text_weights)
    assert again.calibration == model.calibration


def test_a_large_library_is_solved_for_by_landmarks_and_reads_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.understanding.train.MOST_EXACT", 1)
    monkeypatch.setattr("bot.understanding.solving.MOST_EXACT", 1)
    monkeypatch.setattr("bot.understanding.solving.MOST_LANDMARKS", 14)
    examples = [Example("which day is ema paid", frozenset({"ema/when-paid"}))]
    large = train(TRAINING, encode, "letters", examples)
    assert len(large.phrase_weights) == len(large.weighing) == 14 < len(large.phrases)
    again = train(TRAINING, encode, "letters", examples)
    assert np.array_equal(again.phrase_weights, large.phrase_weights)
    assert again.calibration == large.calibration
    large.save(tmp_path / "large.npz")
    loaded = Model.load(tmp_path / "large.npz")
    said = "what day does ema come"
    scores = loaded.scores(said, encode([said])[0])
    assert loaded.ids[int(scores.by_intent.argmax())] == "ema/when-paid"
    assert np.array_equal(scores.by_intent, large.scores(said, encode([said])[0]).by_intent)


@pytest.mark.parametrize("encoder", ["", "letters"])
def test_many_texts_are_scored_together_as_each_by_itself(encoder: str) -> None:
    model = train(TRAINING, encode if encoder else None, encoder)
    texts = ["how much is it", "ema payday", "", "best pizza"]
    vectors = encode(texts)
    for text, vector, found in zip(texts, vectors, model.scores_of(texts, vectors), strict=True):
        alone = model.scores(text, vector)
        assert np.allclose(found.by_intent, alone.by_intent, atol=1e-5)
        assert found.nearest == pytest.approx(alone.nearest, abs=1e-5)
        assert found.nearest_out_of_scope == pytest.approx(alone.nearest_out_of_scope, abs=1e-5)


def test_a_small_library_is_trained_as_messages_are_read_to_the_last_digit() -> None:
    texts = [text for said in PHRASES.values() for text in said]
    features = learn(count(texts))
    for text, row in zip(texts, rows_one_by_one(texts, features), strict=True):
        which, amounts = features.of(text)
        assert np.array_equal(row.toarray()[0, which], amounts)


def test_other_phrases_give_another_version(model: Model) -> None:
    assert train(TrainingSet({**PHRASES, "talk/bye": ["bye", "ta ra"]})).version != model.version


def test_a_saved_model_reads_the_same(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "models" / "one.npz")
    loaded = EmbeddedUnderstander.load(tmp_path / "models" / "one.npz")
    assert loaded.read("ema payday") == EmbeddedUnderstander(model).read("ema payday")
    assert [file.name for file in (tmp_path / "models").iterdir()] == ["one.npz"]


def test_a_model_of_an_encoder_that_is_missing_still_reads_by_words() -> None:
    understander = EmbeddedUnderstander(train(TRAINING, encode, "some encoder"))
    assert understander.read("what day does ema come").ranked[0].id == "ema/when-paid"
    assert "words only" in understander.ready


def test_nothing_that_answers_loads_what_only_training_needs() -> None:
    code = (
        "import sys, bot.understanding.embedded, bot.understanding.confidence\n"
        "sys.exit(bool({'sklearn', 'scipy', 'torch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("confidences", "in_scope", "wanted"),
    [
        ((0.9, 0.05), 0.9, "sure"),
        ((0.4, 0.3), 0.9, "choices"),
        ((0.1, 0.05), 0.9, "unknown"),
        ((0.9, 0.05), 0.1, "unknown"),
    ],
)
def test_how_sure_a_reading_is(
    confidences: tuple[float, ...], in_scope: float, wanted: str
) -> None:
    ranked = tuple(Ranked(f"ema/{n}", confidence) for n, confidence in enumerate(confidences))
    thresholds = Thresholds(sure=0.5, offered=0.3, in_scope=0.5)
    meaning = Meaning("x", "x", ranked, in_scope, thresholds=thresholds)
    assert judge(meaning) == wanted


def test_measuring_counts_what_young_people_would_see() -> None:
    def read(text: str) -> Meaning:
        confidence = 0.9 if "sure" in text else 0.4
        ranked = (Ranked("a/right" if "good" in text else "a/wrong", confidence),)
        return Meaning(
            text, text, (*ranked, Ranked("a/right", 0.05)), 0.1 if "far" in text else 0.9
        )

    right = frozenset({"a/right"})
    report = measure(
        read,
        [
            Example("sure good", right),
            Example("sure bad", right),
            Example("good", right),
            Example("bad", right),
            Example("sure"),
            Example("far"),
        ],
    )
    assert (report.right, report.right_in_three) == (0.5, 1.0)
    assert (report.right_at_once, report.wrong_as_if_sure) == (0.25, 0.25)
    assert report.right_or_offered == 0.75
    assert report.out_of_scope_not_answered == 0.5
    assert report.confusions == (("a/right", "a/wrong", 2),)


def test_without_examples_of_what_is_out_of_scope_strange_words_are_doubted() -> None:
    ours = {each: said for each, said in PHRASES.items() if each != OUT_OF_SCOPE}
    understander = EmbeddedUnderstander(train(TrainingSet(ours)))
    known, strange = understander.read("ema payday"), understander.read("zxqv bnmq")
    assert known.in_scope > 0.5 > strange.in_scope
