"""A new model that does worse is shown on the editors' first page, and an editor may use it anyway."""

import pytest
from aiohttp import web

from content.model_checks import ALLOWED, WORSE, Comparison, Lost, OnKept, OnOwn, check_of, settle
from staff import audit
from store.bus import Event
from store.clock import SetClock
from store.database import Database
from tests.staff.conftest import AsRole
from web.access import Role
from web.keys import BUS

HOME = "/staff/entries"
SHOWN = "made the bot understand less well"
FALLEN = Comparison(
    OnKept(0.812, 0.03), OnKept(0.7, 0.03), (Lost("<b>wots ema", "ema/how-much", "work/cv"),)
)


@pytest.fixture
async def fallen(sqlite: Database, clock: SetClock) -> None:
    await sqlite.write(settle, "abc123", FALLEN, clock.now())


@pytest.mark.usefixtures("library")
async def test_nothing_is_said_while_all_is_well(signed_in: AsRole) -> None:
    editor = await signed_in(Role.EDITOR)
    assert SHOWN not in await (await editor.get(HOME)).text()


@pytest.mark.usefixtures("library", "fallen")
async def test_the_fall_is_shown_with_the_questions_that_are_lost(signed_in: AsRole) -> None:
    page = await (await (await signed_in(Role.EDITOR)).get(HOME)).text()
    assert SHOWN in page
    assert "81.2%" in page
    assert "70.0%" in page
    assert "&lt;b&gt;wots ema" in page
    assert "taken for work/cv" in page


@pytest.mark.usefixtures("library")
async def test_an_own_question_that_went_wrong_by_itself_is_named(
    signed_in: AsRole, sqlite: Database, clock: SetClock
) -> None:
    level = OnKept(0.8, 0.02)
    own = OnOwn(2, 2, 1, lost=(Lost("can my nan get ema", "ema/how-much", "work/cv"),))
    await sqlite.write(settle, "abc123", Comparison(level, level, own=own), clock.now())
    page = await (await (await signed_in(Role.EDITOR)).get(HOME)).text()
    assert "can my nan get ema" in page
    assert "own test questions" in page


@pytest.mark.usefixtures("library", "fallen")
async def test_an_editor_uses_it_anyway_and_every_process_hears(
    signed_in: AsRole, app: web.Application, sqlite: Database
) -> None:
    editor = await signed_in(Role.EDITOR)
    told: list[Event] = []
    with app[BUS].subscriptions.listening("content", told.append):
        assert (
            await editor.send(f"{HOME}/use-anyway", mark="abc123", why="meant so")
        ).status == 303
    assert [event.topic for event in told] == ["content"]
    known = await sqlite.read(check_of, "abc123")
    assert known is not None
    assert known.verdict == ALLOWED
    assert SHOWN not in await (await editor.get(HOME)).text()
    deeds = await sqlite.read(audit.deeds)
    assert ("use model anyway", "meant so") in {(deed.action, deed.detail) for deed in deeds}


@pytest.mark.usefixtures("library", "fallen")
async def test_without_a_reason_the_last_good_model_stays(
    signed_in: AsRole, sqlite: Database
) -> None:
    editor = await signed_in(Role.EDITOR)
    assert (await editor.send(f"{HOME}/use-anyway", mark="abc123", why=" ")).status == 400
    known = await sqlite.read(check_of, "abc123")
    assert known is not None
    assert known.verdict == WORSE


@pytest.mark.usefixtures("library", "fallen")
async def test_a_model_that_does_not_wait_any_more_is_told(signed_in: AsRole) -> None:
    editor = await signed_in(Role.EDITOR)
    assert (await editor.send(f"{HOME}/use-anyway", mark="another", why="meant so")).status == 409


@pytest.mark.usefixtures("library", "fallen")
async def test_who_may_only_look_sees_it_and_cannot_use_it(signed_in: AsRole) -> None:
    manager = await signed_in(Role.MANAGER)
    page = await (await manager.get(HOME)).text()
    assert SHOWN in page
    assert "Use the new model anyway" not in page
    assert (await manager.send(f"{HOME}/use-anyway", mark="abc123", why="meant so")).status == 403
