"""An adviser corrects an automatic answer, and the editors learn of it."""

from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import Connection

from staff.questions import reading
from store.clock import SetClock
from store.database import Database
from store.learning import CORRECTED
from tests.content import pieces
from tests.content.pieces import ENTRY_ID, OTHER_ID
from tests.handoff.stories import hears, waiting_case, writes
from tests.staff.desk.test_desk import DeskOf
from web.keys import LIBRARY

QUESTION = "when does my money for college come"


@pytest.fixture
async def app(app: web.Application) -> web.Application:
    app[LIBRARY] = pieces.StillLibrary(pieces.library())
    return app


async def answered(sqlite: Database, clock: SetClock) -> tuple[int, int]:
    """A case with a question that got the wrong answer: its number, and the answer's place."""

    def work(tx: Connection) -> tuple[int, int]:
        who, case_id = waiting_case(tx, clock.now())
        asked = writes(tx, who, QUESTION, clock.now())
        given: dict[str, Any] = {
            "kind": "answer",
            "entry_id": ENTRY_ID,
            "revision": 1,
            "answers_seq": asked,
        }
        return case_id, hears(tx, who, "EMA is so much.", clock.now(), **given)

    return await sqlite.write(work)


async def learned(sqlite: Database, clock: SetClock) -> list[tuple[str, str, str, str]]:
    found = await sqlite.read(reading.questions, clock.now(), {})
    return [(one.text, one.what, one.guess, one.entry_id) for one in found]


async def test_a_correction_shows_on_learn_with_the_right_answer(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    case_id, seq = await answered(sqlite, clock)
    desk = await desk_of()
    place = f"/staff/desk/cases/{case_id}/correct/{seq}"
    assert place in await desk.page(f"/staff/desk/cases/{case_id}")
    page = await desk.page(place)
    assert QUESTION in page
    assert "How much EMA pays" in page
    done = await desk.browser.send(place, entry=OTHER_ID)
    assert done.headers["Location"] == f"/staff/desk/cases/{case_id}"
    assert await learned(sqlite, clock) == [(QUESTION, CORRECTED, OTHER_ID, ENTRY_ID)]
    await desk.browser.send(place, entry="")
    assert await learned(sqlite, clock) == [(QUESTION, CORRECTED, "", ENTRY_ID)]


async def test_what_is_no_answer_cannot_be_corrected(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    case_id, seq = await answered(sqlite, clock)
    desk = await desk_of()
    place = f"/staff/desk/cases/{case_id}/correct"
    assert (await desk.browser.get(f"{place}/{seq - 1}")).status == 404
    assert (await desk.browser.send(f"{place}/{seq}", entry="no/such")).status == 400
    assert await learned(sqlite, clock) == []
