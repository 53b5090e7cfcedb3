"""When advisers are here, and when they are not: whatever the week, the days off and the clocks do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from content.opening.spans import DAYS, MIDNIGHT
from handoff.closures import Closures, parse_closed_days
from handoff.hours import OpeningHours
from handoff.hours_error import HoursError
from handoff.hours_setting import parse_channel_hours, parse_hours
from store.clock import LONDON

WEEK = parse_hours("monday-friday 09:00-20:00")
CHRISTMAS = datetime(2026, 12, 25, 12, tzinfo=UTC)
CLOCKS_GO_ON = date(2027, 3, 28)
CLOCKS_GO_BACK = date(2026, 10, 25)
BANK_HOLIDAYS = {
    nation: parse_closed_days(f"bank-holidays-{nation}") for nation in ("england", "ni")
}

moments = st.integers(0, 3 * 365 * MIDNIGHT).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
around_a_clock_change = st.builds(
    lambda day, minutes: (
        datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from([CLOCKS_GO_ON, CLOCKS_GO_BACK]),
    st.integers(-MIDNIGHT, 2 * MIDNIGHT),
)


@st.composite
def weeks(draw: st.DrawFn) -> str:
    """A week as somebody writes it: any days, any spans, past midnight too."""
    parts = []
    for day in draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=7)):
        start = draw(st.integers(0, MIDNIGHT - 1))
        end = draw(st.sampled_from([*range(start), *range(start + 1, MIDNIGHT + 1)]))
        parts.append(f"{day} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}")
    return ", ".join(parts)


def closures() -> st.SearchStrategy[Closures]:
    some_days = st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(
        lambda day: parse_closed_days(f"{day} {day + timedelta(days=1)}")
    )
    return st.sampled_from([*BANK_HOLIDAYS.values()]) | some_days


hours = st.builds(lambda week, off: parse_hours(week).closed_on(off), weeks(), closures())


@given(hours, moments | around_a_clock_change)
def test_every_moment_is_open_or_has_a_next_opening_and_none_comes_before_it(
    hours: OpeningHours, now: datetime
) -> None:
    opening = hours.next_opening(now)
    assert hours.is_open(opening)
    assert (opening == now) == hours.is_open(now)
    between = [now + (opening - now) * part / 50 for part in range(50)]
    assert opening == now or not any(hours.is_open(moment) for moment in between)


@given(
    hours,
    moments | around_a_clock_change,
    st.integers(0, 3000).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(0, 3000).map(lambda minutes: timedelta(minutes=minutes)),
)
def test_opening_time_adds_up_and_never_runs_while_nobody_is_here(
    hours: OpeningHours, now: datetime, first: timedelta, then: timedelta
) -> None:
    halfway = hours.later(now, first)
    assert halfway >= now + first
    assert hours.later(halfway, then) == hours.later(now, first + then) or not then
    just_before = halfway - timedelta(microseconds=1)
    assert not first or hours.is_open(just_before)


@given(moments | around_a_clock_change)
@example(datetime(2027, 3, 28, 0, 59, tzinfo=UTC))
@example(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
def test_day_and_night_is_open_at_every_moment_of_the_year(now: datetime) -> None:
    always = parse_hours("monday-sunday 00:00-24:00")
    assert always.is_open(now)
    assert always.later(now, timedelta(days=3)) == now + timedelta(days=3)


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (CLOCKS_GO_ON - timedelta(days=1), datetime(2027, 3, 27, 9, tzinfo=UTC)),
        (CLOCKS_GO_ON, datetime(2027, 3, 28, 8, tzinfo=UTC)),
        (CLOCKS_GO_BACK - timedelta(days=1), datetime(2026, 10, 24, 8, tzinfo=UTC)),
        (CLOCKS_GO_BACK, datetime(2026, 10, 25, 9, tzinfo=UTC)),
    ],
)
def test_nine_is_nine_on_the_wall_before_and_after_the_clocks_change(
    day: date, opens: datetime
) -> None:
    hours = parse_hours("monday-sunday 09:00-17:00")
    night = datetime(day.year, day.month, day.day, 0, 5, tzinfo=LONDON)
    assert hours.next_opening(night) == opens


@pytest.mark.parametrize(("day", "length"), [(CLOCKS_GO_ON, 3), (CLOCKS_GO_BACK, 5)])
def test_a_night_in_which_the_clocks_change_is_an_hour_shorter_or_longer(
    day: date, length: int
) -> None:
    hours = parse_hours("sunday 00:00-04:00, monday 00:00-01:00")
    midnight = datetime(day.year, day.month, day.day, tzinfo=LONDON)
    assert hours.later(midnight, timedelta(hours=length)) == midnight.astimezone(UTC) + timedelta(
        hours=length
    )
    assert not hours.is_open(midnight.astimezone(UTC) + timedelta(hours=length))


def test_a_night_shift_goes_on_past_midnight() -> None:
    hours = parse_hours("friday 20:00-02:00")
    assert hours.is_open(datetime(2026, 11, 21, 1, 59, tzinfo=UTC))  # a Saturday
    assert not hours.is_open(datetime(2026, 11, 21, 2, tzinfo=UTC))
    assert hours == parse_hours("saturday 00:00-02:00, friday 20:00-24:00")


def test_a_lunch_break_is_closed_and_spans_that_meet_are_one() -> None:
    hours = parse_hours("monday 09:00-12:00 13:00-17:00, monday 17:00-18:00")
    assert hours.week[0] == ((9 * 60, 12 * 60), (13 * 60, 18 * 60))


def test_each_channel_has_its_own_hours_or_the_usual_ones() -> None:
    hours = parse_channel_hours("monday-friday 09:00-20:00; sms: monday 10:00-12:00")
    evening = datetime(2026, 11, 16, 18, tzinfo=UTC)
    assert hours.of("web").is_open(evening)
    assert not hours.of("sms").is_open(evening)


def test_days_off_close_every_channel() -> None:
    hours = parse_channel_hours("monday-friday 09:00-20:00; sms: monday-friday 10:00-14:00")
    closed = hours.closed_on(BANK_HOLIDAYS["england"])
    assert not closed.of("web").is_open(CHRISTMAS)
    assert not closed.of("sms").is_open(CHRISTMAS)


def test_christmas_is_an_ordinary_friday_unless_it_is_said_to_be_off() -> None:
    assert WEEK.is_open(CHRISTMAS)
    assert not WEEK.closed_on(BANK_HOLIDAYS["england"]).is_open(CHRISTMAS)


def test_after_a_row_of_days_off_the_next_opening_is_the_first_working_day() -> None:
    hours = WEEK.closed_on(parse_closed_days("bank-holidays-england, 2026-12-29"))
    opening = hours.next_opening(CHRISTMAS)
    assert opening.date() == date(2026, 12, 30)  # Boxing Day moves to Monday the 28th


@pytest.mark.parametrize(
    ("nation", "day", "why"),
    [
        ("ni", date(2027, 3, 17), "Saint Patrick's Day"),
        ("ni", date(2027, 7, 12), "Battle of the Boyne"),
        ("scotland", date(2027, 1, 4), "New Year Holiday"),
        ("scotland", date(2026, 11, 30), "Saint Andrew's Day"),
        ("england", date(2027, 3, 29), "Easter Monday"),
        ("wales", date(2026, 12, 28), "Boxing Day"),
        ("wales", date(2027, 3, 17), None),
        ("scotland", date(2027, 3, 29), None),
    ],
)
def test_each_nation_has_its_own_bank_holidays_by_name(
    nation: str, day: date, why: str | None
) -> None:
    assert parse_closed_days(f"bank-holidays-{nation}").why(day) == why


def test_a_day_off_of_our_own_has_the_reason_that_was_given() -> None:
    closed = parse_closed_days(
        "bank-holidays-wales, 2027-02-03 2027-02-04 Staff training, 2026-12-25 Our party, 2027-05-05"
    )
    assert closed.why(date(2027, 2, 4)) == "Staff training"
    assert closed.why(date(2026, 12, 25)) == "Our party"
    assert closed.why(date(2027, 5, 5)) == ""
    assert closed.why(date(2027, 5, 6)) is None


@pytest.mark.parametrize(
    "text",
    ["christmas", "bank-holidays-france", "2026-13-01", "2026-12-24 2026-13-01", "a 2026-12-24"],
)
def test_a_day_that_cannot_be_read_is_named_with_the_mend(text: str) -> None:
    with pytest.raises(HoursError, match=f"{text}.*2026-12-24"):
        parse_closed_days(text)


def test_a_reason_fits_in_a_text_message() -> None:
    with pytest.raises(HoursError, match="40 characters"):
        parse_closed_days(f"2026-12-24 {'x' * 41}")
