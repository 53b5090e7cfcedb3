"""Watching the ledger: what is due soon is brought to mind, and what is late climbs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select, update
from sqlalchemy.orm import InstrumentedAttribute

from handoff.promises.climbing import answers_for, climb, tell_staff
from store.tables import Promise


@dataclass(frozen=True)
class Watched:
    """How many promises somebody was reminded of, and how many climbed."""

    told: int
    climbed: int


CLIMBS_AFTER = timedelta(hours=2)
"""How long after its time a promise that nobody has seen to climbs, while advisers are here."""

_WAITS = Promise.state.in_(("open", "unsure")) & (Promise.kind != "back")


def watch_the_ledger(tx: Connection, now: datetime, *, advisers_here: bool) -> Watched:
    """Do what is due now. Any number of processes may do so at once; each thing is done once.

    Out of hours nothing climbs, for nobody could see to it; it does when advisers are back.
    """
    told = _note(
        tx,
        Promise.reminded_at,
        (Promise.remind_at <= now) & (Promise.due_at > now),
        "promise soon",
        now,
    )
    told += _note(tx, Promise.late_at, Promise.due_at <= now, "promise due", now)
    return Watched(told, _climb_what_is_late(tx, now) if advisers_here else 0)


def _climb_what_is_late(tx: Connection, now: datetime) -> int:
    late = select(Promise.id).where(
        _WAITS, Promise.climbed_at.is_(None), Promise.due_at <= now - CLIMBS_AFTER
    )
    found = tx.execute(late).scalars().all()
    return sum(climb(tx, promise_id, now, why="late") for promise_id in found)


def _note(
    tx: Connection,
    mark: InstrumentedAttribute[datetime | None],
    is_due: ColumnElement[bool],
    kind: str,
    now: datetime,
) -> int:
    """Tell whoever must see to each promise that has come so far; the mark keeps it to once."""
    found = tx.execute(
        update(Promise)
        .where(_WAITS, mark.is_(None), is_due)
        .values({mark: now})
        .returning(Promise.id)
    ).scalars()
    promises = found.all()
    for promise_id in promises:
        for staff_id in answers_for(tx, promise_id):
            tell_staff(tx, staff_id, promise_id, kind, now)
    return len(promises)
