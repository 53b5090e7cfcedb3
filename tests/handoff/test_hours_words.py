"""Hours and moments in the words that a young person reads."""

from datetime import date, datetime

import pytest

from handoff.closures import parse_closed_days
from handoff.hours_setting import parse_channel_hours, parse_hours
from handoff.hours_words import say_back, say_hours, say_week, say_when
from store.clock import LONDON

HOURS = parse_hours("monday-friday 09:00-20:00, saturday 10:30-16:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-17 07:00", "today at 9am"),
        ("2026-11-17 20:00", "tomorrow at 9am"),
        ("2026-11-21 17:00", "on Monday at 9am"),
        ("2026-11-21 09:00", "today at 10:30am"),
        ("2027-03-27 17:00", "on Monday at 9am"),
    ],
)
def test_when_advisers_are_back_is_said_by_day_and_clock(now: str, said: str) -> None:
    assert say_back(HOURS, at(now)) == said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-12-25 12:00", "on Tuesday at 9am (closed today: Christmas Day)"),
        ("2027-04-30 21:00", "tomorrow at 10:30am"),
        ("2027-05-01 17:00", "on Tuesday at 9am (closed on Monday: May Day)"),
        ("2026-02-02 21:00", "on Thursday at 9am (closed tomorrow: Staff training)"),
        ("2026-05-05 08:00", "tomorrow at 9am"),
    ],
)
def test_a_day_off_on_the_way_is_said_with_its_reason_if_it_has_one(now: str, said: str) -> None:
    closed = parse_closed_days(
        "bank-holidays-england, 2026-02-03 2026-02-04 Staff training, 2026-05-05"
    )
    assert say_back(HOURS.closed_on(closed), at(now)) == said


def test_a_day_a_week_or_more_ahead_has_its_date() -> None:
    monday = parse_hours("monday 09:00-12:00")
    assert say_back(monday, at("2026-12-28 12:00")) == "on Monday 4 January at 9am"
    assert say_back(monday, at("2026-12-29 00:00")) == "on Monday at 9am"


@pytest.mark.parametrize(
    ("clock", "said"),
    [("00:00", "midnight"), ("12:00", "noon"), ("00:15", "12:15am"), ("12:30", "12:30pm")],
)
def test_noon_and_midnight_cannot_be_mistaken(clock: str, said: str) -> None:
    assert say_when(at(f"2026-11-18 {clock}"), at("2026-11-17 23:00")) == f"tomorrow at {said}"


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        (
            "monday-friday 09:00-20:00, saturday 10:00-16:00",
            "Mon to Fri 9am to 8pm, Sat 10am to 4pm",
        ),
        ("monday-sunday 00:00-24:00", "day and night, every day"),
        ("monday 09:00-12:00 13:00-17:30", "Mon 9am to noon and 1pm to 5:30pm"),
        ("friday 20:00-02:00", "Fri 8pm to midnight, Sat midnight to 2am"),
        ("sunday 00:00-24:00", "Sun all day"),
    ],
)
def test_a_week_is_said_shortly(setting: str, said: str) -> None:
    assert say_week(parse_hours(setting), date(2026, 11, 2)) == said


def test_a_channel_with_hours_of_its_own_is_named() -> None:
    hours = parse_channel_hours("monday-friday 09:00-20:00; sms: monday-friday 09:00-17:00")
    assert say_hours(hours) == "Mon to Fri 9am to 8pm; by text message Mon to Fri 9am to 5pm"
