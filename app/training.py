"""Training in a process of its own, so that the service answers on while it runs.

What was trained lies in the data folder, one file a version: a model is never changed, only replaced.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.elsewhere import in_its_own_process
from bot.risk.score import VERSION
from bot.understanding.encoder import MODEL, digest_of
from bot.understanding.model import FORMAT
from bot.understanding.nlu_files import NLU_DATA
from bot.understanding.second_encoder import digest_of_second
from bot.understanding.weights import OWN
from content.library import Library

RISK, NLU, KEPT = NLU_DATA / "risk", NLU_DATA / "nlu", NLU_DATA / "tests"
CALIBRATING = (KEPT / "questions.jsonl", KEPT / "out_of_scope.jsonl")
"""Kept messages that tell how sure a model may be; none of them is learned from."""


@dataclass(frozen=True)
class Lessons:
    """All that the models learn from: what is published, the project's files, and the encoder.

    The files are read when something is trained; to know whether that is needed, their bytes will do.
    The risk check learns from the files alone, so publishing never teaches it anew.
    """

    phrases: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    encoder: Path | None

    @cached_property
    def understanding_mark(self) -> str:
        """Changes when anything does that the understanding learns from."""
        published = (FORMAT, sorted(self.phrases.items()), sorted(self.labels.items()))
        files = (NLU / "talk.yml", *CALIBRATING)
        return _mark([repr(published).encode()], files, self.encoder)

    @cached_property
    def risk_mark(self) -> str:
        """Changes when anything does that the risk check learns from."""
        version, second = repr(VERSION).encode(), digest_of_second().encode()
        return _mark(
            [version, second],
            (*sorted(RISK.rglob("*.yml")), *sorted(NLU.glob("*.yml"))),
            self.encoder,
        )


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
    """What the published entries teach."""
    entries = {key: live.entry for key, live in library.entries.items()}
    return Lessons(
        phrases={key: entry.phrases for key, entry in entries.items() if entry.phrases},
        labels={key: entry.label for key, entry in entries.items()},
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
    files.understanding.parent.mkdir(parents=True, exist_ok=True)
    if not files.understanding.exists():
        from app.teaching import train_understanding  # noqa: PLC0415  heavy, and seldom needed

        tell(f"Training on the phrases of {len(lessons.phrases)} entries ...")
        vectors = files.understanding.with_name("phrase-vectors.npz")
        train_understanding(lessons.phrases, lessons.labels, lessons.encoder, vectors).save(
            files.understanding
        )
    if not files.risk.exists():
        from app.risk_in_service import (  # noqa: PLC0415  heavy too
            put_in_service,
            put_in_service_unless_worse,
        )

        whole = files.risk.with_suffix(".part")
        shipped = OWN / files.risk.name
        if shipped.exists():
            # Measured on the kept cases before it was shipped: nobody need wait for that at each upgrade.
            shutil.copyfile(shipped, whole)
            put_in_service(files.risk, lessons.encoder)
        else:
            from app.teaching_risk import train_risk  # noqa: PLC0415

            tell("Training the risk check (some minutes) ...")
            train_risk(lessons.encoder).save(whole)
            put_in_service_unless_worse(whole, files.risk, lessons.encoder, tell)
        whole.replace(files.risk)


async def train_elsewhere(lessons: Lessons, files: ModelFiles) -> None:
    """Train what is not there yet in a process of its own, which reads in no more than that needs."""
    await in_its_own_process(_train_quietly, lessons, files)


def _train_quietly(lessons: Lessons, files: ModelFiles) -> None:
    train_models(lessons, files, lambda _words: None)


def ship_risk(files: ModelFiles) -> Path:
    """Put the risk score beside our encoder, so that a fresh machine need not train it."""
    for older in OWN.glob("risk-*.npz"):
        older.unlink()
    return Path(shutil.copy(files.risk, OWN))


def _mark(parts: Iterable[bytes], files: Iterable[Path], encoder: Path | None) -> str:
    digest = hashlib.sha256()
    for part in (*parts, *(file.read_bytes() for file in files)):
        digest.update(hashlib.sha256(part).digest())
    if encoder:
        digest.update(bytes.fromhex(digest_of(encoder / MODEL)))
    return digest.hexdigest()[:16]
