"""A person's judgement of the level moves the clock of a case that waits."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.decision import Level
from handoff.breaches import mark_breaches
from handoff.cases import judge_level
from store.database import Database
from store.tables import Case
from tests.handoff.stories import TARGETS, adviser, waiting_case

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=10)


def due(tx: Connection) -> datetime:
    return tx.execute(select(Case.due_at)).scalar_one()


def judged(tx: Connection, level: Level, now: datetime) -> datetime:
    """A supervisor judges the one case there is; by when it is due then."""
    case_id = tx.execute(select(Case.id)).scalar_one()
    sol = adviser(tx, f"Sol{now.timestamp()}{level}", "supervisor")
    judge_level(
        tx, case_id, sol, level, "Heard it on the phone", now, targets=TARGETS, supervising=True
    )
    return due(tx)


def waits(tx: Connection, level: Level, due_at: datetime) -> None:
    waiting_case(tx, NOON, level=level)
    tx.execute(update(Case).values(due_at=due_at))


async def test_a_waiting_case_that_a_person_raises_is_due_by_its_new_level(
    database: Database,
) -> None:
    await database.write(waits, Level.ROUTINE, NOON + timedelta(hours=1))
    assert await database.write(judged, Level.URGENT, LATER) == LATER + timedelta(minutes=5)
    assert await database.write(judged, Level.EMERGENCY, LATER) == LATER + timedelta(minutes=1)


async def test_a_raised_case_is_never_due_later_than_before(sqlite: Database) -> None:
    await sqlite.write(waits, Level.COMPLEX, NOON + timedelta(minutes=11))
    raised = await sqlite.write(judged, Level.URGENT, LATER)
    assert raised == NOON + timedelta(minutes=11)


async def test_a_lowered_case_has_the_time_that_its_new_level_would_have_given_it(
    sqlite: Database,
) -> None:
    await sqlite.write(waits, Level.EMERGENCY, NOON + timedelta(minutes=1))
    assert await sqlite.write(judged, Level.COMPLEX, LATER) == NOON + timedelta(minutes=30)


async def test_a_confirmed_level_leaves_the_clock_alone(sqlite: Database) -> None:
    await sqlite.write(waits, Level.URGENT, NOON + timedelta(hours=3))
    assert await sqlite.write(judged, Level.URGENT, LATER) == NOON + timedelta(hours=3)


async def test_a_late_case_that_is_raised_is_late_anew_at_its_new_level(sqlite: Database) -> None:
    await sqlite.write(waits, Level.COMPLEX, NOON + timedelta(minutes=5))
    assert await sqlite.write(mark_breaches, LATER) == [Level.COMPLEX]
    await sqlite.write(judged, Level.URGENT, LATER)
    assert await sqlite.write(mark_breaches, LATER) == [Level.URGENT]
    assert await sqlite.write(mark_breaches, LATER) == []
