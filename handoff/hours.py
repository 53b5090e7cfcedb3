"""When advisers are here. Kept in London time, as the clocks on young people's walls show it."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from store.clock import in_london

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


_BANK_HOLIDAYS = "bank-holidays-"
_PARTS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "ni": "NIR"}
NEVER: frozenset[date] = frozenset()


class HoursError(ValueError):
    """Opening hours or closed days that cannot be read. The text says how to write them."""


@dataclass(frozen=True)
class OpeningHours:
    """Opening and closing time a weekday (absent: closed), and whole days when nobody is here."""

    week: Mapping[int, tuple[time, time]]
    closures: Container[date] = NEVER

    def closed_on(self, closures: Container[date]) -> "OpeningHours":
        """The same week, with these days off."""
        return replace(self, closures=closures)

    def is_open(self, now: datetime) -> bool:
        """Whether advisers are here at this moment."""
        local = in_london(now)
        hours = self._on(local.date())
        return hours is not None and hours[0] <= local.time() < hours[1]

    def next_opening(self, now: datetime) -> datetime | None:
        """When advisers are back, in London time; None when no opening is known for three weeks."""
        local = in_london(now)
        for ahead in range(22):
            day = local.date() + timedelta(days=ahead)
            hours = self._on(day)
            if hours:
                opening = datetime.combine(day, hours[0], tzinfo=local.tzinfo)
                if opening > local:
                    return opening
        return None

    def in_words(self) -> str:
        """Short enough for a text message: "Mon to Fri 9am to 8pm, Sat 10am to 4pm"."""
        return ", ".join(_spans(self.week)) or "not at the moment"

    def _on(self, day: date) -> tuple[time, time] | None:
        return None if day in self.closures else self.week.get(day.weekday())


def parse_hours(text: str) -> OpeningHours:
    """Read `monday-friday 09:00-20:00, saturday 10:00-16:00`."""
    week: dict[int, tuple[time, time]] = {}
    for part in filter(None, (piece.strip().lower() for piece in text.split(","))):
        try:
            days, times = part.split()
            first, _, last = days.partition("-")
            opens, closes = (time.fromisoformat(clock) for clock in times.split("-"))
            span = range(DAYS.index(first), DAYS.index(last or first) + 1)
        except ValueError as error:
            message = f"opening hours {part!r}: write them as `monday-friday 09:00-20:00`"
            raise HoursError(message) from error
        if opens >= closes or not span:
            message = f"opening hours {part!r}: the start must come before the end"
            raise HoursError(message)
        week.update(dict.fromkeys(span, (opens, closes)))
    return OpeningHours(week)


def parse_closed_days(words: tuple[str, ...]) -> Container[date]:
    """Read dates (`2026-12-24`) and bank holidays by nation (`bank-holidays-wales`)."""
    dates: set[date] = set()
    nations: list[str] = []
    for word in words:
        nation = word.removeprefix(_BANK_HOLIDAYS)
        try:
            if nation != word:
                nations.append(_PARTS[nation])
            else:
                dates.add(date.fromisoformat(word))
        except (KeyError, ValueError) as error:
            message = (
                f"closed day {word!r}: write a date as 2026-12-24, or bank-holidays-england "
                "(-wales, -scotland, -ni)"
            )
            raise HoursError(message) from error
    return _ClosedDays(frozenset(dates), tuple(nations)) if nations else frozenset(dates)


class _ClosedDays:
    """Dates, and the bank holidays of some nations in whatever year is asked for."""

    def __init__(self, dates: frozenset[date], nations: tuple[str, ...]) -> None:
        from holidays import country_holidays  # noqa: PLC0415  heavy, and most settings name none

        self._dates = dates
        self._holidays = [country_holidays("GB", subdiv=nation) for nation in nations]

    def __contains__(self, day: object) -> bool:
        return day in self._dates or any(day in each for each in self._holidays)


def say_when(moment: datetime, now: datetime) -> str:
    """A moment in everyday words: "today at 9am", "tomorrow at 10am", "on Monday at 9am"."""
    days = (in_london(moment).date() - in_london(now).date()).days
    day = {0: "today", 1: "tomorrow"}.get(
        days, f"on {DAYS[in_london(moment).weekday()].capitalize()}"
    )
    return f"{day} at {_clock(in_london(moment).time())}"


def _spans(week: Mapping[int, tuple[time, time]]) -> Iterator[str]:
    day = 0
    while day < len(DAYS):
        if day not in week:
            day += 1
            continue
        last = day
        while week.get(last + 1) == week[day]:
            last += 1
        names = DAYS[day][:3].capitalize() + (
            f" to {DAYS[last][:3].capitalize()}" if last > day else ""
        )
        yield f"{names} {_clock(week[day][0])} to {_clock(week[day][1])}"
        day = last + 1


def _clock(moment: time) -> str:
    hour = moment.hour % 12 or 12
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minutes}{'am' if moment.hour < 12 else 'pm'}"
