"""One training as publishing does it. A process that trains reads in this alone, as it does in the service."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

from app.teaching import train_understanding
from bot.understanding.weights import find_encoder

_ADDITIONS = 10_000_000


@dataclass(frozen=True)
class Lessons:
    """What is trained: phrases and label of each entry, and where vectors are kept for the next."""

    phrases: dict[str, tuple[str, ...]]
    labels: dict[str, str]
    vectors: Path

    def with_one_phrase_more(self) -> "Lessons":
        """One entry changed, as most publishing does."""
        first = next(iter(self.phrases))
        said = self.phrases[first]
        return replace(self, phrases={**self.phrases, first: (*said, f"{said[0]} {len(said)}")})


@dataclass(frozen=True)
class Cost:
    """What a training took: seconds of the processor, and those of ten million additions right after."""

    phrases: int
    processor: float
    additions: float


def train_once(lessons: Lessons) -> Cost:
    """Train as publishing does."""
    began = time.process_time()
    encoder = find_encoder(lessons.vectors.parent / "encoder")
    model = train_understanding(lessons.phrases, lessons.labels, encoder, lessons.vectors)
    model.save(lessons.vectors.with_name("trained.npz"))
    return Cost(len(model.phrases), time.process_time() - began, _additions())


def _additions() -> float:
    began, total = time.process_time(), 0
    for number in range(_ADDITIONS):
        total += number
    return time.process_time() - began
