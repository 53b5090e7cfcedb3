"""By when somebody who waits should be picked up."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.decision import Level
from handoff.closures import parse_closed_days
from handoff.hours_error import HoursError
from handoff.hours_setting import parse_channel_hours
from handoff.targets import ServiceTargets, parse_targets

USUAL = "emergency 1 always, urgent 5, complex 30, routine 60"
HOURS = parse_channel_hours("monday-friday 09:00-20:00; sms: monday-friday 10:00-14:00")
TARGETS = ServiceTargets(
    HOURS.closed_on(parse_closed_days("bank-holidays-england")), parse_targets(USUAL)
)
THURSDAY = datetime(2026, 12, 24, 19, 50, tzinfo=UTC)


def test_while_advisers_are_here_the_wait_is_counted_by_the_minute() -> None:
    assert TARGETS.due(Level.URGENT, "web", THURSDAY) == THURSDAY + timedelta(minutes=5)


def test_the_clock_stands_still_while_nobody_is_here() -> None:
    after_the_holidays = datetime(2026, 12, 29, 9, 20, tzinfo=UTC)
    assert TARGETS.due(Level.COMPLEX, "web", THURSDAY) == after_the_holidays


def test_each_channel_counts_its_own_hours() -> None:
    noon = datetime(2026, 11, 17, 13, 50, tzinfo=UTC)
    assert TARGETS.due(Level.COMPLEX, "web", noon) == noon + timedelta(minutes=30)
    assert TARGETS.due(Level.COMPLEX, "sms", noon) == datetime(2026, 11, 18, 10, 20, tzinfo=UTC)


def test_an_emergency_is_counted_by_day_and_night_unless_the_setting_says_otherwise() -> None:
    night = datetime(2026, 12, 25, 3, tzinfo=UTC)
    assert TARGETS.due(Level.EMERGENCY, "web", night) == night + timedelta(minutes=1)
    in_hours = ServiceTargets(HOURS, parse_targets(USUAL.replace(" always", "")))
    assert in_hours.due(Level.EMERGENCY, "web", night) == datetime(2026, 12, 25, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["urgent", "urgent 0", "urgent 5 min", "grave 5", "urgent 5, urgent 6", "urgent 99999999", ""],
)
def test_targets_that_cannot_be_read_say_how_to_write_them(text: str) -> None:
    with pytest.raises(HoursError, match="`urgent 5`"):
        parse_targets(text)
