"""How long reading a message takes, on one core: what it means, and whether there is danger.

`python -m bench.understanding` measures the newest models in `var`; with `--clinc FILE` also how right
it is on CLINC150 (`data_full.json` of Larson et al. 2019), trained on that set's own phrases. With `--rasa`
a real Rasa is measured beside it, on our kept messages and, trained anew, on CLINC150.
"""

import os
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

import click

from bench.parts import Read, assessor, understander
from bench.said import TURNS, conversations
from bot.understanding.clinc import measure_clinc
from bot.understanding.encoder import Encoder
from bot.understanding.weights import find_encoder

_WARMING = 10 * TURNS


@click.command()
@click.option("--data", default="var", type=click.Path(path_type=Path), help="Prepared data.")
@click.option("--messages", default=400, show_default=True, help="How many to read.")
@click.option(
    "--clinc", type=click.Path(exists=True, path_type=Path), help="CLINC150 to measure on."
)
@click.option(
    "--rasa", is_flag=True, help="Measure Rasa beside it, on kept messages where it was trained."
)
def understanding(data: Path, messages: int, clinc: Path | None, *, rasa: bool) -> None:
    """Time the reading of a message, and measure on a public set."""
    folder = find_encoder(data / "encoder")
    said = [
        text
        for script in islice(conversations(), (messages + _WARMING) // TURNS)
        for text in script
    ]
    print(f"{os.cpu_count()} cores, load of the machine {os.getloadavg()[0]:.1f}, one core used\n")
    print("| reading | p50 ms | p95 ms | CPU ms |\n|---|---:|---:|---:|")
    for what, read in _readers(data / "models", folder).items():
        print(_row(what, read, said))
    if rasa:
        from bench.engines import both_engines  # noqa: PLC0415  it loads what only training needs

        print("\n".join(both_engines(data / "models", folder, clinc)))
    elif clinc:
        found = measure_clinc(clinc, Encoder(folder) if folder else None)
        print(
            f"\nCLINC150: right {found.report.right:.3f}, among the first three "
            f"{found.report.right_in_three:.3f}, out of scope AUROC {found.report.separation:.3f}; "
            f"trained in {found.training_s:.0f} s; p50 {found.p50_ms:.1f} ms, p95 {found.p95_ms:.1f} ms"
        )


def _readers(models: Path, encoder: Path | None) -> Mapping[str, Read]:
    """Each with an encoder of its own, for one that both use encodes a text only once."""
    one, other, shared = (Encoder(encoder) if encoder else None for _ in range(3))
    of_meaning, of_danger = understander(models, one), assessor(models, other)
    meaning, danger = understander(models, shared), assessor(models, shared)
    return {
        "what it means": of_meaning.read,
        "whether there is danger": of_danger.read,
        "both, as the service does": lambda text: (meaning.read(text), danger.read(text)),
    }


def _row(what: str, read: Read, said: Sequence[str]) -> str:
    taken: list[float] = []
    for text in said[:_WARMING]:
        read(text)
    new = said[_WARMING:]
    cpu = time.process_time()
    for text in new:
        begun = time.perf_counter()
        read(text)
        taken.append(1000 * (time.perf_counter() - begun))
    cpu = 1000 * (time.process_time() - cpu) / len(new)
    taken.sort()
    return f"| {what} | {taken[len(taken) // 2]:.2f} | {taken[int(len(taken) * 0.95)]:.2f} | {cpu:.2f} |"


if __name__ == "__main__":
    understanding()
