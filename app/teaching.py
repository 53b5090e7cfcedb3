"""Reading all that there is to learn from, and learning it. Heavy: nothing that answers imports this."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.training import CALIBRATING, NLU
from bot.chatter import read_chatter
from bot.risk import train as risk_training
from bot.risk.families import read_beside_danger, read_everyday, read_taught_families
from bot.risk.score import RiskModel
from bot.teaching.lessons import RiskData
from bot.understanding import train as understanding_training
from bot.understanding.encoder import Encoder
from bot.understanding.known import KnownVectors
from bot.understanding.model import Model
from bot.understanding.nlu_files import read_examples, read_small_talk, read_training_files
from bot.understanding.training_set import Example, TrainingSet
from bot.understanding.weights import was_taught

CHATTER_OF_NO_DANGER = 60_000
CHATTER_NOT_FOR_US = 3_000
"""How much chatter the risk check learns from, and how much the understanding."""


def train_understanding(
    phrases: Mapping[str, Sequence[str]],
    labels: Mapping[str, str],
    encoder: Path | None,
    vectors: Path,
) -> Model:
    """A model of these phrases and the small talk, calibrated on the messages kept for that.

    In the file `vectors` is kept what was encoded, for the next time.
    """
    lessons, examples = TrainingSet(with_small_talk(phrases), labels), calibrating_examples()
    if not encoder:
        return understanding_training.train(lessons, examples=examples)
    reader = Encoder(encoder)
    known = KnownVectors(reader.encode, reader.digest, vectors)
    chatter = read_chatter(CHATTER_NOT_FOR_US)
    model = understanding_training.train(lessons, known.encode, reader.digest, examples, chatter)
    known.keep()
    return model


def with_small_talk(phrases: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """All that an engine learns to tell apart: what is published, and the small talk."""
    return {**read_small_talk(NLU).phrases, **phrases}


def calibrating_examples() -> list[Example]:
    """The kept messages that tell what an engine's numbers are worth."""
    return [example for file in CALIBRATING for example in read_examples(file)]


def train_risk(encoder: Path | None) -> RiskModel:
    """The risk score, from the files of the project."""
    data = read_risk_data()
    return risk_training.train(
        data.families,
        data.routine,
        data.everyday,
        Encoder(encoder).encode if encoder else None,
        chatter=data.chatter,
        encoder_was_taught=was_taught(encoder),
    )


def read_risk_data() -> RiskData:
    """The families with their examples, ordinary questions, everyday messages and chatter."""
    ours, beside = read_training_files(NLU).phrases, read_beside_danger()
    routine = tuple(phrase for key, said in ours.items() if key not in beside for phrase in said)
    return RiskData(
        read_taught_families(), routine, read_everyday(), read_chatter(CHATTER_OF_NO_DANGER)
    )
