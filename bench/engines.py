"""Both engines on the same messages: our kept ones, and CLINC150 where its file is given."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from app.measuring import kept_files
from app.rasa_client import RasaClient
from app.rasa_server import running_rasa, train_project
from app.rasa_training import calibration_of, write_project
from bot.meaning import Meaning, Thresholds
from bot.understanding.clinc import measure_clinc, read_clinc
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.encoder import Encoder
from bot.understanding.evaluate import Report, measure
from bot.understanding.model import Calibration
from bot.understanding.nlu_files import read_examples
from bot.understanding.normalise import plain
from bot.understanding.rasa_reading import as_rasa_read, ranking_in, read_calibration
from bot.understanding.training_set import Example

_HEAD = (
    "\n| engine | messages | right | in first three | right at once | wrong as if sure | "
    "scope AUROC | p50 ms | p95 ms | trained in s |\n|---|---|" + "---:|" * 8
)
# Taken as they come: how likely the first intent is, is also how likely it is ours at all.
_AS_THEY_COME = Calibration(1.0, (1.0, *[0.0] * 7), 0.0, Thresholds())


def both_engines(models: Path, encoder: Path | None, clinc: Path | None) -> Iterator[str]:
    """The lines of a table. On kept messages, the newest models in the folder are measured, if any."""
    yield _HEAD
    kept = [example for file in kept_files() for example in read_examples(file)]
    reader = Encoder(encoder) if encoder else None
    ours, rasas = _newest(models, "understanding-*.npz"), _newest(models, "rasa-*.tar.gz")
    if ours:
        embedded = EmbeddedUnderstander.load(ours, reader)
        yield _row("embedded", "kept", *_timed(embedded.read, kept))
    if rasas:
        calibration = read_calibration(calibration_of(rasas))
        yield _row("rasa", "kept", *asyncio.run(_read_by_rasa(rasas, kept, calibration)))
    if clinc:
        found = measure_clinc(clinc, reader)
        ms = (found.p50_ms, found.p95_ms)
        yield _row("embedded", "CLINC150", found.report, ms, found.training_s)
        yield _clinc_by_rasa(clinc)


def _clinc_by_rasa(clinc: Path) -> str:
    phrases, examples = read_clinc(clinc)
    with TemporaryDirectory() as folder:
        begun = time.perf_counter()
        write_project(phrases, Path(folder))
        model = Path(folder) / "clinc.tar.gz"
        train_project(Path(folder), model)
        trained = time.perf_counter() - begun
        report, ms = asyncio.run(_read_by_rasa(model, examples, _AS_THEY_COME))
    return _row("rasa", "CLINC150", report, ms, trained)


async def _read_by_rasa(
    model: Path, examples: Sequence[Example], calibration: Calibration
) -> tuple[Report, tuple[float, float]]:
    """Rasa's own reading, without the engine behind it; the time is that of the whole call."""
    async with running_rasa(model) as client:
        await client.parse("warm")
        read = [await _meaning(client, example.text, calibration) for example in examples]
    meanings: Mapping[str, Meaning] = {meaning.text: meaning for meaning, _ in read}
    return measure(meanings.__getitem__, examples), _quantiles([taken for _, taken in read])


async def _meaning(
    client: RasaClient, text: str, calibration: Calibration
) -> tuple[Meaning, float]:
    words = plain(text)
    begun = time.perf_counter()
    ranking = ranking_in(await client.parse(words))
    taken = 1000 * (time.perf_counter() - begun)
    return as_rasa_read(Meaning(text, words), ranking, calibration, ranking.keys()), taken


def _timed(
    read: Callable[[str], Meaning], examples: Sequence[Example]
) -> tuple[Report, tuple[float, float]]:
    taken: list[float] = []

    def timed(text: str) -> Meaning:
        begun = time.perf_counter()
        meaning = read(text)
        taken.append(1000 * (time.perf_counter() - begun))
        return meaning

    return measure(timed, examples), _quantiles(taken)


def _quantiles(taken: list[float]) -> tuple[float, float]:
    taken.sort()
    return taken[len(taken) // 2], taken[int(len(taken) * 0.95)]


def _newest(models: Path, pattern: str) -> Path | None:
    newest = max(models.glob(pattern), key=lambda file: file.stat().st_mtime, default=None)
    return newest.resolve() if newest else None


def _row(
    engine: str, what: str, report: Report, ms: tuple[float, float], trained: float | None = None
) -> str:
    shares = (
        report.right,
        report.right_in_three,
        report.right_at_once,
        report.wrong_as_if_sure,
        report.separation,
    )
    numbers = [*(f"{share:.3f}" for share in shares), *(f"{each:.1f}" for each in ms)]
    return f"| {engine} | {what} | {' | '.join(numbers)} | {f'{trained:.0f}' if trained else '-'} |"
