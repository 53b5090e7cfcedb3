"""Measuring the risk check on labelled messages: what it catches, what it misses, and why."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.decision import Level, Signal, highest
from bot.risk.assess import RiskAssessor, RiskMemory
from bot.share import Share

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
    margin: float
    """How far the score passes what is urgent; infinite where a pattern or the conversation decides."""


@dataclass(frozen=True)
class Report:
    """All results, and the questions one asks of them."""

    results: tuple[Result, ...]

    def reached(self, wanted: Level, at_least: Level) -> Share:
        """How many cases of this level were brought to at least that level."""
        return Share.of(result.level.rank >= at_least.rank for result in self._at(wanted))

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

    def with_urgent_from(self, margin: float) -> tuple[Share, Share]:
        """Danger called urgent, and harmless messages called so, were the threshold moved by this."""
        danger = [*self._at(Level.EMERGENCY), *self._at(Level.URGENT)]
        harmless = self._at(Level.ROUTINE)
        return (
            Share.of(result.margin >= margin for result in danger),
            Share.of(result.margin >= margin for result in harmless),
        )

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
        yield from lines_of_results("MISSED", report.misses())
        yield from lines_of_results("FALSE ALARM", report.false_alarms())


def lines_of_results(what: str, results: Iterable[Result]) -> Iterator[str]:
    """Each case with what it is, what it was called and what decided."""
    return (_line(what, result) for result in results)


def _result(assessor: RiskAssessor, case: Case) -> Result:
    memory = RiskMemory()
    signals: list[Signal] = []
    margins: list[float] = []
    for text in case.turns:
        assessment = assessor.weigh(assessor.read(text), memory)
        margins.append(assessor.urgent_margin(text))
        signals += assessment.signals
        memory = RiskMemory(
            recent=(*memory.recent, text)[-5:],
            level=highest(memory.level, assessment.level),
            families=tuple(dict.fromkeys((*memory.families, *assessment.families))),
        )
    gravest = max(signals, key=lambda signal: signal.level.rank, default=None)
    decided_by = gravest.raised_by if gravest else "nothing"
    margin = math.inf if any(_is_beyond_the_score(signal) for signal in signals) else max(margins)
    return Result(case, memory.level, memory.families, decided_by, margin)


def _is_beyond_the_score(signal: Signal) -> bool:
    return signal.level.rank >= Level.URGENT.rank and not signal.raised_by.startswith("score")


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
