"""What was measured of the risk check, as numbers for machines and as a page."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.report.drawing import Axis, points
from app.report.page import Section, page, table
from app.report.understanding import bars_of, table_of
from bot.decision import Level
from bot.risk.evaluate import Report, Result
from bot.share import Share

_SHIFTS = (-4.0, -3.0, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0)
_PARTS = ("family", "kind", "source")


@dataclass(frozen=True)
class Point:
    """What would be caught and what called wrongly, were all urgent thresholds moved by `shift`."""

    shift: float
    recall: Share
    alarms: Share


def sweep(report: Report, shifts: Iterable[float]) -> list[Point]:
    """A point for each shift."""
    return [Point(shift, *report.with_urgent_from(shift)) for shift in shifts]


def sweep_lines(report: Report) -> Iterator[str]:
    """The curve, to print: lower thresholds first."""
    yield "The urgent threshold moved (log-odds), danger raised to urgent, harmless called urgent:"
    for point in sweep(report, _SHIFTS):
        here = "  <- where we stand" if point.shift == 0 else ""
        yield f"  {point.shift:+5.1f}  {point.recall.value:6.1%}  {point.alarms.value:6.1%}{here}"


def levels_of(report: Report) -> dict[str, Share]:
    """What was reached for each level, and what was called wrongly; what has no cases is left out."""
    asked = {
        "emergency raised to urgent": (Level.EMERGENCY, Level.URGENT),
        "emergency called emergency": (Level.EMERGENCY, Level.EMERGENCY),
        "urgent raised to urgent": (Level.URGENT, Level.URGENT),
        "urgent brought to a person": (Level.URGENT, Level.COMPLEX),
        "complex brought to a person": (Level.COMPLEX, Level.COMPLEX),
        "harmless called urgent": (Level.ROUTINE, Level.URGENT),
        "harmless brought to a person": (Level.ROUTINE, Level.COMPLEX),
    }
    shares = {what: report.reached(*levels) for what, levels in asked.items()}
    return {what: share for what, share in shares.items() if share.count}


def danger_of(report: Report) -> Share:
    """How much of what is urgent or an emergency was raised to urgent or above."""
    found = [report.reached(level, Level.URGENT) for level in (Level.URGENT, Level.EMERGENCY)]
    return Share(sum(each.hits for each in found), sum(each.count for each in found))


def numbers_of(report: Report, about: Sequence[str]) -> dict[str, Any]:
    """All of it, for machines. Messages are left out."""
    return {
        "about": list(about),
        "levels": _numbers(levels_of(report)),
        **{
            f"by_{name}": {
                key or "-": _numbers(levels_of(part)) for key, part in report.by(name).items()
            }
            for name in _PARTS
        },
        "curve": [
            {"shift": each.shift, "recall": each.recall.value, "false_alarms": each.alarms.value}
            for each in sweep(report, _SHIFTS)
        ],
        "misses": len(report.misses()),
        "false_alarms": len(report.false_alarms()),
    }


def page_of(report: Report, about: Sequence[str], *, each: bool) -> str:
    """All of it as one HTML file; with `each`, every miss and every false alarm too."""
    sections = [
        Section("Caught and called wrongly", _shares("By level", "What", levels_of(report))),
        _curve(report),
    ]
    for name in _PARTS:
        parts = report.by(name).items()
        caught = {key: danger_of(part) for key, part in parts}
        needed = {key: part.reached(Level.COMPLEX, Level.COMPLEX) for key, part in parts}
        wrong = {key: part.alarms(Level.URGENT) for key, part in parts}
        for title, shares in (
            (f"Danger raised to urgent, by {name}", caught),
            (f"Need brought to a person, by {name}", needed),
            (f"Harmless called urgent, by {name}", wrong),
        ):
            there = {key: share for key, share in shares.items() if share.count}
            if there:
                sections.append(Section(title, _shares(title, name.capitalize(), there)))
    if each:
        sections.append(_listed("Every miss", report.misses()))
        sections.append(_listed("Every false alarm", report.false_alarms()))
    return page("What the risk check catches and misses", about, sections)


def _curve(report: Report) -> Section:
    title = "Danger raised to urgent against harmless messages called urgent"
    [here] = sweep(report, [0.0])
    margins = {result.margin for result in report.results if math.isfinite(result.margin)}
    path = [(point.alarms.value, point.recall.value) for point in sweep(report, sorted(margins))]
    most = min(1.0, 0.05 * math.ceil(4 * here.alarms.value / 0.05 + 1e-9) or 0.05)
    picture = points(
        title,
        "Each point is one place for the urgent threshold: the lower it lies, the more danger is "
        "caught and the more harmless messages are called urgent. The ring is where we stand.",
        (Axis("Harmless called urgent", most), Axis("Danger raised to urgent")),
        path,
        mark=(here.alarms.value, here.recall.value, "we stand here"),
    )
    rows = [
        (f"{each.shift:+.1f}", f"{each.recall.value:.1%}", f"{each.alarms.value:.1%}")
        for each in sweep(report, _SHIFTS)
    ]
    heads = ("Threshold moved by (log-odds)", "Danger raised to urgent", "Harmless called urgent")
    beside = table("At some thresholds; 0 is where we stand", heads, rows)
    note = "<p>What a pattern or the conversation decides counts at every threshold.</p>"
    return Section(title, picture + note + beside)


def _shares(title: str, name: str, shares: dict[str, Share]) -> str:
    return bars_of(title, shares) + table_of(title, name, shares)


def _numbers(shares: dict[str, Share]) -> dict[str, dict[str, float]]:
    return {
        what: {
            "share": share.value,
            "low": share.interval[0],
            "high": share.interval[1],
            "hits": share.hits,
            "count": share.count,
        }
        for what, share in shares.items()
    }


def _listed(title: str, results: Sequence[Result]) -> Section:
    rows = [
        (" / ".join(each.case.turns), each.case.family, f"{each.case.level}", f"{each.level}",
         each.decided_by)
        for each in results
    ]  # fmt: skip
    heads = ("Message", "Family", "Labelled", "Called", "Decided by")
    return Section(f"{title} ({len(rows)})", table(title, heads, rows))
