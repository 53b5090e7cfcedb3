"""Asking a colleague and keeping the case; and desks that fall silent."""

from datetime import timedelta
from typing import Any

import pytest

from handoff.consulting import answer, ask
from handoff.moves import pick_up
from handoff.notices import has_seen
from handoff.presence import GRACE, colleagues, forget_presence, note_present
from handoff.queue import open_cases
from handoff.returning import end_duty, return_dropped
from handoff.speaking import adviser_says
from handoff.summary import summary_of
from handoff.transfer import accept
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import LIBRARY, adviser, read, waiting_case
from tests.handoff.test_transfer import a_team, refused

SILENT = GRACE + timedelta(seconds=1)


async def test_a_colleague_answers_in_a_note_and_the_case_stays(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    before = await database.read(read, team.robin)
    await team.does(team.sam, ask, of=team.alex, question="Is the hostel open tonight?")
    await database.write(has_seen, team.alex, team.case_id)  # a question is not put away
    assert await team.news(team.alex) == [("asked", "Is the hostel open tonight?")]
    assert "do not hold" in await refused(team.does(team.alex, adviser_says, text="Hello"))
    await team.does(team.alex, answer, words="Until ten. Ask for Kay.")
    assert await team.owner() == team.sam
    assert await team.news(team.sam) == [("answered", "Until ten. Ask for Kay.")]
    assert await team.news(team.alex) == []
    assert await database.read(read, team.robin) == before
    summary = await database.read(summary_of, team.case_id, clock.now())
    assert [(note.who, note.text) for note in summary.notes] == [
        ("Sam", "Alex Example: Is the hostel open tonight?"),
        ("Alex", "Until ten. Ask for Kay."),
    ]


async def test_an_answer_goes_to_whoever_has_the_case_by_then(
    database: Database, clock: SetClock
) -> None:
    team = await a_team(database, clock)
    await team.does(team.sam, ask, of=team.alex, question="Is the hostel open tonight?")
    await team.offered(team.sol)
    await team.does(team.sol, accept, library=LIBRARY)
    await team.does(team.alex, answer, words="Until ten")
    assert await team.news(team.sol) == [("answered", "Until ten")]


async def test_questions_that_make_no_sense_are_refused(sqlite: Database, clock: SetClock) -> None:
    team = await a_team(sqlite, clock)
    question = "Is the hostel open?"
    assert "yourself" in await refused(team.does(team.sam, ask, of=team.sam, question=question))
    assert "do not hold" in await refused(team.does(team.sol, ask, of=team.sam, question=question))
    assert "Say why" in await refused(team.does(team.sam, ask, of=team.alex, question="?"))
    await team.does(team.sam, ask, of=team.alex, question=question)
    assert "already" in await refused(team.does(team.sam, ask, of=team.alex, question=question))
    assert "Nobody waits" in await refused(team.does(team.sol, answer, words="Until ten"))


async def test_who_asked_hears_when_the_one_who_was_asked_has_left(
    sqlite: Database, clock: SetClock
) -> None:
    team = await a_team(sqlite, clock)
    await team.does(team.sam, ask, of=team.alex, question="Is the hostel open?")
    await sqlite.write(end_duty, team.alex, library=LIBRARY, now=clock.now())
    assert await team.news(team.sam) == [("gone", "")]
    assert await team.news(team.alex) == []


async def test_the_cases_of_a_silent_desk_are_at_the_head_of_the_queue_after_a_minute(
    database: Database, clock: SetClock
) -> None:
    await database.write(waiting_case, clock.now(), address="waits since before")
    clock.forward(timedelta(minutes=1))
    team = await a_team(database, clock)
    drop: dict[str, Any] = {"library": LIBRARY}
    await database.write(note_present, team.sam, clock.now())
    clock.forward(GRACE)
    assert await database.write(return_dropped, now=clock.now(), **drop) == []
    clock.forward(timedelta(seconds=1))
    await team.offered()
    [moved] = await database.write(return_dropped, now=clock.now(), **drop)
    assert moved.case_id == team.case_id
    assert (await database.read(open_cases))[0].case_id == team.case_id
    assert await team.last_heard() == "Gone. You are number 1."
    assert await team.news(team.sam) == [("returned", "")]
    assert await team.news(team.alex) == [("lapsed", "")]
    assert await database.write(return_dropped, now=clock.now(), **drop) == []


async def test_a_desk_that_never_answered_is_not_dropped(sqlite: Database, clock: SetClock) -> None:
    team = await a_team(sqlite, clock)
    clock.forward(SILENT)
    assert await sqlite.write(return_dropped, library=LIBRARY, now=clock.now()) == []
    await sqlite.write(note_present, team.sam, clock.now())
    await sqlite.write(forget_presence, team.sam)  # signed in anew, where nothing answers
    clock.forward(SILENT)
    assert await sqlite.write(return_dropped, library=LIBRARY, now=clock.now()) == []


async def test_a_case_picked_up_a_moment_ago_waits_for_its_minute_too(
    sqlite: Database, clock: SetClock
) -> None:
    sam = await sqlite.write(adviser)
    await sqlite.write(note_present, sam, clock.now())
    clock.forward(timedelta(minutes=5))
    _, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now())
    assert await sqlite.write(return_dropped, library=LIBRARY, now=clock.now()) == []
    clock.forward(SILENT)
    assert len(await sqlite.write(return_dropped, library=LIBRARY, now=clock.now())) == 1


@pytest.mark.parametrize(("speaks", "told"), [(False, False), (True, True)])
async def test_an_adviser_who_came_quietly_goes_quietly(
    sqlite: Database, clock: SetClock, speaks: bool, told: bool
) -> None:
    sam = await sqlite.write(adviser)
    who, case_id = await sqlite.write(waiting_case, clock.now())
    clock.forward(timedelta(minutes=1))
    move: dict[str, Any] = {"case_id": case_id, "staff_id": sam, "now": clock.now()}
    await sqlite.write(pick_up, library=LIBRARY, quietly=True, **move)
    if speaks:
        await sqlite.write(adviser_says, text="hey, all good?", **move)
    await sqlite.write(end_duty, sam, library=LIBRARY, now=clock.now())
    heard = [words for author, _, words in await sqlite.read(read, who) if author == "bot"]
    assert heard == (["Gone. You are number 1."] if told else [])


async def test_those_who_are_here_come_first_among_colleagues(
    sqlite: Database, clock: SetClock
) -> None:
    team = await a_team(sqlite, clock)
    await sqlite.write(adviser, "Eddie", "editor")
    await sqlite.write(note_present, team.sol, clock.now())
    found = await sqlite.read(colleagues, clock.now())
    assert [(one.name, one.here, one.cases) for one in found] == [
        ("Sol Example", True, 0),
        ("Alex Example", False, 0),
        ("Sam Example", False, 1),
    ]
