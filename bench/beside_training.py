"""Talking to a service while a model is trained beside it, and while none is."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.elsewhere import in_its_own_process
from bench import process
from bench.account import open_company
from bench.editors import many
from bench.lessons import Cost, Lessons, train_once
from bench.load import Load, through_the_socket
from bench.process import Measured
from bench.said import TURNS, conversations
from content.repository import ANSWER, Draft
from content.starter import read_pack

_OF_A_COPY = 15
_MANY_TURNS = 4 * TURNS
_BREATH_SECONDS = 1.0


@dataclass
class Found:
    """Seconds of each training with its cost, and seconds of each turn alone and beside training."""

    trained: list[tuple[float, Cost]]
    alone: list[float]
    beside: list[float]


async def measured(folder: Path, data: Path, entries: int, rounds: int) -> Found:
    """So many trainings of a library of so many entries, by a service with a copy of this data."""
    drafts = [draft for draft in many(read_pack(), entries).drafts if draft.kind == ANSWER]
    lessons = _lessons_of(drafts, folder / "phrase-vectors.npz")
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


def _lessons_of(drafts: Sequence[Draft], vectors: Path) -> Lessons:
    """What these entries teach; a copy has some of the phrases only, as a new entry has."""
    said = {each.entry_id: tuple(each.phrases.splitlines()) for each in drafts}
    shortened = {
        key: lines[:_OF_A_COPY] if "copy-" in key else lines for key, lines in said.items()
    }
    return Lessons({k: v for k, v in shortened.items() if v}, {k: k for k in said}, vectors)


async def _timed(lessons: Lessons, found: Found) -> None:
    began = time.perf_counter()
    cost = await in_its_own_process(train_once, lessons)
    found.trained.append((time.perf_counter() - began, cost))


async def _talk(service: Measured, scripts: Iterator[list[str]], turns: int = _MANY_TURNS) -> Load:
    return await through_the_socket(service, list(islice(scripts, turns // TURNS)), 1)
