"""Writing at the desk: a reply that can be undone, a draft that outlives the browser, a collision."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from app.unsent import LOOK_SECONDS, UnsentReplies
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import read, waiting_case
from tests.staff.desk.conftest import Desk, Heard

DeskOf = Callable[..., Awaitable[Desk]]
FIVE = timedelta(seconds=5)


@pytest.fixture
def undo_for() -> timedelta:
    return FIVE


async def test_a_reply_waits_can_be_undone_and_goes_by_itself(
    sqlite: Database,
    clock: SetClock,
    bus: LocalBus,
    desk_of: DeskOf,
    heard: Heard,
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    desk = await desk_of()
    await desk.do(case_id, "claim", quietly="yes")
    await desk.do(case_id, "reply", text="Helo", once="1")
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "Not sent yet" in page
    assert f'action="/staff/desk/cases/{case_id}/undo"' in page
    await desk.do(case_id, "undo")
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "Not sent yet" not in page
    assert ">Helo</textarea>" in page
    await desk.do(case_id, "reply", text="Hello", once="2")
    assert ">Helo</textarea>" not in await desk.page(f"/staff/desk/cases/{case_id}")
    service: Any = SimpleNamespace(database=sqlite, bus=bus, clock=clock)
    sending = UnsentReplies(service)
    assert await sending.look() == 5.0
    clock.forward(FIVE)
    heard.clear()
    await sending.look()
    assert (await sqlite.read(read, who))[-1] == ("adviser", "text", "Hello")
    assert heard.topics() == {"conversation", "queue"}
    assert await sending.look() == LOOK_SECONDS


async def test_what_was_just_written_goes_before_the_case_is_closed(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    desk = await desk_of()
    await desk.do(case_id, "claim", quietly="yes")
    await desk.do(case_id, "reply", text="Goodbye", once="1")
    await desk.do(case_id, "close", outcome="helped", text="You call on Monday")
    said = [text for _, _, text in await sqlite.read(read, who)]
    assert said[-2:] == ["Goodbye", "Robin ended this. Agreed: You call on Monday."]


async def test_a_draft_is_there_again_in_another_browser_and_for_nobody_else(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    sam, alex = await desk_of("sam"), await desk_of("alex")
    await sam.do(case_id, "claim", quietly="yes")
    address = f"/staff/desk/cases/{case_id}"
    headers = {"X-CSRF-Token": await sam.token(case_id)}
    kept = await sam.browser.post(f"{address}/draft", headers=headers, text="I have rung the")
    assert kept.status == 204
    assert (await sam.fetch(address))["draft"] == "I have rung the"
    assert ">I have rung the</textarea>" in await sam.page(address)
    assert (await alex.fetch(address))["draft"] == ""
    refused = await alex.browser.post(
        f"{address}/draft", headers={"X-CSRF-Token": await alex.token(case_id)}, text="Mine"
    )
    assert refused.status == 409
    await sam.browser.post(f"{address}/draft", headers=headers, text=" ")
    assert (await sam.fetch(address))["draft"] == ""


async def test_two_who_have_one_case_open_are_told_of_each_other(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    sam, alex = await desk_of("sam"), await desk_of("alex")
    address = f"/staff/desk/cases/{case_id}"
    assert "has this case open too" not in await sam.page(address)
    assert "Robin has this case open too" in await alex.page(address)
    assert "Robin has this case open too" in (await sam.fetch(address))["looking"]
    headers = {"X-CSRF-Token": await alex.token(case_id)}
    clock.forward(timedelta(minutes=1))
    assert "open too" not in (await sam.fetch(address))["looking"]
    await alex.browser.post("/staff/desk/here", headers=headers, case=str(case_id))
    assert "open too" in (await sam.fetch(address))["looking"]
