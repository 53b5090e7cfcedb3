"""Pictures as SVG text: bars, and points on a square. Each carries a title and says what it shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import count

_INK, _LINE, _BAR, _MARK = "#1a1a1a", "#c9ccd1", "#2b5c8a", "#b3261e"
_LABELS, _SCALE, _ROW, _TOP = 230, 360, 26, 28
_WIDE, _HIGH, _LEFT, _BELOW = 520, 340, 60, 52
_numbers = count(1)


@dataclass(frozen=True)
class Bar:
    """A share with its name, where the true one may lie, and the words that stand beside it."""

    label: str
    value: float
    low: float
    high: float
    beside: str


@dataclass(frozen=True)
class Axis:
    """What is measured along a side, and up to which share."""

    name: str
    most: float = 1.0


def bars(title: str, shows: str, rows: Sequence[Bar]) -> str:
    """A bar a row from 0 to 100 %, with a whisker over the interval."""
    high = _TOP + _ROW * len(rows) + 8
    parts = [*_steps(high)]
    for place, row in enumerate(rows):
        middle = _TOP + _ROW * place + _ROW / 2
        start, low, end = _LABELS, _LABELS + _SCALE * row.low, _LABELS + _SCALE * row.high
        parts += [
            _words(row.label, _LABELS - 8, middle + 4, "end"),
            f'<rect x="{start}" y="{middle - 8:.1f}" width="{_SCALE * row.value:.1f}" height="16" '
            f'fill="{_BAR}"/>',
            _stroke([(low, middle), (end, middle)], "white", 4),
            _stroke([(low, middle), (end, middle)], _INK, 1.5),
            _stroke([(low, middle - 4), (low, middle + 4)], _INK, 1.5),
            _stroke([(end, middle - 4), (end, middle + 4)], _INK, 1.5),
            _words(row.beside, _LABELS + _SCALE + 10, middle + 4),
        ]
    return _picture(title, shows, _LABELS + _SCALE + 150, high, parts)


def points(
    title: str,
    shows: str,
    axes: tuple[Axis, Axis],
    path: Sequence[tuple[float, float]],
    *,
    mark: tuple[float, float, str] | None = None,
    diagonal: bool = False,
) -> str:
    """Points joined by a line; `mark` is one that stands out, `diagonal` where both sides are equal."""
    across, up = axes
    parts = [*_grid(across, up)]
    if diagonal:
        parts.append(_stroke([_at(0, 0, axes), _at(across.most, up.most, axes)], "#6b7078", 1.5))
    drawn = [_at(x, y, axes) for x, y in path if x <= across.most]
    parts.append(_stroke(drawn, _BAR, 2))
    if len(drawn) <= 30:
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{_BAR}"/>' for x, y in drawn]
    if mark:
        x, y = _at(mark[0], mark[1], axes)
        ring = f'fill="none" stroke="{_MARK}" stroke-width="3"'
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" {ring}/>',
            _words(mark[2], x + 12, y + 20),
        ]
    return _picture(title, shows, _LEFT + _WIDE + 30, _TOP + _HIGH + _BELOW, parts)


def _steps(high: float) -> Iterable[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _LABELS + _SCALE * share
        yield _stroke([(x, _TOP - 6), (x, high)], _LINE, 1)
        yield _words(f"{share:.0%}", x, _TOP - 12, "middle")


def _grid(across: Axis, up: Axis) -> Iterable[str]:
    for step in range(6):
        x, y = _LEFT + _WIDE * step / 5, _TOP + _HIGH - _HIGH * step / 5
        yield _stroke([(x, _TOP), (x, _TOP + _HIGH)], _LINE, 1)
        yield _stroke([(_LEFT, y), (_LEFT + _WIDE, y)], _LINE, 1)
        yield _words(_percent(across, step), x, _TOP + _HIGH + 18, "middle")
        yield _words(_percent(up, step), _LEFT - 8, y + 4, "end")
    yield _words(across.name, _LEFT + _WIDE / 2, _TOP + _HIGH + 42, "middle")
    yield _words(up.name, _LEFT - 48, _TOP - 10)


def _percent(axis: Axis, step: int) -> str:
    return f"{100 * axis.most * step / 5:.3g}%"


def _at(x: float, y: float, axes: tuple[Axis, Axis]) -> tuple[float, float]:
    return _LEFT + _WIDE * x / axes[0].most, _TOP + _HIGH - _HIGH * y / axes[1].most


def _stroke(places: Sequence[tuple[float, float]], colour: str, wide: float) -> str:
    through = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return f'<polyline points="{through}" fill="none" stroke="{colour}" stroke-width="{wide}"/>'


def _words(text: str, x: float, y: float, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{_INK}">{escape(text)}</text>'
    )


def _picture(title: str, shows: str, wide: float, high: float, parts: Iterable[str]) -> str:
    name = f"picture-{next(_numbers)}"
    return (
        f'<svg viewBox="0 0 {wide:.0f} {high:.0f}" role="img" '
        f'aria-labelledby="{name}-title {name}-shows">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-shows">{escape(shows)}</desc>{"".join(parts)}</svg>'
    )
