"""What an adviser has begun to write: kept by the service, so that a dead browser loses no word."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from store.insert import insert_if_new
from store.tables import Draft

LONGEST_DRAFT = 8000
_DRAFT = select(Draft.text).where(
    Draft.case_id == bindparam("case"), Draft.staff_id == bindparam("me")
)


def keep_draft(tx: Connection, *, case_id: int, staff_id: int, text: str, now: datetime) -> None:
    """Keep what stands in the box now; nothing in it means that there is no draft."""
    drop_draft(tx, case_id=case_id, staff_id=staff_id)
    if text.strip():
        insert_if_new(
            tx, Draft, case_id=case_id, staff_id=staff_id, text=text[:LONGEST_DRAFT], at=now
        )


def drop_draft(tx: Connection, *, case_id: int, staff_id: int) -> None:
    """It was sent, or thrown away."""
    tx.execute(delete(Draft).where(Draft.case_id == case_id, Draft.staff_id == staff_id))


def draft_of(tx: Connection, case_id: int, staff_id: int) -> str:
    """What this member has begun to write in this case; empty where nothing."""
    found = tx.execute(_DRAFT, {"case": case_id, "me": staff_id})
    return found.scalar_one_or_none() or ""
