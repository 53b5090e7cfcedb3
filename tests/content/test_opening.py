"""Opening hours as a file and as a form: read back the same, and refused with a mend where wrong."""

from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from content.opening.file import parse_opening
from content.opening.plan import NO_PLAN, OpeningPlan, Period
from content.opening.spans import DAYS, MIDNIGHT, read_span, week_of, write_span
from content.opening.typed import TypedHours, typed_of
from content.problems import ContentError

NOVEMBER, JANUARY = date(2026, 11, 1), date(2027, 1, 4)
WEEKDAYS = dict.fromkeys(DAYS[:5], "09:00-17:00")
FILE = """\
periods:
- from: 2027-01-04
  usual: {monday: '10:00-12:30, 13:30-18:00'}
  sms: {monday: '10:00-12:00'}
- from: 2026-11-01
  usual: {monday: 09:00-20:00, saturday: 20:00-02:00}
closed:
- {day: 2026-12-24, why: Christmas Eve}
bank_holidays: [wales]
"""


def test_a_week_holds_from_its_day_until_the_next_one() -> None:
    plan = parse_opening(FILE)
    assert plan.on(NOVEMBER - timedelta(days=1)) is None
    assert plan.in_words(NOVEMBER) == "Mon 9am to 8pm, Sat 8pm to midnight, Sun midnight to 2am"
    assert plan.in_words(JANUARY - timedelta(days=1)) == plan.in_words(NOVEMBER)
    assert plan.in_words(JANUARY) == (
        "Mon 10am to 12:30pm and 1:30pm to 6pm; by text message Mon 10am to noon"
    )
    assert plan.closed == {date(2026, 12, 24): "Christmas Eve"}
    assert plan.bank_holidays == ("wales",)


def test_an_empty_file_says_nothing_so_that_the_settings_hold() -> None:
    assert parse_opening("") is NO_PLAN
    assert parse_opening(TypedHours().body()) == NO_PLAN


WEEKS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.tuples(st.integers(0, MIDNIGHT - 1), st.integers(1, MIDNIGHT)).filter(
            lambda span: span[0] != span[1]
        ),
    ),
    min_size=1,
    max_size=9,
).map(week_of)
WORDS = st.text("abc ',:#{}[]&*!|>%@é", max_size=30).map(str.strip)
PLANS = st.builds(
    OpeningPlan,
    periods=st.lists(
        st.builds(
            Period,
            st.dates(date(2026, 1, 1), date(2030, 1, 1)),
            WEEKS,
            st.dictionaries(st.just("sms"), WEEKS, max_size=1),
        ).filter(lambda each: each.own.get("sms") != each.usual),
        min_size=1,
        max_size=4,
        unique_by=lambda each: each.start,
    ).map(lambda periods: tuple(sorted(periods, key=lambda each: each.start))),
    closed=st.dictionaries(st.dates(date(2026, 1, 1), date(2030, 1, 1)), WORDS, max_size=4).map(
        lambda days: dict(sorted(days.items()))
    ),
    bank_holidays=st.sets(st.sampled_from(["england", "wales", "scotland", "ni"])).map(tuple),
)


@given(PLANS)
def test_what_the_form_shows_and_sends_back_is_the_same_plan(plan: OpeningPlan) -> None:
    body = typed_of(plan).body()
    assert parse_opening(body) == plan
    assert typed_of(parse_opening(body)).body() == body


@given(st.integers(0, MIDNIGHT - 1), st.integers(0, MIDNIGHT))
def test_a_span_is_read_as_it_is_written(start: int, end: int) -> None:
    if start != end:
        assert read_span(write_span((start, end))) == (start, end)


def file(**changed: object) -> str:
    facts = {"periods": [{"from": NOVEMBER, "usual": WEEKDAYS}], "closed": [], **changed}
    return yaml.safe_dump(facts)


WRONG = {
    "no day from which": (
        file(periods=[{"from": "", "usual": WEEKDAYS}]),
        "no day from which they hold",
    ),
    "a day that is none": (file(periods=[{"from": "soon", "usual": WEEKDAYS}]), "“soon”"),
    "the same day twice": (
        file(periods=[{"from": NOVEMBER, "usual": WEEKDAYS}] * 2),
        "Two sets of hours hold from 1 November 2026.",
    ),
    "no open hour": (file(periods=[{"from": NOVEMBER, "usual": {}}]), "There is no open hour"),
    "hours in words": (
        file(periods=[{"from": NOVEMBER, "usual": {"monday": "nine to five"}}]),
        "Monday, from 1 November 2026: “nine to five” cannot be read",
    ),
    "an hour that is none": (
        file(periods=[{"from": NOVEMBER, "usual": {"monday": "09:00-25:00"}}]),
        "“09:00-25:00” cannot be read",
    ),
    "texts with bad hours": (
        file(periods=[{"from": NOVEMBER, "usual": WEEKDAYS, "sms": {"friday": "9"}}]),
        "Friday by text message, from 1 November 2026: “9”",
    ),
    "no weekday": (
        file(periods=[{"from": NOVEMBER, "usual": {"mon": "09:00-17:00"}}]),
        "mon, from 1 November 2026 is not a day",
    ),
    "a closed day twice": (
        file(closed=[{"day": JANUARY, "why": "Training"}, {"day": JANUARY, "why": "Snow"}]),
        "4 January 2027 is closed twice.",
    ),
    "a long reason": (file(closed=[{"day": JANUARY, "why": "x" * 41}]), "is too long"),
    "a closed day that is none": (
        file(closed=[{"day": "", "why": "Snow"}]),
        "A closed day has no day.",
    ),
    "closed days and no hours": (
        file(periods=[], closed=[{"day": JANUARY, "why": ""}]),
        "closed days, and no hours",
    ),
    "a nation that is none": (file(bank_holidays=["france"]), "bank_holidays"),
    "not hours at all": ("- a\n- b\n", "The facts are missing."),
    "not readable": ("periods: [", "not readable YAML"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_right_is_told_with_its_mend(text: str, told: str) -> None:
    with pytest.raises(ContentError) as refused:
        parse_opening(text)
    assert any(told in problem.what for problem in refused.value.problems)
    assert all(problem.mend for problem in refused.value.problems)
