"""The clock on each case, and what is over its target, as everyone at the desk sees it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.decision import Level
from handoff.hours_setting import parse_channel_hours
from staff.desk.clocks import shut_now
from store.alerts import failed, lease
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import WAIT, waiting_case
from tests.staff.desk.conftest import Desk
from web.access import Role

DeskOf = Callable[..., Awaitable[Desk]]
EVENING = datetime(2026, 11, 17, 21, tzinfo=UTC)


async def test_a_waiting_case_says_by_when_it_should_be_picked_up(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now(), level=Level.URGENT)
    desk = await desk_of()
    clock.forward(timedelta(minutes=2))
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert page.count("pick up by") == 2  # in the queue, and above the conversation
    assert page.count("14:10, in 3 min") == 2
    assert "over since" not in page


async def test_a_case_over_its_target_is_marked_for_everyone_and_counted(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now(), level=Level.URGENT)
    desk = await desk_of()
    clock.forward(WAIT + timedelta(minutes=1))
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert page.count("over since") == 2
    assert "14:10, 1 min ago" in page
    assert "1 over target" in page
    fetched = await desk.fetch("/staff/desk/queue")
    assert fetched["waiting"] == [{"case": case_id, "level": "urgent", "over": True}]


async def test_a_breach_stands_above_the_queue_of_a_supervisor_only(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    supervisor = await desk_of("sue", Role.SUPERVISOR)
    adviser = await desk_of("sam")
    listed = f'id="over-{case_id}"'
    assert listed not in await supervisor.page()
    clock.forward(WAIT)
    page = await supervisor.page()
    assert page.index(listed) < page.index(f'id="case-{case_id}"')
    assert 'data-role="supervisor"' in page
    assert listed not in await adviser.page()


async def test_an_alert_that_nobody_got_is_shown_with_who_did_not_take_it(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    await sqlite.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    [alert] = await sqlite.write(lease, owner="test", now=clock.now())
    desk = await desk_of()
    assert "Alerts not delivered" not in await desk.page()
    await sqlite.write(
        failed, alert, reached=[], error="Slack did not take it", now=clock.now(), final=True
    )
    assert "Not delivered: Slack did not take it" in await desk.page()


async def test_out_of_hours_the_desk_says_until_when_and_why(
    clock: SetClock, desk_of: DeskOf
) -> None:
    desk = await desk_of()
    assert "Closed now" not in await desk.page()
    clock.set(EVENING)
    again = await desk_of("sam-again")
    said = "Closed now. Back on Thursday at 9am (closed tomorrow: Staff training)."
    assert said in (await again.fetch("/staff/desk/queue"))["queue"]


def test_only_the_channels_that_are_closed_are_named_where_hours_differ() -> None:
    hours = parse_channel_hours("monday-sunday 00:00-24:00; sms: monday-friday 09:00-17:00")
    assert [(shut.channel, shut.back) for shut in shut_now(hours, EVENING)] == [
        ("sms", "tomorrow at 9am")
    ]
