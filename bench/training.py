"""What publishing costs: how long training takes, and what answers take meanwhile beside what they take alone.

`python -m bench.training --data var` talks to a service through the socket, one turn at a time, now with
nothing beside it and now while a model of the starter content is trained as publishing trains it, turn
and turn about. `--entries 1000` adds copies of entries to what is trained.
"""

import asyncio
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from app.elsewhere import in_its_own_process
from app.teaching import train_understanding
from bench import process
from bench.account import open_company
from bench.editors import many
from bench.load import Load, through_the_socket
from bench.process import Measured
from bench.said import TURNS, conversations
from bot.understanding.weights import find_encoder
from content.repository import ANSWER, Draft
from content.starter import read_pack

_OF_A_COPY = 15
_ADDITIONS = 10_000_000
_MANY_TURNS = 4 * TURNS
_BREATH_SECONDS = 1.0


@dataclass(frozen=True)
class Lessons:
    """What is trained: phrases and label of each entry, and where vectors are kept for the next."""

    phrases: dict[str, tuple[str, ...]]
    labels: dict[str, str]
    vectors: Path

    @classmethod
    def of(cls, drafts: Sequence[Draft], vectors: Path) -> "Lessons":
        """What these entries teach; a copy has some of the phrases only, as a new entry has."""
        said = {each.entry_id: tuple(each.phrases.splitlines()) for each in drafts}
        shortened = {
            key: lines[:_OF_A_COPY] if "copy-" in key else lines for key, lines in said.items()
        }
        return cls({k: v for k, v in shortened.items() if v}, {k: k for k in said}, vectors)

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


@dataclass
class Found:
    """Seconds of each training with its cost, and seconds of each turn alone and beside training."""

    trained: list[tuple[float, Cost]]
    alone: list[float]
    beside: list[float]


async def _measured(folder: Path, data: Path, entries: int, rounds: int) -> Found:
    drafts = [draft for draft in many(read_pack(), entries).drafts if draft.kind == ANSWER]
    lessons = Lessons.of(drafts, folder / "phrase-vectors.npz")
    process.copy_data(data, folder)
    scripts = conversations()
    async with open_company() as company:
        await process.set_up(folder, {})
        found = Found([], [], [])
        train_once(lessons)
        async with process.service(
            folder, {"log_level": "error"}, carrier=company.address
        ) as service:
            await service.listens()
            await _talk(service, scripts)
            for _ in range(rounds):
                lessons = lessons.with_one_phrase_more()
                found.alone += (await _talk(service, scripts)).taken
                training = asyncio.create_task(_timed(lessons, found))
                while not training.done():
                    found.beside += (await _talk(service, scripts, TURNS)).taken
                    await asyncio.sleep(_BREATH_SECONDS)
                await training
    return found


async def _timed(lessons: Lessons, found: Found) -> None:
    began = time.perf_counter()
    cost = await in_its_own_process(train_once, lessons)
    found.trained.append((time.perf_counter() - began, cost))


async def _talk(service: Measured, scripts: Iterator[list[str]], turns: int = _MANY_TURNS) -> Load:
    return await through_the_socket(service, list(islice(scripts, turns // TURNS)), 1)


def _row(what: str, taken: Sequence[float]) -> str:
    load = Load(tuple(taken), sum(taken), 0.0)
    shown = " | ".join(f"{load.percentile(share):.1f}" for share in (0.5, 0.95, 0.99))
    return f"| {what} | {len(taken)} | {shown} |"


@click.command()
@click.option("--entries", default=0, help="Train on copies too, until there are so many entries.")
@click.option("--rounds", default=3, show_default=True, help="Trainings to measure.")
@click.option(
    "--data", default="var", type=click.Path(path_type=Path), help="Prepared data to use a copy of."
)
def training(entries: int, rounds: int, data: Path) -> None:
    """Measure training, and the answers that are given while it runs."""
    with TemporaryDirectory(prefix="bench-", dir=data) as made:
        found = asyncio.run(_measured(Path(made).resolve(), data, entries, rounds))
    print("| trained on | s | processor s | ten million additions s |\n|---|---:|---:|---:|")
    for taken, cost in found.trained:
        row = f"{taken:.1f} | {cost.processor:.1f} | {cost.additions:.2f}"
        print(f"| {cost.phrases} phrases, one of them new | {row} |")
    print(f"\nmedian {median(taken for taken, _ in found.trained):.1f} s, {os.cpu_count()} cores\n")
    print("| answers | turns | p50 ms | p95 ms | p99 ms |\n|---|---:|---:|---:|---:|")
    print(_row("with nothing beside them", found.alone))
    print(_row("while it trains", found.beside))


if __name__ == "__main__":
    training()
