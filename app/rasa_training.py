"""Training Rasa on what is published, and measuring what its confidences are worth."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from app.rasa_client import RasaClient
from app.rasa_server import running_rasa, train_project
from bot.understanding.model import OUT_OF_SCOPE, Calibration
from bot.understanding.nlu_files import NLU_DATA, intent_of
from bot.understanding.normalise import plain
from bot.understanding.rasa_reading import (
    MEASURED_ON_OUR_PROJECT,
    Ranking,
    ranking_in,
    read_calibration,
    scores_of,
    write_calibration,
)
from bot.understanding.training_set import Example

_CONFIG = NLU_DATA / "config.yml"
_CALIBRATION = ".calibration.json"
_MODEL = ".tar.gz"


def model_file(phrases: Mapping[str, Sequence[str]], folder: Path) -> Path:
    """Where the Rasa model of these phrases belongs."""
    told = repr(sorted((each, list(said)) for each, said in phrases.items()))
    mark = hashlib.sha256(told.encode() + _CONFIG.read_bytes()).hexdigest()[:16]
    return folder / f"rasa-{mark}{_MODEL}"


def calibration_of(model: Path) -> Path:
    """Where the calibration of a Rasa model lies."""
    return model.with_name(model.name.removesuffix(_MODEL) + _CALIBRATION)


def newest_calibration(folder: Path) -> Calibration:
    """Of the Rasa model that was trained last; before any was, what was measured on our own project."""
    trained = folder.glob(f"rasa-*{_CALIBRATION}")
    newest = max(trained, key=lambda file: file.stat().st_mtime, default=MEASURED_ON_OUR_PROJECT)
    return read_calibration(newest)


def train_rasa(
    phrases: Mapping[str, Sequence[str]],
    examples: Sequence[Example],
    model: Path,
    tell: Callable[[str], None],
) -> None:
    """Train a model of the phrases and calibrate it on messages that it has not learned from."""
    tell(f"Training Rasa on the phrases of {len(phrases)} entries (some minutes) ...")
    with TemporaryDirectory() as folder:
        write_project(phrases, Path(folder))
        train_project(Path(folder), model)
    tell(f"Asking it {len(examples)} kept messages, to know what its confidences are worth ...")
    rankings = asyncio.run(_read_by(model.resolve(), [example.text for example in examples]))
    write_calibration(calibrated(rankings, examples), calibration_of(model))


def write_project(phrases: Mapping[str, Sequence[str]], folder: Path) -> None:
    """A Rasa project of these phrases, in the plain words in which messages will be sent to it."""
    said = {
        intent_of(each): "".join(f"- {text}\n" for text in dict.fromkeys(map(plain, texts)) if text)
        for each, texts in sorted(phrases.items())
    }
    nlu = [{"intent": intent, "examples": examples} for intent, examples in said.items()]
    (folder / "nlu").mkdir()
    _write(folder / "nlu" / "phrases.yml", {"version": "3.1", "nlu": nlu})
    _write(folder / "domain.yml", {"version": "3.1", "intents": list(said)})
    (folder / "config.yml").write_bytes(_CONFIG.read_bytes())


async def rankings_of(client: RasaClient, texts: Sequence[str]) -> list[Ranking]:
    """How Rasa ranks each text, sent as a young person's message would be."""
    return [ranking_in(await client.parse(plain(text))) for text in texts]


def calibrated(rankings: Sequence[Ranking], examples: Sequence[Example]) -> Calibration:
    """The calibration that fits these readings of kept messages best."""
    from bot.understanding.calibrate import Held, calibrate  # noqa: PLC0415  heavy, and only needed here

    ids = tuple(sorted({each for ranking in rankings for each in ranking} | {OUT_OF_SCOPE}))
    held = [
        Held(plain(example.text), scores_of(ranking, ids), example.right)
        for ranking, example in zip(rankings, examples, strict=True)
    ]
    return calibrate(ids, held)


async def _read_by(model: Path, texts: Sequence[str]) -> list[Ranking]:
    async with running_rasa(model) as client:
        return await rankings_of(client, texts)


def _write(file: Path, told: object) -> None:
    file.write_text(yaml.safe_dump(told, allow_unicode=True, sort_keys=False), "utf-8")
