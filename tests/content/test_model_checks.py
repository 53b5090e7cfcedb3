"""The first replica's verdict holds for all, and the last good model is known."""

from datetime import timedelta

import pytest

from content.model_checks import (
    ALLOWED,
    GOOD,
    WORSE,
    Comparison,
    Lost,
    OnKept,
    allow,
    check_of,
    last_good,
    newest,
    settle,
    worse_than,
)
from store.clock import SetClock
from store.database import Database

FINE = OnKept(right_at_once=0.8, wrong_as_if_sure=0.04)
SAME = Comparison(FINE, FINE)
FALLEN = Comparison(FINE, OnKept(0.7, 0.04), (Lost("wots ema", "ema/what-is-it", ""),))


@pytest.mark.parametrize(
    ("after", "worse"),
    [
        (OnKept(0.8, 0.04), False),
        (OnKept(0.795, 0.045), False),
        (OnKept(0.9, 0.01), False),
        (OnKept(0.78, 0.04), True),
        (OnKept(0.9, 0.06), True),
    ],
)
def test_a_fall_beyond_a_hair_is_worse(after: OnKept, worse: bool) -> None:
    assert worse_than(after, FINE) is worse


async def test_the_first_verdict_holds_for_every_replica(
    database: Database, clock: SetClock
) -> None:
    assert await database.write(settle, "one", FALLEN, clock.now()) == WORSE
    assert await database.write(settle, "one", SAME, clock.now()) == WORSE
    known = await database.read(check_of, "one")
    assert known is not None
    assert known.comparison == FALLEN


async def test_a_waiting_model_is_never_the_last_good_one(
    database: Database, clock: SetClock
) -> None:
    for mark, comparison in (("old", None), ("good", SAME), ("fallen", FALLEN)):
        await database.write(settle, mark, comparison, clock.now())
        clock.set(clock.now() + timedelta(minutes=1))
    assert await database.read(lambda tx: last_good(tx, besides="fallen")) == "good"
    assert await database.read(lambda tx: last_good(tx, besides="good")) == "old"


async def test_going_back_to_what_was_good_makes_that_the_newest(
    database: Database, clock: SetClock
) -> None:
    for mark, comparison in (("good", None), ("fallen", FALLEN), ("good", None)):
        await database.write(settle, mark, comparison, clock.now())
        clock.set(clock.now() + timedelta(minutes=1))
    found = await database.read(newest)
    assert found is not None
    assert (found.mark, found.verdict) == ("good", GOOD)


async def test_an_editor_lets_a_waiting_model_serve_once(
    database: Database, clock: SetClock
) -> None:
    await database.write(settle, "fallen", FALLEN, clock.now())
    assert await database.write(allow, "fallen")
    assert not await database.write(allow, "fallen")
    assert not await database.write(allow, "unknown")
    assert await database.write(settle, "fallen", FALLEN, clock.now()) == ALLOWED
