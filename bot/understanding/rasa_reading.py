"""What Rasa answers, and what its confidences mean with us.

Rasa's confidences are not the share of times it is right. So its reading is calibrated as ours is: on
kept messages that it has not learned from, with the same temperature, signs and thresholds.
"""

import json
import math
from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from bot.meaning import Meaning, Ranked, Thresholds
from bot.understanding.model import OUT_OF_SCOPE, Calibration, Scores, scope_signs, softmax
from bot.understanding.nlu_files import NLU_DATA, id_of

MEASURED_ON_OUR_PROJECT = NLU_DATA / "rasa_calibration.json"
_RANKED = 5
_UNLIKELY = 1e-6

Ranking = Mapping[str, float]


def ranking_in(answer: object) -> Ranking:
    """The confidence of each id in an answer of `/model/parse`; empty when Rasa read nothing in the text.

    ValueError for anything that is no such answer.
    """
    ranked = answer.get("intent_ranking") if isinstance(answer, dict) else None
    if not isinstance(ranked, list):
        raise ValueError("no ranking of intents")  # noqa: TRY004  whatever it is, it is no answer
    return dict(_intent(each) for each in ranked)


def _intent(each: object) -> tuple[str, float]:
    match each:
        case {"name": str(name), "confidence": int() | float() as confidence}:
            if 0 <= confidence <= 1 and not isinstance(confidence, bool):
                return id_of(name), float(confidence)
    raise ValueError("an intent without a name or a confidence")


def as_rasa_read(
    meaning: Meaning, ranking: Ranking, calibration: Calibration, known: Collection[str]
) -> Meaning:
    """The meaning with Rasa's ranking of the ids that are known. Unchanged when Rasa knows none of them."""
    ids = (*(each for each in ranking if each in known and each != OUT_OF_SCOPE), OUT_OF_SCOPE)
    if len(ids) == 1 and OUT_OF_SCOPE not in ranking:
        return meaning
    scores = scores_of(ranking, ids)
    chances = softmax(scores.by_intent / np.float32(calibration.temperature))
    best = np.argsort(-chances, kind="stable")[:_RANKED]
    return replace(
        meaning,
        ranked=tuple(Ranked(ids[place], float(chances[place])) for place in best),
        in_scope=calibration.in_scope(scope_signs(ids, meaning.plain, scores, chances)),
        thresholds=calibration.thresholds,
        engine="rasa",
    )


def scores_of(ranking: Ranking, ids: Collection[str]) -> Scores:
    """Rasa's confidences on the scale of our scores: a temperature divides their logarithms."""
    by_intent = [math.log(max(ranking.get(each, 0.0), _UNLIKELY)) for each in ids]
    return Scores(np.array(by_intent, dtype=np.float32), 0.0, 0.0)


def write_calibration(calibration: Calibration, file: Path) -> None:
    """Keep what was measured."""
    file.write_text(json.dumps(asdict(calibration), indent=2) + "\n", "utf-8")


def read_calibration(file: Path) -> Calibration:
    """What was measured for a model."""
    told = json.loads(file.read_text("utf-8"))
    return Calibration(
        temperature=told["temperature"],
        scope_weights=tuple(told["scope_weights"]),
        scope_bias=told["scope_bias"],
        thresholds=Thresholds(**told["thresholds"]),
    )
