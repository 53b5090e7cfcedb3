"""The desk's hours take the place of the settings' from their day on, and the clocks follow them."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, select

from bot.decision import Level
from content.opening.file import parse_opening
from content.opening.plan import NO_PLAN
from handoff.breaches import mark_breaches
from handoff.closures import parse_closed_days
from handoff.hours_in_force import HoursInForce, as_plan, with_plan
from handoff.hours_setting import parse_channel_hours
from handoff.hours_words import say_back, say_week
from handoff.reclocking import set_clocks
from handoff.targets import ServiceTargets
from store.database import Database
from store.tables import Case
from tests.handoff.stories import TARGETS, waiting_case

SETTINGS = parse_channel_hours(
    "monday-friday 09:00-20:00; sms: monday-friday 09:00-17:00"
).closed_on(parse_closed_days("bank-holidays-wales, 2026-12-24 Christmas Eve, 2027-02-03 Snow"))
PLAN = parse_opening("""\
periods:
- from: 2027-01-04
  usual: {monday: 10:00-16:00, tuesday: 10:00-16:00}
closed:
- {day: 2027-01-11, why: Staff training}
""")
FRIDAY = datetime(2027, 1, 1, 12, tzinfo=UTC)
SUNDAY_BEFORE = datetime(2027, 1, 3, 12, tzinfo=UTC)


def test_without_anything_from_the_desk_the_settings_hold() -> None:
    assert with_plan(SETTINGS, NO_PLAN) is SETTINGS


def test_what_the_desk_says_takes_over_on_its_day_closed_days_included() -> None:
    hours = with_plan(SETTINGS, PLAN).of("web")
    assert say_week(hours, date(2027, 1, 3)) == "Mon to Fri 9am to 8pm"
    assert say_week(hours, date(2027, 1, 4)) == "Mon to Tue 10am to 4pm"
    assert not hours.is_open(FRIDAY)  # New Year's Day, as the settings say
    assert hours.next_opening(SUNDAY_BEFORE) == datetime(2027, 1, 4, 10, tzinfo=UTC)
    assert hours.closures.why(date(2027, 2, 3)) is None
    wednesday = datetime(2027, 1, 6, 12, tzinfo=UTC)
    assert "closed on Monday: Staff training" in say_back(hours, wednesday)


def test_a_wait_that_goes_over_the_day_is_counted_by_both_weeks() -> None:
    hours = with_plan(SETTINGS, PLAN).of("web")
    thursday = datetime(2026, 12, 31, 19, 50, tzinfo=UTC)
    assert hours.later(thursday, timedelta(minutes=30)) == datetime(2027, 1, 4, 10, 20, tzinfo=UTC)


def test_a_channel_that_differs_no_more_is_said_only_while_it_does() -> None:
    both = with_plan(SETTINGS, PLAN)
    assert say_week(both.of("sms"), date(2027, 1, 3)) == "Mon to Fri 9am to 5pm"
    assert say_week(both.of("sms"), date(2027, 1, 4)) == "Mon to Tue 10am to 4pm"


def test_an_editor_begins_with_what_the_settings_say() -> None:
    start = date(2027, 1, 1)
    plan = as_plan(SETTINGS, start)
    assert plan.in_words(start) == "Mon to Fri 9am to 8pm; by text message Mon to Fri 9am to 5pm"
    assert plan.closed == {date(2027, 2, 3): "Snow"}
    hours = with_plan(SETTINGS, plan)
    for channel in ("web", "sms"):
        for day in range(200):
            moment = FRIDAY + timedelta(days=day, hours=day % 24)
            then = SETTINGS.of(channel).next_opening(moment)
            assert hours.of(channel).next_opening(moment) == then


def test_the_newest_published_plan_is_in_force_at_once() -> None:
    published = NO_PLAN
    hours = HoursInForce(SETTINGS, lambda: published)
    monday = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
    assert hours.of("web").is_open(monday)
    published = PLAN
    assert not hours.of("web").is_open(monday)
    assert hours.now() is hours.now()


def due_at(tx: Connection, case_id: int) -> tuple[datetime, datetime | None]:
    row = tx.execute(select(Case.due_at, Case.breached_at).where(Case.id == case_id)).one()
    return row.due_at, row.breached_at


async def test_the_clocks_of_those_who_wait_are_set_anew(database: Database) -> None:
    now = datetime(2027, 1, 5, 9, tzinfo=UTC)
    new = ServiceTargets(with_plan(SETTINGS, PLAN), TARGETS.levels)
    late = now + timedelta(hours=1)

    def work(tx: Connection) -> None:
        _, case_id = waiting_case(tx, now, level=Level.URGENT)
        before = due_at(tx, case_id)[0]
        mark_breaches(tx, before)
        assert due_at(tx, case_id)[1] is not None
        assert set_clocks(tx, before=TARGETS, after=new, now=now) == 1
        assert due_at(tx, case_id) == (new.due(Level.URGENT, "web", now), None)
        # Another replica that sees the change later moves nothing, nor is a clock moved that is right.
        assert set_clocks(tx, before=TARGETS, after=new, now=late) == 0
        assert set_clocks(tx, before=new, after=new, now=late) == 0

    await database.write(work)
