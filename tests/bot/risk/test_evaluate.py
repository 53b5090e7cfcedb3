"""The measuring says what was caught, what was missed, and what decided."""

import json
from pathlib import Path

import pytest

from bot.decision import Level
from bot.risk.assess import RiskAssessor
from bot.risk.comparing import newly_missed, worse_than
from bot.risk.evaluate import Report, evaluate, lines_of, read_cases
from bot.risk.families import Family
from bot.share import Share

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


def test_what_a_pattern_decides_counts_at_every_threshold(report: Report) -> None:
    caught = report.reached(Level.URGENT, Level.URGENT)
    for margin in (-5.0, 0.0, 5.0):
        assert report.with_urgent_from(margin) == (caught, Share(1, 2))


def test_a_report_that_catches_less_is_worse_and_names_the_newly_missed(
    small: tuple[Family, ...], tmp_path: Path, report: Report
) -> None:
    file = tmp_path / "cases.jsonl"
    none = evaluate(RiskAssessor((), None, None), read_cases(file))
    assert worse_than(none, report)
    assert not worse_than(report, report)
    assert not worse_than(report, none)
    assert {result.case.turns for result in newly_missed(none, report)} == {
        ("i want to die",),
        ("i want", "to die"),
    }
