"""What the desk says before and after a text that would fall into the night."""

from collections.abc import Awaitable, Callable
from datetime import datetime, time

import pytest
from aiohttp import web
from sqlalchemy import select

from handoff.night import QuietHours
from staff.audit import deeds
from staff.desk.clocks import NIGHT
from store.clock import LONDON, SetClock
from store.database import Database
from store.tables import OutboxRow
from tests.handoff.stories import waiting_case
from tests.staff.desk.conftest import Desk

DeskOf = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def app(app: web.Application) -> web.Application:
    app[NIGHT] = QuietHours(time(21), time(8))
    return app


async def at_ten_in_the_evening(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, channel: str = "sms"
) -> tuple[Desk, int]:
    """A case that waits since the afternoon and that Sam picks up at ten in the evening."""
    _, case_id = await sqlite.write(waiting_case, clock.now(), channel=channel)
    clock.set(datetime(2026, 11, 17, 22, tzinfo=LONDON))
    desk = await desk_of()
    await desk.do(case_id, "claim", quietly="yes")
    return desk, case_id


async def test_it_says_before_that_a_text_waits_and_until_when(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk, case_id = await at_ten_in_the_evening(sqlite, clock, desk_of)
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "Quiet hours until tomorrow at 8am." in page
    assert "With a reason it goes at once" in page
    assert "Why it must be sent now" not in page


async def test_a_text_into_the_night_can_be_sent_at_once_with_a_reason(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk, case_id = await at_ten_in_the_evening(sqlite, clock, desk_of)
    await desk.do(case_id, "reply", text="Your train is cancelled.", once="1")
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "1 text is held and was not sent." in page
    assert (await desk.do(case_id, "anyway", text="")).status == 409
    assert (await desk.do(case_id, "anyway", text="They leave at six")).status == 303
    asked = select(OutboxRow.state, OutboxRow.anyway)
    rows = await sqlite.read(lambda tx: [tuple(row) for row in tx.execute(asked)])
    assert rows == [("waiting", True)]
    trail = await sqlite.read(deeds, subject=f"case {case_id}")
    assert trail[0].action == "sent in quiet time"
    assert "is held and was not sent" not in await desk.page(f"/staff/desk/cases/{case_id}")


async def test_the_web_chat_has_no_night(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk, case_id = await at_ten_in_the_evening(sqlite, clock, desk_of, channel="web")
    assert "Quiet hours until" not in await desk.page(f"/staff/desk/cases/{case_id}")
