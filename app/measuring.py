"""What `connexions evaluate` measures: the models in service, on messages they have not learned from."""

import json
from collections.abc import Sequence
from pathlib import Path

from app.report.understanding import Measured
from app.training import CALIBRATING, KEPT, Lessons
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.encoder import Encoder
from bot.understanding.evaluate import measure
from bot.understanding.nlu_files import read_examples
from bot.understanding.training_set import Example

_BLIND = ("questions_measured.jsonl", "out_of_scope_measured.jsonl")


def kept_files() -> list[Path]:
    """The messages to measure on: those that nothing was calibrated on, where there are any."""
    blind = [KEPT / name for name in _BLIND]
    return blind if all(file.exists() for file in blind) else list(CALIBRATING)


def measure_model(files: Sequence[Path], model: Path, lessons: Lessons) -> Measured:
    """The model on all messages of these files."""
    understander = EmbeddedUnderstander.load(model, open_encoder(lessons))
    examples = [example for file in files for example in read_examples(file)]
    report = measure(understander.read, examples)
    understander.close()
    return Measured(
        report, model_in_words(model, lessons), data_in_words(files), _calibrated_in_words(examples)
    )


def is_public(file: Path) -> bool:
    """Whether a file has the shape of CLINC150: one JSON object with `train`, `test` and `oos`."""
    try:
        raw = json.loads(file.read_text("utf-8"))
    except ValueError:
        return False
    return isinstance(raw, dict) and {"train", "test", "oos"} <= raw.keys()


def measure_public(file: Path, lessons: Lessons) -> Measured:
    """A model trained on a public set's own phrases, on that set's own messages."""
    from bot.understanding.clinc import measure_clinc  # noqa: PLC0415  heavy, and needed only here

    found = measure_clinc(file, open_encoder(lessons))
    return Measured(
        found.report,
        f"Model: trained on the public set's own phrases in {found.training_s:.0f} s, "
        f"{'with' if lessons.encoder else 'without'} the sentence encoder; a message takes "
        f"{found.p50_ms:.1f} ms (p50), {found.p95_ms:.1f} ms (p95).",
        data_in_words([file]),
        "Calibrated on: phrases of that set held out in training, no message measured here.",
    )


def open_encoder(lessons: Lessons) -> Encoder | None:
    """The encoder that was set up, if any."""
    return Encoder(lessons.encoder) if lessons.encoder else None


def model_in_words(model: Path, lessons: Lessons) -> str:
    """Which model was measured."""
    return f"Model: {model.name}, {'with' if lessons.encoder else 'without'} the sentence encoder."


def data_in_words(files: Sequence[Path]) -> str:
    """What it was measured on."""
    return f"Measured on: {', '.join(file.name for file in files)}."


def _calibrated_in_words(examples: Sequence[Example]) -> str:
    from app.teaching import calibrating_examples  # noqa: PLC0415  heavy, and needed only here

    known = {example.text for example in calibrating_examples()}
    count = sum(example.text in known for example in examples)
    if not count:
        return "Calibrated on: none of these rows. Every number is of messages new to the model."
    return (
        f"Calibrated on: {count} of these {len(examples)} rows. Their thresholds and probabilities were "
        "fitted to them, so what needs these (right at once, right or offered, wrong as if sure, out of "
        "scope, calibration error) flatters the model. Right first does not depend on them."
    )
