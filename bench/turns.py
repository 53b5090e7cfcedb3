"""How many turns a second, how soon, from a standing start, in how much memory, and what the floor does.

`python -m bench.turns` prints a table and ends by itself. Everything runs on this machine: the measured
process on one side, the young people and the telephone company in this one.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

from bench import process
from bench.account import Company, open_company
from bench.load import Load, through_the_socket, through_the_webhook
from bench.process import Measured
from bench.rasa_rest import rasa_rest, through_rest, train_rest
from bench.said import TURNS, conversations

_WAYS = {"socket": through_the_socket, "webhook": through_the_webhook}
_WARMING = 4 * TURNS
_MANY = 32
_DELIVERED_SECONDS = 120


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, and beside it the floor."""

    way: str
    in_flight: int
    service: Load
    floor: Load


@dataclass(frozen=True)
class OfRasa:
    """What Rasa's own REST channel does: the seconds to its first answer, MB afterwards, its turns."""

    start: float
    memory: float
    loads: dict[int, Load]


@dataclass(frozen=True)
class Plan:
    """What to measure, how often, on what."""

    settings: dict[str, str]
    data: Path
    ways: Sequence[str]
    alone: int
    many: int
    starts: int
    rasa: bool


class Measuring:
    """One run, in a folder of its own."""

    def __init__(self, plan: Plan, folder: Path, company: Company) -> None:
        self._plan = plan
        self._folder = folder
        self._company = company
        self.rows: list[Row] = []
        self.starts: list[float] = []
        self.memory: list[float] = []
        self.texts_a_second = 0.0
        self.rasa: OfRasa | None = None

    async def run(self) -> None:
        """All of it, one after another."""
        process.copy_data(self._plan.data, self._folder)
        await process.set_up(self._folder, self._plan.settings)
        for _ in range(self._plan.starts):
            async with self._service() as service:
                await service.listens()
                await through_the_socket(service, [["hi, how much is ema"]], 1)
                self.starts.append(time.perf_counter() - service.started)
        for way in self._plan.ways:
            for in_flight, turns in ((1, self._plan.alone), (_MANY, self._plan.many)):
                await self._measure(way, in_flight, turns)
        if self._plan.rasa:
            self.rasa = await self._measure_rasa()

    async def _measure(self, way: str, in_flight: int, turns: int) -> None:
        async with process.floor(self._folder) as floor:
            of_floor = await _load(way, in_flight, turns, floor)
        async with self._service() as service:
            await service.listens()
            await _load(way, in_flight, _WARMING, service)
            before, begun = self._company.taken, time.perf_counter()
            of_service = await _load(way, in_flight, turns, service)
            if way == "webhook":
                async with asyncio.timeout(_DELIVERED_SECONDS):
                    await self._company.has_taken(before + turns)
                self.texts_a_second = turns / (time.perf_counter() - begun)
            self.memory.append(service.memory_mb())
        self.rows.append(Row(way, in_flight, of_service, of_floor))

    async def _measure_rasa(self) -> OfRasa:
        model = await asyncio.to_thread(train_rest, self._folder / "rasa")
        async with rasa_rest(model) as rasa:
            await rasa.listens()
            await through_rest(rasa, [["hi, how much is ema"]], 1)
            start = time.perf_counter() - rasa.started
            await through_rest(rasa, _scripts(_WARMING), _MANY)
            loads = {
                in_flight: await through_rest(rasa, _scripts(turns), in_flight)
                for in_flight, turns in ((1, self._plan.alone), (_MANY, self._plan.many))
            }
            return OfRasa(start, rasa.memory_mb(), loads)

    def _service(self) -> AbstractAsyncContextManager[Measured]:
        return process.service(self._folder, self._plan.settings, carrier=self._company.address)


async def _load(way: str, in_flight: int, turns: int, measured: Measured) -> Load:
    return await _WAYS[way](measured, _scripts(turns), in_flight)


def _scripts(turns: int) -> list[list[str]]:
    return list(islice(conversations(), max(turns // TURNS, 1)))


async def _measured(plan: Plan, folder: Path) -> Measuring:
    async with open_company() as company:
        measuring = Measuring(plan, folder, company)
        await measuring.run()
        return measuring


def _table(found: Measuring) -> str:
    lines = [
        "| way in | in flight | what | turns a second | p50 ms | p99 ms | CPU ms a turn | share of the floor |",
        "|---|---:|---|---:|---:|---:|---:|---:|",
    ]
    for row in found.rows:
        for what, load in (("service", row.service), ("floor", row.floor)):
            share = f"{load.a_second / row.floor.a_second:.2f}"
            lines.append(_line(row.way, row.in_flight, what, load, share))
    for in_flight, load in found.rasa.loads.items() if found.rasa else ():
        lines.append(_line("REST", in_flight, "Rasa, nothing durable", load, ""))
    return "\n".join(lines)


def _line(way: str, in_flight: int, what: str, load: Load, share: str) -> str:
    return (
        f"| {way} | {in_flight} | {what} | {load.a_second:.0f} | {load.percentile(0.5):.1f} "
        f"| {load.percentile(0.99):.1f} | {load.cpu_ms:.2f} | {share} |"
    )


def _below_the_table(found: Measuring) -> list[str]:
    said = [f"Memory after the turns, at most: {max(found.memory):.0f} MB."]
    if found.starts:
        every = ", ".join(f"{each:.2f}" for each in found.starts)
        said.append(
            f"From the start of the process to the first answer: {median(found.starts):.2f} s ({every})."
        )
    if found.rasa:
        said.append(
            f"Rasa's own REST channel: {found.rasa.start:.2f} s to the first answer, "
            f"{found.rasa.memory:.0f} MB after the turns."
        )
    if found.texts_a_second:
        said.append(
            f"Answers that reached the phone company at {_MANY} in flight: {found.texts_a_second:.0f} a second."
        )
    return said


@click.command()
@click.option("--turns", default=1600, show_default=True, help="Turns at 32 in flight.")
@click.option("--alone", default=320, show_default=True, help="Turns at 1 in flight.")
@click.option("--starts", default=3, show_default=True, help="Starts to measure.")
@click.option("--way", "ways", multiple=True, type=click.Choice([*_WAYS]), default=[*_WAYS])
@click.option("--engine", type=click.Choice(["embedded"]), default="embedded")
@click.option("--database-url", default="", help="PostgreSQL; without it SQLite in a new folder.")
@click.option(
    "--data", default="var", type=click.Path(path_type=Path), help="Prepared data to use a copy of."
)
@click.option(
    "--rasa", is_flag=True, help="Measure Rasa's own REST channel too (trains for minutes)."
)
def turns(
    turns: int,
    alone: int,
    starts: int,
    ways: Sequence[str],
    engine: str,
    database_url: str,
    data: Path,
    *,
    rasa: bool,
) -> None:
    """Measure the service beside a bare handler that only keeps the message."""
    settings = {"engine": engine, "database_url": database_url, "log_level": "error"}
    plan = Plan(settings, data, ways, alone, turns, starts, rasa)
    before = os.getloadavg()[0]
    with TemporaryDirectory(prefix="bench-", dir=data) as made:
        found = asyncio.run(_measured(plan, Path(made).resolve()))
    print(
        f"{'PostgreSQL' if database_url else 'SQLite'}, {engine} engine, {os.cpu_count()} cores, "
        f"load of the machine before and after {before:.1f} and {os.getloadavg()[0]:.1f}\n"
    )
    print(_table(found), *_below_the_table(found), sep="\n\n")


if __name__ == "__main__":
    turns()
