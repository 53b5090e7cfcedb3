"""A risk check that misses what was caught before is refused, together with its patterns."""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from app.risk_in_service import (
    is_refused,
    put_in_service,
    put_in_service_unless_worse,
    risk_in_service,
)
from bot.risk.families import parse_family, read_families
from bot.risk.score import VERSION
from bot.risk.train import train
from tests.bot.risk.conftest import EVERYDAY, NEED, ROUTINE, SUICIDE

CASES = [
    {"text": "top myself", "level": "urgent", "family": "suicide"},
    {"text": "im in debt", "level": "complex", "family": "complex-need"},
    {"text": "the bus is late", "level": "routine", "family": "suicide"},
]
SHARP = SUICIDE.replace("any: [want to die]", "any: [want to die, top myself]")
BLUNT = SUICIDE


class Bench:
    """A data folder, the patterns of today, and a score trained on the small world."""

    def __init__(self, folder: Path) -> None:
        self.patterns, self.models = folder / "patterns", folder / "models"
        self.patterns.mkdir()
        self.models.mkdir()
        self.told: list[str] = []
        self._cases = folder / "cases.jsonl"
        self._cases.write_text("\n".join(json.dumps(case) for case in CASES), "utf-8")
        taught = (parse_family(SUICIDE, "suicide.yml"), parse_family(NEED, "complex-need.yml"))
        self._score = train(taught, ROUTINE, EVERYDAY, None)
        self.serving = partial(risk_in_service, patterns=self.patterns)

    def train(self, name: str, suicide: str) -> Path:
        """Train on these patterns, as `connexions train` does."""
        (self.patterns / "suicide.yml").write_text(
            suicide.split("examples:", maxsplit=1)[0], "utf-8"
        )
        (self.patterns / "complex-need.yml").write_text(NEED, "utf-8")
        part, newest = self.models / f"{name}.part", self.models / f"{name}.npz"
        self._score.save(part)
        put_in_service_unless_worse(
            part, newest, None, self.told.append, patterns=self.patterns, cases=self._cases
        )
        return part.replace(newest)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def test_the_first_one_serves(bench: Bench) -> None:
    first = bench.train("risk-1", SHARP)
    assert bench.serving(first).score == first
    assert bench.told == []


def test_one_that_is_as_good_takes_over(bench: Bench) -> None:
    bench.train("risk-1", SHARP)
    second = bench.train("risk-2", SHARP.replace("so (low|empty", "so (low|empty|sad"))
    assert bench.serving(second).score == second
    assert not is_refused(second)


def test_one_that_misses_more_is_refused_and_says_what_it_misses(bench: Bench) -> None:
    first = bench.train("risk-1", SHARP)
    second = bench.train("risk-2", BLUNT)
    assert is_refused(second)
    assert bench.serving(second).score == first
    assert [line for line in bench.told if line.startswith("MISSED") and "top myself" in line]


@pytest.mark.parametrize("damage", ["older", "broken"])
def test_one_that_this_program_cannot_read_is_no_reason_to_stop(bench: Bench, damage: str) -> None:
    first = bench.train("risk-1", SHARP)
    with np.load(first) as parts:
        older = {**parts, "version": np.array(VERSION - 1)}
    if damage == "older":
        np.savez(first, **older)
    else:
        first.write_bytes(b"PK cut off")
    second = bench.train("risk-2", BLUNT)
    assert bench.serving(second).score == second
    assert bench.told == []


def test_the_last_good_patterns_serve_with_the_last_good_score(bench: Bench) -> None:
    bench.train("risk-1", SHARP)
    second = bench.train("risk-2", BLUNT)
    suicide = read_families(bench.serving(second).patterns)[1]
    assert "top myself" in suicide.patterns[0].any


def test_a_refused_one_serves_when_it_is_put_in_service_anyway(bench: Bench) -> None:
    bench.train("risk-1", SHARP)
    second = bench.train("risk-2", BLUNT)
    put_in_service(second, None, bench.patterns)
    assert bench.serving(second).score == second


def test_a_mended_one_is_compared_with_the_last_good_one_not_the_refused(bench: Bench) -> None:
    bench.train("risk-1", SHARP)
    bench.train("risk-2", BLUNT)
    assert is_refused(bench.train("risk-3", BLUNT.replace("so (low", "so (down")))
    mended = bench.train("risk-4", SHARP)
    assert bench.serving(mended).score == mended


@pytest.mark.parametrize("note", [{"encoder": "another"}, {"encoder": ""}])
def test_a_score_of_another_encoder_is_not_the_last_good_one(
    bench: Bench, note: dict[str, str]
) -> None:
    first = bench.train("risk-1", SHARP)
    file = bench.models / "risk-in-service.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | note), "utf-8")
    second = bench.train("risk-2", BLUNT)
    assert bench.serving(second).score == second != first


def test_what_an_older_program_refused_without_naming_an_encoder_serves(bench: Bench) -> None:
    bench.train("risk-1", SHARP)
    second = bench.train("risk-2", BLUNT)
    assert is_refused(second)
    file = bench.models / "risk-in-service.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"encoder": ""}), "utf-8")
    assert bench.serving(second).score == second


def test_without_the_last_good_one_the_newest_serves(bench: Bench) -> None:
    first = bench.train("risk-1", SHARP)
    second = bench.train("risk-2", BLUNT)
    first.unlink()
    assert bench.serving(second).score == second
