"""When advisers are here, and when they are not."""

from datetime import UTC, date, datetime

import pytest

from handoff.hours import HoursError, parse_closed_days, parse_hours

WEEK = parse_hours("monday-friday 09:00-20:00")
CHRISTMAS = datetime(2026, 12, 25, 12, tzinfo=UTC)


def test_christmas_is_an_ordinary_friday_unless_it_is_said_to_be_off() -> None:
    assert WEEK.is_open(CHRISTMAS)
    assert not WEEK.closed_on(parse_closed_days(("bank-holidays-england",))).is_open(CHRISTMAS)


def test_after_a_row_of_days_off_the_next_opening_is_the_first_working_day() -> None:
    hours = WEEK.closed_on(parse_closed_days(("bank-holidays-england", "2026-12-29")))
    opening = hours.next_opening(CHRISTMAS)
    assert opening
    assert opening.date() == date(2026, 12, 30)  # Boxing Day moves to Monday the 28th


def test_nations_have_holidays_of_their_own() -> None:
    st_patrick = date(2027, 3, 17)
    assert st_patrick in parse_closed_days(("bank-holidays-ni",))
    assert st_patrick not in parse_closed_days(("bank-holidays-wales",))


@pytest.mark.parametrize("word", ["christmas", "bank-holidays-france", "2026-13-01"])
def test_a_day_that_cannot_be_read_is_named_with_the_mend(word: str) -> None:
    with pytest.raises(HoursError, match=f"{word}.*2026-12-24"):
        parse_closed_days((word,))
