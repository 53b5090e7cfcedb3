"""What publishing costs: how long training takes, and what answers take meanwhile beside what they take alone.

`python -m bench.training --data var` talks to a service through the socket, one turn at a time, now with
nothing beside it and now while a model of the starter content is trained as publishing trains it, turn
and turn about. `--entries 1000` adds copies of entries to what is trained.
"""

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click


@click.command()
@click.option("--entries", default=0, help="Train on copies too, until there are so many entries.")
@click.option("--rounds", default=3, show_default=True, help="Trainings to measure.")
@click.option(
    "--data", default="var", type=click.Path(path_type=Path), help="Prepared data to use a copy of."
)
def training(entries: int, rounds: int, data: Path) -> None:
    """Measure training, and the answers that are given while it runs."""
    from bench.beside_training import measured  # noqa: PLC0415  the process that trains reads this file too

    with TemporaryDirectory(prefix="bench-", dir=data) as made:
        found = asyncio.run(measured(Path(made).resolve(), data, entries, rounds))
    print("| trained on | s | processor s | ten million additions s |\n|---|---:|---:|---:|")
    for taken, cost in found.trained:
        row = f"{taken:.1f} | {cost.processor:.1f} | {cost.additions:.2f}"
        print(f"| {cost.phrases} phrases, one of them new | {row} |")
    print(f"\nmedian {median(taken for taken, _ in found.trained):.1f} s, {os.cpu_count()} cores\n")
    print("| answers | turns | p50 ms | p95 ms | p99 ms |\n|---|---:|---:|---:|---:|")
    print(_row("with nothing beside them", found.alone))
    print(_row("while it trains", found.beside))


def _row(what: str, taken: Sequence[float]) -> str:
    from bench.load import Load  # noqa: PLC0415

    load = Load(tuple(taken), sum(taken), 0.0)
    shown = " | ".join(f"{load.percentile(share):.1f}" for share in (0.5, 0.95, 0.99))
    return f"| {what} | {len(taken)} | {shown} |"


if __name__ == "__main__":
    training()
