"""Training in a process of its own, so that the service answers on while it runs.

What was trained lies in the data folder, one file a version: a model is never changed, only replaced.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.meaning import Vector
from bot.risk.families import Family, read_everyday, read_families
from bot.understanding.encoder import MODEL, Encoder
from bot.understanding.nlu_files import NLU_DATA, read_examples, read_training_files
from bot.understanding.training_set import Example, TrainingSet
from content.library import Library

Encode = Callable[[Sequence[str]], Vector]
_TALK = "talk"
_KEPT = (NLU_DATA / "tests" / "questions.jsonl", NLU_DATA / "tests" / "out_of_scope.jsonl")


@dataclass(frozen=True)
class Lessons:
    """All that the models learn from.

    The understanding learns from what is published; the risk check from the files of the project alone
    (`routine` are ordinary questions that must raise no alarm), so publishing never teaches it anew.
    """

    training_set: TrainingSet
    examples: tuple[Example, ...]
    families: tuple[Family, ...]
    everyday: tuple[str, ...]
    routine: tuple[str, ...]
    encoder: Path | None

    @property
    def understanding_mark(self) -> str:
        """Changes when anything does that the understanding learns from."""
        parts = (sorted(self.training_set.phrases.items()), sorted(self.training_set.texts.items()))
        return _mark(parts, self.encoder)

    @property
    def risk_mark(self) -> str:
        """Changes when anything does that the risk check learns from."""
        return _mark((self.families, self.everyday, self.routine), self.encoder)


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
    ours = read_training_files(NLU_DATA / "nlu").phrases
    phrases = {key: tuple(said) for key, said in ours.items() if key.startswith(f"{_TALK}/")}
    phrases |= {
        key: live.entry.phrases for key, live in library.entries.items() if live.entry.phrases
    }
    return Lessons(
        training_set=TrainingSet(
            phrases, {key: live.entry.label for key, live in library.entries.items()}
        ),
        examples=tuple(example for file in _KEPT for example in read_examples(file)),
        families=read_families(),
        everyday=read_everyday(),
        routine=tuple(phrase for said in ours.values() for phrase in said),
        encoder=encoder,
    )


def files_for(lessons: Lessons, folder: Path) -> ModelFiles:
    """Where the models of these lessons belong."""
    return ModelFiles(
        folder / f"understanding-{lessons.understanding_mark}.npz",
        folder / f"risk-{lessons.risk_mark}.npz",
    )


def train_models(lessons: Lessons, files: ModelFiles, tell: Callable[[str], None]) -> None:
    """Train what is not there yet. `tell` is told what is going on, in words."""
    from bot.risk import train as risk_training  # noqa: PLC0415  heavy, and only needed here
    from bot.understanding import train as understanding_training  # noqa: PLC0415

    encoder = Encoder(lessons.encoder) if lessons.encoder else None
    encode = encoder.encode if encoder else None
    files.understanding.parent.mkdir(parents=True, exist_ok=True)
    if not files.understanding.exists():
        tell(f"Training on the phrases of {len(lessons.training_set.phrases)} entries ...")
        model = understanding_training.train(
            lessons.training_set,
            encode,
            encoder.digest if encoder else "",
            examples=lessons.examples,
        )
        model.save(files.understanding)
    if not files.risk.exists():
        tell(f"Training the risk check on {len(lessons.families)} families of danger and need ...")
        trained = risk_training.train(lessons.families, lessons.routine, lessons.everyday, encode)
        whole = files.risk.with_suffix(".part")
        trained.save(whole)
        whole.replace(files.risk)


def _mark(parts: object, encoder: Path | None) -> str:
    digest = hashlib.sha256(repr(parts).encode())
    if encoder:
        digest.update((encoder / MODEL).read_bytes())
    return digest.hexdigest()[:16]
