"""Second looks: what must be looked at follows from what happened, and a look settles it."""

from datetime import timedelta
from random import SystemRandom
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.decision import Level
from handoff.cases import CaseError, Outcome, judge_level
from handoff.moves import finish, pick_up
from handoff.second_looks import (
    SAMPLE_FROM,
    disagreements,
    draw_sample,
    emergencies_to_check,
    look_again,
    sampled,
)
from store.clock import SetClock
from store.database import Database
from store.tables import SecondLook
from tests.handoff.stories import LIBRARY, TARGETS, adviser, needs_a_person, waiting_case


def found(tx: Connection, clock: SetClock) -> dict[str, list[int]]:
    """The cases of each list."""
    lists = {
        "emergency": emergencies_to_check(tx, clock.now()),
        "disagreement": disagreements(tx, clock.now()),
        "quality": sampled(tx),
    }
    return {name: [each.case_id for each in cases] for name, cases in lists.items()}


async def test_every_emergency_is_looked_at_again_whoever_called_it_one(
    database: Database, clock: SetClock
) -> None:
    def fill(tx: Connection) -> list[int]:
        _, opened = waiting_case(tx, clock.now(), level=Level.EMERGENCY)
        who, raised = waiting_case(tx, clock.now(), address="b", level=Level.COMPLEX)
        needs_a_person(tx, who, clock.now() + timedelta(minutes=1), level=Level.EMERGENCY)
        waiting_case(tx, clock.now(), address="c", level=Level.URGENT)
        return [raised, opened]

    cases = await database.write(fill)
    assert (await database.read(found, clock))["emergency"] == cases


async def test_a_second_look_settles_an_emergency_until_it_is_one_again(
    database: Database, clock: SetClock
) -> None:
    sol = await database.write(adviser, "Sol", "supervisor")
    who, case_id = await database.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    look: dict[str, Any] = {"case_id": case_id, "staff_id": sol, "kind": "emergency", "words": ""}
    await database.write(look_again, **look, verdict="right", now=clock.now())
    assert (await database.read(found, clock))["emergency"] == []
    clock.forward(timedelta(minutes=1))
    judged: dict[str, Any] = {"targets": TARGETS, "supervising": True}
    await database.write(
        judge_level, case_id, sol, Level.URGENT, "She is at home", clock.now(), **judged
    )
    clock.forward(timedelta(minutes=1))
    await database.write(needs_a_person, who, clock.now(), level=Level.EMERGENCY)
    assert (await database.read(found, clock))["emergency"] == [case_id]
    clock.forward(timedelta(minutes=1))
    await database.write(look_again, **look, verdict="right", now=clock.now())
    assert (await database.read(found, clock))["emergency"] == []


async def test_it_is_listed_when_a_person_and_the_service_disagree_and_not_when_they_agree(
    database: Database, clock: SetClock
) -> None:
    sol = await database.write(adviser, "Sol", "supervisor")
    _, case_id = await database.write(waiting_case, clock.now(), level=Level.URGENT)

    async def judges(level: Level) -> None:
        clock.forward(timedelta(minutes=1))
        await database.write(
            judge_level, case_id, sol, level, "Read it all again", clock.now(),
            targets=TARGETS, supervising=True,
        )  # fmt: skip

    await judges(Level.URGENT)
    assert (await database.read(found, clock))["disagreement"] == []
    await judges(Level.ROUTINE)
    [one] = await database.read(disagreements, clock.now())
    assert (one.case_id, one.bot_level, one.person_level) == (case_id, "urgent", "routine")
    assert one.reason == "Read it all again"
    await judges(Level.URGENT)
    assert (await database.read(found, clock))["disagreement"] == []


async def test_the_one_who_had_a_case_and_an_adviser_cannot_take_the_second_look(
    sqlite: Database, clock: SetClock
) -> None:
    sol, sam = await sqlite.write(adviser, "Sol", "supervisor"), await sqlite.write(adviser)
    _, case_id = await sqlite.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    await sqlite.write(pick_up, case_id=case_id, staff_id=sol, library=LIBRARY, now=clock.now())

    async def looks(who: int, verdict: str = "right", words: str = "", case: int = case_id) -> None:
        await sqlite.write(
            look_again, case_id=case, staff_id=who, kind="emergency", verdict=verdict,
            words=words, now=clock.now(),
        )  # fmt: skip

    with pytest.raises(CaseError, match="Only a supervisor"):
        await looks(sam)
    with pytest.raises(CaseError, match="You had this case yourself"):
        await looks(sol)
    alex = await sqlite.write(adviser, "Alex", "supervisor")
    with pytest.raises(CaseError, match="Say why"):
        await looks(alex, "lower")
    with pytest.raises(CaseError, match="Choose what you found"):
        await looks(alex, "splendid")
    with pytest.raises(CaseError, match="no such case"):
        await looks(alex, case=99)
    await looks(alex, "lower", "It was a song")
    assert (await sqlite.read(found, clock))["emergency"] == []


async def test_a_sample_is_drawn_by_chance_from_what_closed_lately_and_no_case_twice(
    database: Database, clock: SetClock
) -> None:
    sam = await database.write(adviser)

    def closed(tx: Connection, number: int) -> int:
        _, case_id = waiting_case(tx, clock.now(), address=f"{number}")
        move: dict[str, Any] = {
            "case_id": case_id,
            "staff_id": sam,
            "library": LIBRARY,
            "now": clock.now(),
        }
        pick_up(tx, **move)
        finish(tx, outcome=Outcome.HELPED, agreed="", **move)
        return case_id

    old = await database.write(closed, 0)
    clock.forward(SAMPLE_FROM)
    fresh = {await database.write(closed, number) for number in range(1, 8)}
    draw: dict[str, Any] = {"now": clock.now(), "chance": SystemRandom()}
    assert await database.write(draw_sample, many=5, **draw) == 5
    assert await database.write(draw_sample, many=5, **draw) == 2
    assert await database.write(draw_sample, many=5, **draw) == 0
    drawn = (await database.read(found, clock))["quality"]
    assert set(drawn) == fresh
    assert old not in drawn
    sol = await database.write(adviser, "Sol", "supervisor")
    await database.write(
        look_again, case_id=drawn[0], staff_id=sol, kind="quality", verdict="handling",
        words="Ask who is at home", now=clock.now(),
    )  # fmt: skip
    assert set((await database.read(found, clock))["quality"]) == fresh - {drawn[0]}

    def kept(tx: Connection) -> str | None:
        words = select(SecondLook.words).where(SecondLook.case_id == drawn[0])
        return tx.execute(words).scalar_one()

    assert await database.read(kept) == "Ask who is at home"
