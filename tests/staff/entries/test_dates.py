"""What is stale and what soon will be: entries, rates, the directory, and the pages facts rest on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from content.directory import parse_directory
from content.library import Library
from content.rates import parse_rates
from staff.entries.listing import Line
from staff.entries.staleness import contacts_due, due, rates_due, source_pages
from store.clock import SetClock
from tests.content import pieces
from tests.content.pieces import DAY, DIRECTORY_FILE, RATES_FILE
from tests.staff.conftest import AsRole
from web.access import Role


def line(name: str, days: int | None) -> Line:
    review = None if days is None else DAY + timedelta(days=days)
    return Line(f"a/{name}", "a", name, "live", False, review, False, False, "")


@pytest.mark.parametrize(
    ("days", "span"),
    [(-400, 0), (-1, 0), (0, 30), (29, 30), (30, 90), (89, 90), (90, None), (None, None)],
)
def test_each_entry_stands_in_the_one_span_of_its_review_date(
    days: int | None, span: int | None
) -> None:
    found = [name for name, rows in due([line("x", days)], DAY) for _ in rows]
    assert found == ([] if span is None else [span])


def test_the_longest_overdue_stands_first() -> None:
    [(_, overdue), *_] = due([line("b", -1), line("a", -9), line("c", -1)], DAY)
    assert [each.label for each in overdue] == ["a", "b", "c"]


RATES = {
    "ends": ("{from: 2025-09-01, value: 40, until: 2026-12-01}", ["ends, and nothing follows"]),
    "changes": (
        "{from: 2025-09-01, value: 40}\n    - {from: 2026-12-01, value: 41}",
        ["a new value takes over"],
    ),
    "ends and goes on": (
        "{from: 2025-09-01, value: 4, until: 2026-12-01}\n    - {from: 2026-12-01, value: 5}",
        ["a new value takes over"],
    ),
    "has none now": ("{from: 2020-09-01, value: 40, until: 2021-09-01}", ["no value today"]),
    "stays": ("{from: 2025-09-01, value: 40}", []),
    "changes in a year": ("{from: 2025-09-01, value: 40}\n    - {from: 2027-12-01, value: 41}", []),
}


@pytest.mark.parametrize(("values", "told"), RATES.values(), ids=RATES)
def test_a_rate_that_changes_or_ends_soon_is_named(values: str, told: list[str]) -> None:
    text = RATES_FILE.replace("{from: 2025-09-01, value: 40}", values)
    found = rates_due(_with(rates=parse_rates(text)), DAY)
    assert [each.what for each in found] == told


@pytest.mark.parametrize(
    ("checked", "many"), [("2026-02-01", 0), ("2025-12-01", 2), ("2024-01-01", 2)]
)
def test_a_place_in_the_directory_is_checked_each_year(checked: str, many: int) -> None:
    text = DIRECTORY_FILE.replace("2026-02-01", checked)
    assert len(contacts_due(_with(directory=parse_directory(text)), DAY)) == many


def test_every_source_is_listed_once_with_its_entries() -> None:
    [page] = source_pages(pieces.library())
    assert [key for key, _ in page.entries] == ["ema/how-much", "ema/when-paid"]


@pytest.mark.usefixtures("library")
async def test_the_page_links_to_what_must_be_looked_at(signed_in: AsRole, clock: SetClock) -> None:
    clock.forward(timedelta(days=200))
    manager = await signed_in(Role.MANAGER)
    page = await (await manager.get("/staff/entries/dates")).text()
    assert "Past the review date (" in page
    assert '<a href="/staff/entries/ema/how-much">' in page
    assert "https://www.gov.uk/ema" in page


def _with(**parts: Any) -> Library:
    return replace(pieces.library(), **parts)
