"""An editor plans a version and an end, cancels, rolls back with one click, and sees what failed."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web

from app.planned import carry_out_due
from content import planning
from content.live import LiveLibrary
from staff import audit
from store.bus import Event
from store.clock import SetClock
from store.database import Database
from tests.content.pieces import ENTRY_ID, PHRASES, body, newest
from tests.staff.conftest import AsRole, Browser
from tests.staff.entries.conftest import Approve, typed
from web.access import Role
from web.keys import BUS

HOME = "/staff/entries"
ONE = f"{HOME}/{ENTRY_ID}"
LINES = "\n".join(PHRASES)


@pytest.fixture
async def editor(signed_in: AsRole) -> Browser:
    return await signed_in(Role.EDITOR)


@pytest.fixture
def service(app: web.Application, sqlite: Database, clock: SetClock) -> Any:
    hours = {"web": "Monday to Friday, 9am to 8pm"}
    return SimpleNamespace(
        database=sqlite, clock=clock, bus=app[BUS], settings=SimpleNamespace(hours_in_words=hours)
    )


async def test_a_version_is_planned_in_uk_time_and_goes_live_by_itself(
    editor: Browser,
    service: Any,
    app: web.Application,
    sqlite: Database,
    clock: SetClock,
    approve: Approve,
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="From July"))
    await approve(2)
    page = await (await editor.get(f"{ONE}/publish/2")).text()
    assert "Publish later" in page
    sent = await editor.send(f"{ONE}/plan", what="publish", number="2", at="2027-07-01T00:01")
    assert sent.headers["Location"] == f"{ONE}?told=planned"
    [plan] = await sqlite.read(planning.open_plans)
    assert plan.at == datetime(2027, 6, 30, 23, 1, tzinfo=UTC)
    assert "1 Jul 2027, 00:01" in await (await editor.get(ONE)).text()
    assert "Goes live" in await (await editor.get(HOME)).text()
    assert await carry_out_due(service) == 0
    clock.set(plan.at)
    told: list[Event] = []
    with app[BUS].subscriptions.listening("content", told.append):
        assert await carry_out_due(service) == 1
    assert [event.topic for event in told] == ["content"]
    assert (await sqlite.read(newest, ENTRY_ID)).live == 2
    [deed, *_] = await sqlite.read(audit.deeds, subject=f"entry {ENTRY_ID}")
    assert (deed.action, deed.who) == ("publish, as planned", "Robin Editor")


async def test_a_plan_that_failed_says_so_until_it_is_seen(
    editor: Browser, service: Any, clock: SetClock, approve: Approve
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label=""))
    await approve(2)
    await editor.send(f"{ONE}/plan", what="publish", number="2", at="2026-11-17T14:15")
    clock.forward(timedelta(minutes=10))
    await carry_out_due(service)
    page = await (await editor.get(ONE)).text()
    assert "could not be done" in page
    assert "Planned and not done" in await (await editor.get(HOME)).text()
    [number] = re.findall(r"/plan/(\d+)/cancel", page)
    await editor.send(f"{ONE}/plan/{number}/cancel")
    assert "could not be done" not in await (await editor.get(ONE)).text()


async def test_an_end_is_planned_with_a_reason_and_can_be_cancelled(
    editor: Browser, service: Any, clock: SetClock, sqlite: Database
) -> None:
    given = {"what": "withdraw", "at": "2026-11-18T09:00", "why": "The offer ends"}
    await editor.send(f"{ONE}/plan", **given)
    page = await (await editor.get(ONE)).text()
    assert "The offer ends" in page
    [number] = re.findall(r"/plan/(\d+)/cancel", page)
    assert (await editor.send(f"{ONE}/plan/{number}/cancel")).status == 303
    assert (await editor.send(f"{ONE}/plan/{number}/cancel")).status == 409
    clock.forward(timedelta(hours=23))
    assert await carry_out_due(service) == 0
    assert (await sqlite.read(newest, ENTRY_ID)).live == 1


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"what": "dance", "at": "2027-01-01T00:00"}, 400),
        ({"what": "publish", "number": "1", "at": "soon"}, 400),
        ({"what": "publish", "number": "1", "at": "0001-01-01T00:00"}, 409),
        ({"what": "publish", "number": "1", "at": "2026-11-17T14:00"}, 409),
        ({"what": "publish", "number": "8", "at": "2027-01-01T00:00"}, 409),
    ],
)
async def test_a_plan_that_makes_no_sense_is_refused(
    editor: Browser, sqlite: Database, fields: dict[str, str], status: int
) -> None:
    assert (await editor.send(f"{ONE}/plan", **fields)).status == status
    assert await sqlite.read(planning.open_plans) == []


async def test_one_click_puts_an_old_version_back_in_service(
    editor: Browser, sqlite: Database, library: LiveLibrary, approve: Approve
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="A wrong label"))
    await approve(2)
    await editor.send(f"{ONE}/publish/2", replaces="1")
    page = await (await editor.get(f"{ONE}/history")).text()
    assert page.count("back in service</button>") == 1
    done = await editor.send(f"{ONE}/back/1", replaces="2")
    assert done.headers["Location"] == f"{ONE}?told=rolled-back"
    await library.reload()
    assert library.current.label(ENTRY_ID) == "How much EMA pays"
    assert (await sqlite.read(newest, ENTRY_ID)).why == "Back to version 1"
    assert (await editor.send(f"{ONE}/back/1", replaces="2")).status == 409


async def test_a_withdrawn_answer_says_so_and_comes_back_with_one_click(
    editor: Browser, library: LiveLibrary
) -> None:
    await editor.send(f"{ONE}/withdraw", replaces="1", why="It is wrong")
    assert 'class="state withdrawn"' in await (await editor.get(ONE)).text()
    await editor.send(f"{ONE}/back/1", replaces="0")
    await library.reload()
    assert ENTRY_ID in library.current.entries


async def test_an_old_version_that_is_wrong_today_is_refused_and_says_what_to_do(
    editor: Browser, library: LiveLibrary, sqlite: Database
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label=""))
    refused = await editor.send(f"{ONE}/back/2", replaces="1")
    assert refused.status == 409
    assert "does not pass today" in await refused.text()
    assert (await sqlite.read(newest, ENTRY_ID)).latest == 2
