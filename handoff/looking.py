"""Who has which case open now, so that two who look at one case know of each other."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, select

from store.insert import insert_if_new
from store.tables import Case, Look, StaffMember

FRESH = timedelta(seconds=45)
"""How long somebody counts as looking after their desk last said so; it says so every 15 seconds."""
_AGAIN_AFTER = timedelta(seconds=10)
_LOOKED = select(Look.at).where(Look.case_id == bindparam("case"), Look.staff_id == bindparam("me"))
_LOOKERS = (
    select(Look.case_id, StaffMember.shown_name)
    .join(StaffMember, StaffMember.id == Look.staff_id)
    .where(
        Look.case_id.in_(bindparam("cases", expanding=True)),
        Look.staff_id != bindparam("me"),
        Look.at > bindparam("since"),
    )
    .order_by(Look.staff_id)
)


def looked_lately(tx: Connection, case_id: int, staff_id: int, now: datetime) -> bool:
    """Whether this look was noted so lately that nothing need be written."""
    at = tx.execute(_LOOKED, {"case": case_id, "me": staff_id}).scalar_one_or_none()
    return at is not None and now - at < _AGAIN_AFTER


def note_look(tx: Connection, case_id: int, staff_id: int, now: datetime) -> list[int]:
    """A member has this case open, and no other. The conversations of which others must hear that."""
    if tx.execute(select(Case.id).where(Case.id == case_id)).one_or_none() is None:
        return []
    before = set(
        tx.execute(
            delete(Look).where(Look.staff_id == staff_id).returning(Look.case_id, Look.at)
        ).all()
    )
    insert_if_new(tx, Look, case_id=case_id, staff_id=staff_id, at=now)
    still = {row.case_id for row in before if now - row.at <= FRESH}
    changed = still ^ {case_id}
    return list(
        tx.execute(select(Case.conversation_id).where(Case.id.in_(sorted(changed)))).scalars()
    )


def lookers(
    tx: Connection, case_ids: Iterable[int], me: int, now: datetime
) -> dict[int, list[str]]:
    """The first names of the others who have these cases open now."""
    rows = tx.execute(_LOOKERS, {"cases": list(case_ids), "me": me, "since": now - FRESH})
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.case_id, []).append(row.shown_name)
    return found
