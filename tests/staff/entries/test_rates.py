"""The rates in one table: mended in a minute, taking over on their day, overlaps refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.live import LiveLibrary
from content.nation import Nation
from content.rates import parse_rates
from content.rates_table import TypedRate, TypedValue, with_rate
from content.starter import CONTENT
from store.database import Database
from tests.content.pieces import DAY, ENTRY_ID, RATES_FILE, newest
from tests.staff.conftest import AsRole, Browser
from tests.staff.entries.conftest import Approve
from web.access import Role

HOME = "/staff/entries/rates"
ONE = f"{HOME}/ema-wales-weekly"
PIECE = "service-wide/rates"
APRIL = date(2027, 4, 6)


@pytest.fixture
async def editor(signed_in: AsRole) -> Browser:
    return await signed_in(Role.EDITOR)


def fields(*values: tuple[str, str, str], **more: str) -> dict[str, str]:
    typed = {
        "what": "EMA paid for each week in Wales",
        "unit": "gbp",
        "source": "https://www.studentfinancewales.co.uk/ema",
        "why": "New rate",
        "started_from": "1",
    }
    for line, parts in enumerate(values):
        typed |= {
            f"{name}-{line}": part
            for name, part in zip(("from", "until", "value"), parts, strict=True)
        }
    return typed | more


async def test_the_table_shows_each_rate_with_its_value_and_its_answers(editor: Browser) -> None:
    page = await (await editor.get(HOME)).text()
    assert "EMA paid for each week in Wales" in page
    assert "<strong>£40</strong>" in page
    assert "<td>2</td>" in page


async def test_an_april_figure_entered_before_takes_over_on_its_day_in_every_answer(
    editor: Browser, library: LiveLibrary, approve: Approve, sqlite: Database
) -> None:
    values = (("2025-09-01", "", "40"), ("2027-04-06", "", "£42.50"), ("", "", ""))
    saved = await editor.send(ONE, **fields(*values))
    assert saved.headers["Location"] == f"/staff/entries/{PIECE}/publish/2"
    page = await (await editor.get(saved.headers["Location"])).text()
    assert "from 6 April 2027" in page
    assert "<ins>£42.50</ins>" in page
    await approve(2, PIECE)
    await editor.send(f"/staff/entries/{PIECE}/publish/2", replaces="1")
    await library.reload()
    for day, amount in ((DAY, "£40"), (date(2027, 4, 5), "£40"), (APRIL, "£42.50")):
        for entry_id in (ENTRY_ID, "ema/when-paid"):
            answer = library.current.answer(entry_id, Nation.WALES, day)
            assert answer
            assert amount in answer.web
            assert amount in answer.sms
    assert "£42.50" in await (await editor.get(HOME)).text()


WRONG = {
    "two values on one day": [("2025-09-01", "", "40"), ("2025-09-01", "", "41")],
    "overlapping days": [("2025-09-01", "2027-05-01", "40"), ("2027-04-06", "", "41")],
    "no day": [("", "", "40")],
    "no number": [("2025-09-01", "", "forty")],
    "no end of numbers": [("2025-09-01", "", "NaN")],
    "no value": [("2025-09-01", "", "")],
    "no value today, and answers name it": [("2027-09-01", "", "40")],
    "nothing at all": [],
}


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG)
async def test_what_cannot_be_right_is_refused_with_its_mend_and_kept_on_the_page(
    editor: Browser, sqlite: Database, values: list[tuple[str, str, str]]
) -> None:
    answer = await editor.send(ONE, **fields(*values, what="My own words"))
    page = await answer.text()
    assert answer.status == 422
    assert "Nothing was saved" in page
    assert 'class="mend">' in page
    assert "My own words" in page
    assert (await sqlite.read(newest, PIECE)).number == 1


async def test_a_reason_is_asked_for(editor: Browser) -> None:
    answer = await editor.send(ONE, **fields(("2025-09-01", "", "41"), why=" "))
    assert answer.status == 422
    assert "Say in a few words why" in await answer.text()


async def test_two_who_change_the_rates_overwrite_nothing(
    editor: Browser, sqlite: Database
) -> None:
    await editor.send(ONE, **fields(("2025-09-01", "", "41")))
    answer = await editor.send(ONE, **fields(("2025-09-01", "", "42")))
    assert answer.status == 409
    assert "Nothing is overwritten" in await answer.text()
    version = await sqlite.read(newest, PIECE)
    assert (version.number, "value: 41" in version.body) == (2, True)


async def test_a_new_rate_is_added_and_who_may_look_changes_nothing(
    editor: Browser, signed_in: AsRole, sqlite: Database
) -> None:
    page = await editor.get(f"{HOME}?new=ema-bonus")
    assert page.headers["Location"] == f"{HOME}/ema-bonus"
    assert (await editor.get(f"{HOME}/ema-bonus")).status == 200
    assert (await editor.get(f"{HOME}?new=Not+a+name")).status == 400
    await editor.send(f"{HOME}/ema-bonus", **fields(("2026-09-01", "2027-09-01", "100")))
    rates = parse_rates((await sqlite.read(newest, PIECE)).body)
    assert set(rates) == {"ema-wales-weekly", "ema-bonus"}
    manager = await signed_in(Role.MANAGER)
    assert (await manager.get(ONE)).status == 200
    assert (await manager.send(ONE, **fields(("2025-09-01", "", "1")))).status == 403
    assert (await manager.get(f"{HOME}/unknown")).status == 404


LINE = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60)


@given(what=LINE, source=LINE, amount=st.integers(0, 10**6))
def test_every_other_line_of_the_file_stays_as_it_was(what: str, source: str, amount: int) -> None:
    text = (CONTENT / "rates.yml").read_text("utf-8")
    name = "uc-taper-percent"
    value = TypedValue("2026-04-06", "", str(amount))
    after = with_rate(text, TypedRate(name, what, "percent", source, check=True, values=(value,)))
    start, end = text.index(f"\n{name}:"), text.index("\nchild-benefit-eldest-weekly:")
    assert after.startswith(text[:start])
    assert after.endswith(text[end:])
    rates, before = parse_rates(after), parse_rates(text)
    assert rates.pop(name).values[-1].amount == amount
    del before[name]
    assert rates == before


def test_the_same_rate_again_reads_the_same() -> None:
    value = TypedValue("2025-09-01", "", "40")
    rate = TypedRate(
        "ema-wales-weekly",
        "EMA paid for each week in Wales",
        "gbp",
        "https://www.studentfinancewales.co.uk/ema",
        check=False,
        values=(value,),
    )
    assert parse_rates(with_rate(RATES_FILE, rate)) == parse_rates(RATES_FILE)
