"""Training in a process of its own, so that the service answers on while it runs.

What was trained lies in the data folder, one file a version: a model is never changed, only replaced.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.meaning import Vector
from bot.risk.families import Family, read_everyday, read_families
from bot.understanding.nlu_files import NLU_DATA, read_examples, read_training_files
from bot.understanding.training_set import Example, TrainingSet
from content.library import Library

Encode = Callable[[Sequence[str]], Vector]
_TALK = "talk"
_KEPT = (NLU_DATA / "tests" / "questions.jsonl", NLU_DATA / "tests" / "out_of_scope.jsonl")


@dataclass(frozen=True)
class Lessons:
    """All that the models learn from, and a mark that changes when any of it does."""

    training_set: TrainingSet
    families: tuple[Family, ...]
    everyday: tuple[str, ...]
    examples: tuple[Example, ...]
    encoder: Path | None
    mark: str

    @property
    def routine(self) -> tuple[str, ...]:
        """Ordinary questions, which must raise no alarm."""
        return tuple(phrase for said in self.training_set.phrases.values() for phrase in said)


@dataclass(frozen=True)
class ModelFiles:
    """Where the two models of one set of lessons lie."""

    understanding: Path
    risk: Path

    @property
    def there(self) -> bool:
        """Whether both were trained already."""
        return self.understanding.exists() and self.risk.exists()


def gather(library: Library, encoder: Path | None) -> Lessons:
    """The published entries' phrases, small talk, and the risk data."""
    talk = read_training_files(NLU_DATA / "nlu").phrases
    phrases = {key: said for key, said in talk.items() if key.startswith(f"{_TALK}/")}
    phrases |= {
        key: live.entry.phrases for key, live in library.entries.items() if live.entry.phrases
    }
    texts = {key: live.entry.label for key, live in library.entries.items()}
    training_set = TrainingSet(phrases, texts)
    families, everyday = read_families(), read_everyday()
    examples = tuple(example for file in _KEPT for example in read_examples(file))
    mark = hashlib.sha256(
        repr(
            (sorted(phrases.items()), sorted(texts.items()), families, everyday, _digest(encoder))
        ).encode()
    ).hexdigest()[:16]
    return Lessons(training_set, families, everyday, examples, encoder, mark)


def files_for(lessons: Lessons, folder: Path) -> ModelFiles:
    """Where the models of these lessons belong."""
    return ModelFiles(
        folder / f"understanding-{lessons.mark}.npz", folder / f"risk-{lessons.mark}.npz"
    )


def train_models(lessons: Lessons, files: ModelFiles, tell: Callable[[str], None]) -> None:
    """Train what is not there yet. `tell` is told what is going on, in words."""
    from bot.risk import train as risk_training  # noqa: PLC0415  heavy, and only needed here
    from bot.understanding import train as understanding_training  # noqa: PLC0415
    from bot.understanding.encoder import Encoder  # noqa: PLC0415

    encoder = Encoder(lessons.encoder) if lessons.encoder else None
    encode = encoder.encode if encoder else None
    files.understanding.parent.mkdir(parents=True, exist_ok=True)
    if not files.understanding.exists():
        tell(f"Training on {len(lessons.routine)} phrases ...")
        model = understanding_training.train(
            lessons.training_set, encode, encoder.digest if encoder else "", examples=lessons.examples
        )
        model.save(files.understanding)
    if not files.risk.exists():
        tell(f"Training the risk check on {len(lessons.families)} families of danger and need ...")
        trained = risk_training.train(lessons.families, lessons.routine, lessons.everyday, encode)
        trained.save(files.risk)


def _digest(encoder: Path | None) -> str:
    if encoder is None:
        return ""
    return hashlib.sha256((encoder / "model.int8.onnx").read_bytes()).hexdigest()[:16]
