"""Rasa reads where it answers rightly; whatever else it does, the embedded engine's reading counts."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.meaning import Thresholds
from bot.understanding.breaker import Breaker
from bot.understanding.confidence import judge
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.model import OUT_OF_SCOPE, Calibration
from bot.understanding.nlu_files import intent_of
from bot.understanding.rasa import RasaUnderstander
from bot.understanding.rasa_reading import (
    MEASURED_ON_OUR_PROJECT,
    as_rasa_read,
    ranking_in,
    read_calibration,
    write_calibration,
)
from bot.understanding.train import train
from bot.understanding.training_set import TrainingSet
from tests.bot.understanding.test_embedded import PHRASES

CALIBRATION = Calibration(
    temperature=1.0,
    scope_weights=(0.4, 0.3, -0.3, -0.5, -0.2, 0.0, 0.0, 0.1, 0.0),
    scope_bias=0.5,
    thresholds=Thresholds(0.7, 0.6, 0.1),
)
TEXT = "im in cardiff, how much is ema"


class StandIn:
    """In Rasa's place: does what it is told to with each text."""

    def __init__(self, answer: Callable[[str], object]) -> None:
        self.answer = answer
        self.heard: list[str] = []

    async def parse(self, text: str) -> object:
        self.heard.append(text)
        answer = self.answer(text)
        if isinstance(answer, Exception):
            raise answer
        return answer


def ranked(**others: float) -> dict[str, object]:
    """An answer of Rasa's in which a CV is the likeliest."""
    rest = {intent_of(each): 0.02 for each in PHRASES} | {"work.cv": 0.9} | others
    ranking = [{"name": name, "confidence": chance} for name, chance in rest.items()]
    return {"text": "", "intent": ranking[0], "entities": [], "intent_ranking": ranking}


@pytest.fixture(scope="module")
def embedded() -> EmbeddedUnderstander:
    return EmbeddedUnderstander(train(TrainingSet(PHRASES)))


def before(
    embedded: EmbeddedUnderstander, answer: Callable[[str], object]
) -> tuple[RasaUnderstander, StandIn]:
    rasa = StandIn(answer)
    return RasaUnderstander(rasa, embedded, CALIBRATION, Breaker(most=3, pause=1000)), rasa


async def test_rasa_ranks_and_everything_else_is_filled_too(embedded: EmbeddedUnderstander) -> None:
    understander, rasa = before(embedded, lambda _text: ranked())
    meaning = await understander.understand(TEXT)
    assert meaning.engine == "rasa"
    assert meaning.ranked[0].id == "work/cv"
    assert meaning.ranked[0].confidence > 0.7
    assert meaning.thresholds == CALIBRATION.thresholds
    assert meaning.text == TEXT
    assert meaning.plain == "im in cardiff how much is ema"
    assert meaning.language == "en"
    assert {found.value for found in meaning.found} >= {"wales"}
    assert 0 < meaning.in_scope < 1
    assert rasa.heard == [meaning.plain]


async def test_what_rasa_takes_for_none_of_ours_is_doubted(embedded: EmbeddedUnderstander) -> None:
    ours, _ = before(embedded, lambda _text: ranked())
    foreign = ranked(**{"work.cv": 0.01, intent_of(OUT_OF_SCOPE): 0.95})
    other, _ = before(embedded, lambda _text: foreign)
    assert (await other.understand(TEXT)).in_scope < (await ours.understand(TEXT)).in_scope


async def test_an_entry_that_is_gone_is_not_ranked(embedded: EmbeddedUnderstander) -> None:
    understander, _ = before(embedded, lambda _text: ranked(**{"work.gone": 0.95}))
    meaning = await understander.understand(TEXT)
    assert "work/gone" not in {each.id for each in meaning.ranked}
    assert meaning.ranked[0].id == "work/cv"


async def test_an_entry_that_is_newer_than_rasas_model_is_answered(
    embedded: EmbeddedUnderstander,
) -> None:
    answer = ranked()
    kept = [each for each in answer["intent_ranking"] if each["name"] != "ema.how-much"]  # type: ignore[attr-defined]
    understander, _ = before(embedded, lambda _text: answer | {"intent_ranking": kept})
    meaning = await understander.understand("how much is ema")
    assert meaning.engine == "embedded"
    assert meaning.ranked[0].id == "ema/how-much"


async def test_a_text_without_words_is_not_sent(embedded: EmbeddedUnderstander) -> None:
    understander, rasa = before(embedded, lambda _text: ranked())
    assert (await understander.understand("🦖 ...")).ranked == ()
    assert rasa.heard == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
_ALMOST = st.fixed_dictionaries(
    {
        "intent_ranking": st.lists(
            st.fixed_dictionaries(
                {
                    "name": st.sampled_from(["ema.how-much", "", "x.y"]) | _JSON,
                    "confidence": st.floats(0, 1) | _JSON,
                }
            )
            | _JSON
        )
        | _JSON
    }
)
_WRONG = st.sampled_from([TimeoutError(), ValueError(), OSError(), RuntimeError(), KeyError("x")])


@settings(max_examples=60, deadline=None)
@given(answer=_JSON | _ALMOST | _WRONG)
async def test_whatever_rasa_answers_the_message_is_read(
    embedded: EmbeddedUnderstander, answer: object
) -> None:
    understander, _ = before(embedded, lambda _text: answer)
    meaning = await understander.understand(TEXT)
    own = await embedded.understand(TEXT)
    assert meaning.found == own.found
    assert meaning.ranked
    assert {each.id for each in meaning.ranked} <= set(PHRASES)
    assert 0 <= meaning.in_scope <= 1
    json.dumps([each.confidence for each in meaning.ranked], allow_nan=False)
    assert meaning == own or meaning.engine == "rasa"


@settings(max_examples=50, deadline=None)
@given(answer=_JSON)
def test_what_is_no_answer_is_refused_and_never_half_read(answer: object) -> None:
    with pytest.raises(ValueError, match=r"no ranking|without a name"):
        ranking_in({"intent_ranking": [{"name": "a.b", "confidence": 0.5}, answer]})


async def test_rasa_is_left_alone_after_failures_and_it_is_said_once(
    embedded: EmbeddedUnderstander,
) -> None:
    understander, rasa = before(embedded, lambda _text: TimeoutError())
    with capture_logs() as logs:
        meanings = [await understander.understand(TEXT) for _ in range(6)]
    assert {meaning.engine for meaning in meanings} == {"embedded"}
    assert len(rasa.heard) == 3
    assert [each["event"] for each in logs] == ["rasa.left_alone"]
    assert "cardiff" not in str(logs)


async def test_after_the_pause_rasa_answers_again(embedded: EmbeddedUnderstander) -> None:
    rasa, now = StandIn(lambda _text: OSError()), [0.0]
    breaker = Breaker(most=3, pause=10, now=lambda: now[0])
    understander = RasaUnderstander(rasa, embedded, CALIBRATION, breaker)
    for _ in range(4):
        await understander.understand(TEXT)
    rasa.answer = lambda _text: ranked()
    assert (await understander.understand(TEXT)).engine == "embedded"
    now[0] = 10.0
    with capture_logs() as logs:
        engines = [(await understander.understand(TEXT)).engine for _ in range(2)]
    assert engines == ["rasa", "rasa"]
    assert [each["event"] for each in logs] == ["rasa.answers_again"]


async def test_a_message_that_rasa_reads_nothing_in_is_no_failure(
    embedded: EmbeddedUnderstander,
) -> None:
    nothing = {"intent": {"name": None, "confidence": 0.0}, "intent_ranking": []}
    understander, rasa = before(embedded, lambda _text: nothing)
    meanings = await asyncio.gather(*(understander.understand(TEXT) for _ in range(6)))
    assert {meaning.engine for meaning in meanings} == {"embedded"}
    assert len(rasa.heard) == 6


def test_what_was_measured_on_our_project_can_be_used(embedded: EmbeddedUnderstander) -> None:
    measured = read_calibration(MEASURED_ON_OUR_PROJECT)
    meaning = as_rasa_read(embedded.read(TEXT), ranking_in(ranked()), measured, PHRASES)
    assert judge(meaning) == "sure"


def test_a_calibration_is_kept_as_it_was_measured(tmp_path: Path) -> None:
    file = tmp_path / "calibration.json"
    own = Calibration(0.5, (1.0, -2.5), 0.25, Thresholds(0.4, 0.3, 0.2))
    write_calibration(own, file)
    assert read_calibration(file) == own


async def test_a_lower_temperature_makes_it_surer(embedded: EmbeddedUnderstander) -> None:
    meaning, ranking = embedded.read(TEXT), ranking_in(ranked(**{"work.cv": 0.5}))
    cold, warm = (
        as_rasa_read(meaning, ranking, replace(CALIBRATION, temperature=each), PHRASES)
        for each in (0.5, 2.0)
    )
    assert cold.ranked[0].confidence > warm.ranked[0].confidence
