"""A promise that is late or was broken climbs: every supervisor is told, and alerted where they are not
at their desk."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from handoff.hours_words import say_when, say_when_it_was
from handoff.notices import tell
from handoff.presence import supervisors
from store import alerts
from store.tables import Case, Promise, StaffMember


def climb(tx: Connection, promise_id: int, now: datetime, *, why: str) -> bool:
    """Tell the supervisors of a promise once; `why` is `late` or `broken`. False: they know of it."""
    climbs = tx.execute(
        update(Promise)
        .where(Promise.id == promise_id, Promise.climbed_at.is_(None))
        .values(climbed_at=now)
        .returning(Promise.case_id)
    ).scalar_one_or_none()
    if climbs is None:
        return False
    for staff_id in supervisors(tx):
        tell_staff(tx, staff_id, promise_id, f"promise {why}", now)
    level = tx.execute(select(Case.level).where(Case.id == climbs)).scalar_one()
    alerts.ask(tx, case_id=climbs, cause=alerts.PROMISE, level=level, now=now)
    return True


def tell_staff(tx: Connection, staff_id: int, promise_id: int, kind: str, now: datetime) -> None:
    """Tell one member of a promise, in the words of the ledger."""
    row = tx.execute(
        select(Promise.case_id, Promise.who, Promise.what, Promise.due_at).where(
            Promise.id == promise_id
        )
    ).one()
    when = (say_when_it_was if row.due_at <= now else say_when)(row.due_at, now)
    words = f"{row.who}: {row.what} ({when})"
    tell(tx, staff_id, kind, case_id=row.case_id, words=words, now=now)


def answers_for(tx: Connection, promise_id: int) -> list[int]:
    """Who must see to a promise now: who has the case, else who made it, else every supervisor."""
    maker = select(StaffMember.id).where(
        StaffMember.id == Promise.by_id, StaffMember.active.is_(True)
    )
    row = tx.execute(
        select(Case.owner_id, Case.state, maker.scalar_subquery().label("maker"))
        .join(Promise, Promise.case_id == Case.id)
        .where(Promise.id == promise_id)
    ).one()
    if row.state == "held" and row.owner_id is not None:
        return [row.owner_id]
    return [row.maker] if row.maker is not None else supervisors(tx)
