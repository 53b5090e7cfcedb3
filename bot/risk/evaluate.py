"""Measuring the risk check on labelled messages: what it catches, what it misses, and why."""

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.decision import Level, Signal, highest
from bot.risk.assess import RiskAssessor, RiskMemory

KEPT_CASES = Path(__file__).parents[2] / "nlu_data" / "tests" / "risk_cases.jsonl"


@dataclass(frozen=True)
class Case:
    """A labelled message, or several of one conversation; the level is what they come to.

    `level` is None where the label does not say (need, but how much?).
    """

    turns: tuple[str, ...]
    level: Level | None
    family: str
    kind: str
    source: str


@dataclass(frozen=True)
class Result:
    """A case and what the check made of it."""

    case: Case
    level: Level
    families: tuple[str, ...]
    decided_by: str


@dataclass(frozen=True)
class Share:
    """So many of so many, with the 95 % interval after Wilson."""

    hits: int
    count: int

    @property
    def value(self) -> float:
        """The share itself, 0 when there is nothing to share."""
        return self.hits / self.count if self.count else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies, most likely."""
        if not self.count:
            return 0.0, 1.0
        z = 1.96
        centre = (self.value + z * z / (2 * self.count)) / (1 + z * z / self.count)
        spread = self.value * (1 - self.value) / self.count + z * z / (4 * self.count**2)
        half = z * math.sqrt(spread) / (1 + z * z / self.count)
        return max(0.0, centre - half), min(1.0, centre + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:6.1%}  {low:.1%} to {high:.1%}  ({self.hits} of {self.count})"


@dataclass(frozen=True)
class Report:
    """All results, and the questions one asks of them."""

    results: tuple[Result, ...]

    def reached(self, wanted: Level, at_least: Level) -> Share:
        """How many cases of this level were brought to at least that level."""
        return _share(self._at(wanted), lambda result: result.level.rank >= at_least.rank)

    def alarms(self, at_least: Level) -> Share:
        """How many harmless cases were called at least this serious."""
        return self.reached(Level.ROUTINE, at_least)

    def misses(self) -> list[Result]:
        """Danger not raised to urgent, and need brought to nobody."""
        return [result for result in self.results if _is_missed(result)]

    def false_alarms(self) -> list[Result]:
        """Harmless messages that were called urgent."""
        return [
            result for result in self._at(Level.ROUTINE) if result.level.rank >= Level.URGENT.rank
        ]

    def by(self, name: str) -> dict[str, "Report"]:
        """A report for every `family`, `kind` or `source`."""
        groups: dict[str, list[Result]] = {}
        for result in self.results:
            groups.setdefault(getattr(result.case, name), []).append(result)
        return {key: Report(tuple(groups[key])) for key in sorted(groups)}

    def _at(self, level: Level) -> list[Result]:
        return [result for result in self.results if result.case.level is level]


def evaluate(assessor: RiskAssessor, cases: Iterable[Case]) -> Report:
    """Run the check over every case, each as the beginning of a conversation."""
    return Report(tuple(_result(assessor, case) for case in cases))


def read_cases(file: Path = KEPT_CASES) -> list[Case]:
    """Read a file of cases, ours (`level`) or a public one (`risk` of 1, 0 or null), a line each."""
    lines = file.read_text("utf-8").splitlines()
    return [_case(json.loads(line), file.stem) for line in lines if line.strip()]


def lines_of(report: Report, *, each: bool = True) -> Iterator[str]:
    """The report as lines to print; with `each`, every miss and every false alarm too."""
    yield from _summary("All", report)
    for name in ("source", "kind", "family"):
        for key, part in report.by(name).items():
            yield from _summary(f"{name} {key or '-'}", part)
    if each:
        yield from (_line("MISSED", result) for result in report.misses())
        yield from (_line("FALSE ALARM", result) for result in report.false_alarms())


def _result(assessor: RiskAssessor, case: Case) -> Result:
    memory = RiskMemory()
    signals: list[Signal] = []
    for text in case.turns:
        assessment = assessor.weigh(assessor.read(text), memory)
        signals += assessment.signals
        memory = RiskMemory(
            recent=(*memory.recent, text)[-5:],
            level=highest(memory.level, assessment.level),
            families=tuple(dict.fromkeys((*memory.families, *assessment.families))),
        )
    gravest = max(signals, key=lambda signal: signal.level.rank, default=None)
    return Result(case, memory.level, memory.families, gravest.raised_by if gravest else "nothing")


def _case(raw: dict[str, Any], source: str) -> Case:
    if "level" in raw:
        level: Level | None = Level(str(raw["level"]))
    else:
        level = {1: Level.URGENT, 0: Level.ROUTINE}.get(raw["risk"])
    return Case(
        turns=tuple(raw["turns"]) if "turns" in raw else (str(raw["text"]),),
        level=level,
        family=str(raw.get("family") or raw.get("category") or ""),
        kind=str(raw.get("kind") or ""),
        source=str(raw.get("source") or source),
    )


def _summary(title: str, report: Report) -> Iterator[str]:
    yield f"{title}: {len(report.results)} messages"
    wanted = [
        ("emergency raised to urgent or above", Level.EMERGENCY, Level.URGENT),
        ("emergency called emergency", Level.EMERGENCY, Level.EMERGENCY),
        ("urgent raised to urgent or above", Level.URGENT, Level.URGENT),
        ("urgent brought to a person", Level.URGENT, Level.COMPLEX),
        ("complex brought to a person", Level.COMPLEX, Level.COMPLEX),
        ("harmless called urgent", Level.ROUTINE, Level.URGENT),
        ("harmless brought to a person", Level.ROUTINE, Level.COMPLEX),
    ]
    for what, level, at_least in wanted:
        share = report.reached(level, at_least)
        if share.count:
            yield f"  {what:38} {share}"


def _line(what: str, result: Result) -> str:
    wanted = result.case.level or Level.ROUTINE
    text = " ".join(" / ".join(result.case.turns).split())[:160]
    return f"{what} [{result.case.family}: {wanted} as {result.level}, {result.decided_by}] {text}"


def _is_missed(result: Result) -> bool:
    if result.case.level is None or result.case.level is Level.ROUTINE:
        return False
    needed = min(result.case.level.rank, Level.URGENT.rank)
    return result.level.rank < needed


def _share(results: Sequence[Result], is_hit: Callable[[Result], bool]) -> Share:
    return Share(sum(is_hit(result) for result in results), len(results))
