"""Measuring on CLINC150, a public set of 150 intents with out-of-scope questions (Larson et al. 2019)."""

import json
import time
from dataclasses import dataclass
from pathlib import Path

from bot.meaning import Meaning
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.encoder import Encoder
from bot.understanding.evaluate import Report, measure
from bot.understanding.train import train
from bot.understanding.training_set import Example, TrainingSet


@dataclass(frozen=True)
class ClincReport:
    """What was measured, how long training took, and milliseconds a message."""

    report: Report
    training_s: float
    p50_ms: float
    p95_ms: float


def read_clinc(file: Path) -> tuple[dict[str, list[str]], list[Example]]:
    """What there is to learn from, and the messages to measure on."""
    rows = json.loads(file.read_text("utf-8"))
    phrases: dict[str, list[str]] = {}
    for text, intent in rows["train"]:
        phrases.setdefault(intent, []).append(text)
    examples = [Example(text, frozenset({intent})) for text, intent in rows["test"]]
    examples += [Example(row if isinstance(row, str) else row[0]) for row in rows["oos"]]
    return phrases, examples


def measure_clinc(file: Path, encoder: Encoder | None = None) -> ClincReport:
    """Train on the set's `train` rows and measure on its `test` and `oos` rows."""
    phrases, examples = read_clinc(file)
    started = time.perf_counter()
    encode = encoder.encode if encoder else None
    model = train(TrainingSet(phrases), encode, encoder.digest if encoder else "")
    trained = time.perf_counter()
    understander = EmbeddedUnderstander(model, encoder)
    taken: list[float] = []

    def timed(text: str) -> Meaning:
        start = time.perf_counter()
        meaning = understander.read(text)
        taken.append(1000 * (time.perf_counter() - start))
        return meaning

    report = measure(timed, examples)
    taken.sort()
    return ClincReport(
        report, trained - started, taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    )
