"""What was measured of the understanding: as lines, as numbers for machines, and as a page."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from app.report.drawing import Axis, Bar, bars, points
from app.report.page import Section, page, table
from bot.share import Share
from bot.understanding.evaluate import Report

_TITLE = "How well the bot understands"


@dataclass(frozen=True)
class Measured:
    """A report, and in words what was measured on what."""

    report: Report
    model: str
    data: str
    calibrated: str

    @property
    def about(self) -> tuple[str, ...]:
        """Three sentences that belong in front of every number."""
        return self.model, self.data, self.calibrated


def lines_of(measured: Measured) -> Iterator[str]:
    """All of it, to print."""
    report = measured.report
    yield from measured.about
    yield ""
    for what, value in _headline(report).items():
        yield f"{what:34} {value}"
    for name, shares in (("By topic", report.by_topic), ("By kind of writing", report.by_kind)):
        yield f"\n{name}, right first:"
        yield from (f"  {key or '-':24} {share}" for key, share in shares.items())
    yield "\nSaid against came true:"
    for said, came, count in report.reliability:
        yield f"  said {said:6.1%}  came true {came:6.1%}  ({count} messages)"
    yield "\nMost confused (right, taken for, times):"
    yield from (f"  {right} -> {taken}  {times}" for right, taken, times in report.confusions)


def numbers_of(measured: Measured) -> dict[str, Any]:
    """All of it, for machines."""
    numbers = asdict(measured.report)
    for name in ("by_topic", "by_kind"):
        numbers[name] = {
            key: {**each, "share": Share(**each).value} for key, each in numbers[name].items()
        }
    return {"model": measured.model, "data": measured.data, "calibrated": measured.calibrated} | (
        numbers
    )


def page_of(measured: Measured) -> str:
    """All of it as one HTML file."""
    report = measured.report
    return page(
        _TITLE,
        measured.about,
        [
            Section("In short", table("Shares", ("What", "Share"), _headline(report).items())),
            _reliability(report),
            _grouped("Right first, by kind of writing", "Kind", report.by_kind),
            _grouped("Right first, by topic", "Topic", report.by_topic),
            Section(
                "Most confused",
                table(
                    "Entries taken for others, most often first",
                    ("Right", "Taken for", "Times"),
                    [(right, taken, str(times)) for right, taken, times in report.confusions],
                ),
            ),
        ],
    )


def _headline(report: Report) -> dict[str, str]:
    return {
        "messages": str(report.messages),
        "right first": f"{report.right:.1%}",
        "right among the first three": f"{report.right_in_three:.1%}",
        "right at once": f"{report.right_at_once:.1%}",
        "right or offered": f"{report.right_or_offered:.1%}",
        "wrong as if sure": f"{report.wrong_as_if_sure:.1%}",
        "out of scope, not answered": f"{report.out_of_scope_not_answered:.1%}",
        "out of scope, known as such": f"{report.out_of_scope_known:.1%}",
        "separation from out of scope": f"{report.separation:.3f}",
        "calibration error": f"{report.calibration_error:.1%}",
    }


def _reliability(report: Report) -> Section:
    picture = points(
        "Said against came true",
        "How probable the bot said its first answer was, and how often it was right. On the straight "
        "line it knows exactly how sure it may be; below it, it is too sure.",
        (Axis("Said"), Axis("Came true")),
        [(said, came) for said, came, _ in report.reliability],
        diagonal=True,
    )
    rows = [(f"{said:.1%}", f"{came:.1%}", str(n)) for said, came, n in report.reliability]
    beside = table("Said against came true", ("Said", "Came true", "Messages"), rows)
    return Section("Said against came true", picture + beside)


def _grouped(title: str, name: str, shares: Mapping[str, Share]) -> Section:
    return Section(title, bars_of(title, shares) + table_of(title, name, shares))


def bars_of(title: str, shares: Mapping[str, Share]) -> str:
    """A bar for each share, with its interval."""
    rows = [
        Bar(key or "-", share.value, *share.interval, f"{share.value:.1%} of {share.count}")
        for key, share in shares.items()
    ]
    shows = f"{title}. A bar is the share, the whisker where the true share lies most likely."
    return bars(title, shows, rows)


def table_of(title: str, name: str, shares: Mapping[str, Share]) -> str:
    """The same as a table."""
    rows = [
        (key or "-", f"{share.value:.1%}", f"{share.interval[0]:.1%}",
         f"{share.interval[1]:.1%}", str(share.hits), str(share.count))
        for key, share in shares.items()
    ]  # fmt: skip
    heads = (name, "Share", "At least", "At most", "Messages", "Of")
    return table(f"{title}, with 95 % intervals", heads, rows)
