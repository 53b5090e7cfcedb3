"""A report is one file that needs nothing else, reads without its pictures, and shows no markup of others."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.report.drawing import Axis, Bar, bars, points
from app.report.page import table
from app.report.risk import numbers_of as risk_numbers
from app.report.risk import page_of as risk_page
from app.report.risk import sweep, sweep_lines
from app.report.understanding import Measured, lines_of, numbers_of, page_of
from bot.decision import Level
from bot.meaning import Meaning, Ranked
from bot.risk.evaluate import Case, Report, Result
from bot.understanding.evaluate import measure
from bot.understanding.training_set import Example

EXAMPLES = [
    Example("how much is ema", frozenset({"ema/how-much"}), "plain"),
    Example("wots ema", frozenset({"ema/how-much"}), "sms"),
    Example("cv <script>", frozenset({"work/cv"}), "sms"),
    Example("who won the cup"),
]


def read(text: str) -> Meaning:
    """A stand-in that takes everything for EMA, and is sure of it where EMA is named."""
    sure = 0.9 if "ema" in text else 0.3
    ranked = (Ranked("ema/how-much", sure), Ranked("work/cv", 1 - sure))
    return Meaning(text, text, ranked, in_scope=0.2 if "cup" in text else 0.9)


@pytest.fixture
def measured() -> Measured:
    return Measured(measure(read, EXAMPLES), "Model: small.", "Measured on: four rows.", "None.")


def result(level: Level, called: Level, margin: float, text: str = "words") -> Result:
    case = Case((text,), level, "suicide", "plain", "ours")
    return Result(case, called, (), "score: 1.0", margin)


@pytest.fixture
def risk_report() -> Report:
    return Report(
        (
            result(Level.EMERGENCY, Level.EMERGENCY, float("inf")),
            result(Level.URGENT, Level.URGENT, 1.2),
            result(Level.URGENT, Level.COMPLEX, -0.7, "<i>missed</i>"),
            result(Level.COMPLEX, Level.ROUTINE, -3.0),
            result(Level.ROUTINE, Level.URGENT, 0.4),
            result(Level.ROUTINE, Level.ROUTINE, -4.5),
        )
    )


def test_every_picture_has_a_title_a_description_and_a_table_beside_it(
    measured: Measured, risk_report: Report
) -> None:
    for page in (page_of(measured), risk_page(risk_report, ["About."], each=True)):
        pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
        assert pictures
        for picture in pictures:
            names = re.search(r'aria-labelledby="(\S+) (\S+)"', picture)
            assert names
            assert f'<title id="{names[1]}">' in picture
            assert f'<desc id="{names[2]}">' in picture
        assert page.count("<table>") >= len(pictures)
        assert len(set(re.findall(r' id="([^"]+)"', page))) == len(re.findall(r' id="', page))


def test_a_page_needs_nothing_from_elsewhere(measured: Measured, risk_report: Report) -> None:
    for page in (page_of(measured), risk_page(risk_report, ["About."], each=True)):
        assert not re.search(r"<script|<link|<img|url\(|https?://", page)


def test_what_was_written_is_shown_as_text(risk_report: Report) -> None:
    page = risk_page(risk_report, ["About <b>us</b>."], each=True)
    assert "&lt;i&gt;missed&lt;/i&gt;" in page
    assert "About &lt;b&gt;us" in page


def test_the_lists_can_be_left_out(risk_report: Report) -> None:
    assert "missed&lt;" not in risk_page(risk_report, [], each=False)


def test_lines_and_numbers_tell_the_same(measured: Measured) -> None:
    text = "\n".join(lines_of(measured))
    numbers = numbers_of(measured)
    assert "right first                        66.7%" in text
    assert numbers["right"] == pytest.approx(2 / 3)
    assert numbers["by_kind"]["sms"]["count"] == 2
    assert "work/cv -> ema/how-much  1" in text


def test_a_lower_threshold_catches_more_and_calls_more_wrongly(risk_report: Report) -> None:
    low, here, high = sweep(risk_report, (-5.0, 0.0, 5.0))
    assert (low.recall.hits, here.recall.hits, high.recall.hits) == (3, 2, 1)
    assert (low.alarms.hits, here.alarms.hits, high.alarms.hits) == (2, 1, 0)
    assert [line for line in sweep_lines(risk_report) if "where we stand" in line]
    assert risk_numbers(risk_report, [])["misses"] == 2


shares = st.floats(0, 1)


@given(st.lists(st.tuples(st.text(max_size=20), shares, shares, shares), max_size=5))
def test_bars_are_drawn_for_any_names_and_shares(
    rows: list[tuple[str, float, float, float]],
) -> None:
    named = [
        Bar(name.encode("utf-8", "ignore").decode(), share, low, high, "x")
        for name, share, low, high in rows
    ]
    printable = [each for each in named if each.label.isprintable()]
    drawn = bars("A < B", "Bars & whiskers", printable)
    assert len(ElementTree.fromstring(drawn).findall("rect")) == len(printable)  # noqa: S314


@given(st.lists(st.tuples(shares, shares), max_size=40), st.booleans())
def test_points_stay_on_the_square(path: list[tuple[float, float]], diagonal: bool) -> None:
    axes = (Axis("across", 0.5), Axis("up"))
    drawn = ElementTree.fromstring(  # noqa: S314
        points("A", "B", axes, path, mark=(0.1, 0.2, "here"), diagonal=diagonal)
    )
    wide, high = (float(each) for each in drawn.attrib["viewBox"].split()[2:])
    for circle in drawn.findall("circle"):
        assert 0 <= float(circle.attrib["cx"]) <= wide
        assert 0 <= float(circle.attrib["cy"]) <= high


def test_a_table_without_rows_is_a_table() -> None:
    assert "<tbody></tbody>" in table("Nothing", ("One", "Two"), [])
