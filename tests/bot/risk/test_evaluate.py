"""The measuring says what was caught, what was missed, and what decided."""

import json
from pathlib import Path

import pytest

from bot.decision import Level
from bot.risk.assess import RiskAssessor
from bot.risk.evaluate import Report, Share, evaluate, lines_of, read_cases
from bot.risk.families import Family

LINES = [
    {"text": "i want to die", "level": "urgent", "family": "suicide", "kind": "plain"},
    {"text": "over it all", "level": "urgent", "family": "suicide", "kind": "oblique"},
    {"text": "say want to die", "level": "routine", "family": "suicide", "kind": "plain"},
    {"turns": ["i want", "to die"], "level": "urgent", "family": "suicide", "kind": "split"},
    {"text": "hello", "risk": 0, "category": "chat", "source": "public"},
    {"text": "who knows", "risk": None, "category": "chat", "source": "public"},
]


@pytest.fixture
def report(small: tuple[Family, ...], tmp_path: Path) -> Report:
    """A report on a handful of cases, patterns alone."""
    file = tmp_path / "cases.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in LINES), "utf-8")
    return evaluate(RiskAssessor(small, None, None), read_cases(file))


def test_it_counts_what_was_raised(report: Report) -> None:
    assert report.reached(Level.URGENT, Level.URGENT) == Share(2, 3)
    assert report.alarms(Level.URGENT) == Share(1, 2)


def test_it_tells_every_miss_and_false_alarm_with_what_decided(report: Report) -> None:
    text = "\n".join(lines_of(report))
    assert "MISSED [suicide: urgent as routine, nothing] over it all" in text
    assert "FALSE ALARM [suicide: routine as urgent, pattern: want to die] say want to die" in text


def test_it_parts_results_by_source_and_kind(report: Report) -> None:
    assert set(report.by("source")) == {"cases", "public"}
    assert report.by("kind")["oblique"].reached(Level.URGENT, Level.URGENT).value == 0


def test_the_interval_holds_the_share_and_narrows_with_more() -> None:
    few, many = Share(9, 10), Share(900, 1000)
    assert few.interval[0] < 0.9 < few.interval[1]
    assert many.interval[0] > few.interval[0]
    assert Share(0, 0).interval == (0.0, 1.0)


def test_the_kept_cases_can_be_read() -> None:
    assert {case.level for case in read_cases()} == set(Level)
