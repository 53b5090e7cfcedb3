"""Reading all that the understanding learns from, and learning it. Heavy: nothing that answers imports this."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.training import CALIBRATING, NLU
from bot.chatter import read_chatter
from bot.understanding.encoder import Encoder
from bot.understanding.known import KnownVectors
from bot.understanding.model import Model
from bot.understanding.nlu_files import read_examples, read_small_talk
from bot.understanding.train import train
from bot.understanding.training_set import Example, TrainingSet

CHATTER_NOT_FOR_US = 3_000
"""How much chatter it learns from."""


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
        return train(lessons, examples=examples)
    reader = Encoder(encoder)
    known = KnownVectors(reader.encode, reader.digest, vectors)
    chatter = read_chatter(CHATTER_NOT_FOR_US)
    model = train(lessons, known.encode, reader.digest, examples, chatter)
    known.keep()
    return model


def with_small_talk(phrases: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """All that an engine learns to tell apart: what is published, and the small talk."""
    return {**read_small_talk(NLU).phrases, **phrases}


def calibrating_examples() -> list[Example]:
    """The kept messages that tell what an engine's numbers are worth."""
    return [example for file in CALIBRATING for example in read_examples(file)]
