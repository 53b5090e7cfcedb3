"""The hours of the night in which nobody is texted anything that they did not just ask for.

They are the same for everybody: all nations of the UK, and the islands, live by London's clocks.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handoff.hours_error import HoursError
from store.clock import LONDON, in_london

_HOW = "write them as `21:00-08:00` (London time, past midnight if you like), or `none`"


@dataclass(frozen=True)
class QuietHours:
    """From one time on the wall clock until another, every day; past midnight where it ends earlier.

    A time that the clocks leave out in March is an hour later; one that comes twice in October is the
    first. So a night is one stretch, however the clocks change in it.
    """

    start: time
    end: time

    def until(self, now: datetime) -> datetime | None:
        """When the quiet hours that a moment falls into are over; None where it falls into none."""
        today = in_london(now).date()
        for evening in (today - timedelta(days=1), today):
            begins, ends = self._of(evening)
            if begins <= now < ends:
                return ends
        return None

    def _of(self, evening: date) -> tuple[datetime, datetime]:
        past_midnight = timedelta(days=self.end < self.start)
        return _moment(evening, self.start), _moment(evening + past_midnight, self.end)


def parse_quiet_hours(text: str) -> QuietHours | None:
    """Read `21:00-08:00`; `none` where texts may go at any hour."""
    if text.strip().lower() == "none":
        return None
    try:
        start, end = (_wall_time(each) for each in text.split("-"))
    except ValueError as error:
        message = f"quiet hours {text.strip()!r}: {_HOW}"
        raise HoursError(message) from error
    if start == end:
        message = f"quiet hours {text.strip()!r}: the start and the end are the same; {_HOW}"
        raise HoursError(message)
    return QuietHours(start, end)


def _wall_time(clock: str) -> time:
    hours, minutes = (int(part) for part in clock.strip().split(":"))
    return time(hours % 24 if (hours, minutes) == (24, 0) else hours, minutes)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)
