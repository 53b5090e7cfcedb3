"""The quiet hours of the night on the wall clock: past midnight, and when the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.hours_error import HoursError
from handoff.night import QuietHours, parse_quiet_hours
from store.clock import LONDON, in_london

USUAL = QuietHours(time(21), time(8))
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001  the zone is given below
    st.datetimes(datetime(2026, 10, 24, 18), datetime(2026, 10, 26, 12)),  # noqa: DTZ001
    st.datetimes(datetime(2027, 3, 27, 18), datetime(2027, 3, 29, 12)),  # noqa: DTZ001
).map(lambda moment: moment.replace(tzinfo=UTC))
CLOCKS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
HOURS = st.builds(QuietHours, CLOCKS, CLOCKS).filter(lambda hours: hours.start != hours.end)


def at(day: int, hour: int, minute: int = 0, month: int = 11, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON, fold=fold)


@given(HOURS, MOMENTS)
def test_a_quiet_time_ends_later_today_and_once(hours: QuietHours, now: datetime) -> None:
    until = hours.until(now)
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert hours.until(until) is None
        assert hours.until(until - timedelta(microseconds=1)) == until


@given(HOURS, MOMENTS)
def test_it_is_quiet_when_the_clock_on_the_wall_says_so(hours: QuietHours, now: datetime) -> None:
    there = in_london(now)
    near = [in_london(now + timedelta(hours=step)).utcoffset() for step in (-26, 26)]
    if near == [there.utcoffset()] * 2:  # the clocks do not change tonight
        clock = there.time()
        after, before = clock >= hours.start, clock < hours.end
        quiet = after and before if hours.start < hours.end else after or before
        assert (hours.until(now) is not None) == quiet


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (at(17, 20, 59), None),
        (at(17, 21), at(18, 8)),
        (at(18, 0), at(18, 8)),
        (at(18, 7, 59), at(18, 8)),
        (at(18, 8), None),
        (at(24, 23, month=10), at(25, 8, month=10)),
        (at(25, 1, 30, month=10), at(25, 8, month=10)),
        (at(25, 1, 30, month=10, fold=1), at(25, 8, month=10)),
        (at(28, 23, month=3), at(29, 8, month=3)),
    ],
)
def test_a_night_is_one_stretch_until_eight(now: datetime, until: datetime | None) -> None:
    assert USUAL.until(now.astimezone(UTC)) == (until and until.astimezone(UTC))


def test_the_night_in_october_is_an_hour_longer_and_the_one_in_march_shorter() -> None:
    lengths = []
    for evening in (at(24, 21, month=10), at(17, 21), at(28, 21, month=3)):
        until = USUAL.until(evening.astimezone(UTC))
        assert until
        lengths.append(until - evening.astimezone(UTC))
    assert lengths == [timedelta(hours=hours) for hours in (12, 11, 10)]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("21:00-08:00", USUAL),
        (" 22:30 - 7:15 ", QuietHours(time(22, 30), time(7, 15))),
        ("20:00-24:00", QuietHours(time(20), time(0))),
        ("None", None),
    ],
)
def test_they_are_written_as_two_times(text: str, hours: QuietHours | None) -> None:
    assert parse_quiet_hours(text) == hours


@pytest.mark.parametrize(
    "text", ["", "night", "21-8", "21:00", "21:00-25:00", "21:00-08:60", "8:00-8:00"]
)
def test_what_cannot_be_read_says_how_to_write_it(text: str) -> None:
    with pytest.raises(HoursError, match="21:00-08:00"):
        parse_quiet_hours(text)
