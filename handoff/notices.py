"""What one member of staff must hear about a case: kept until they have, then deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select

from store.tables import Case, Notice, StaffMember

_NOTICES: Any = (
    select(
        Notice.id,
        Notice.staff_id,
        Notice.case_id,
        Notice.kind,
        Notice.by_id,
        Notice.words,
        Notice.at,
        Case.level,
        StaffMember.name,
    )
    .join(Case, Case.id == Notice.case_id)
    .outerjoin(StaffMember, StaffMember.id == Notice.by_id)
    .order_by(Notice.id)
)
_TO = _NOTICES.where(Notice.staff_id == bindparam("staff"))
_ASKED = _NOTICES.where(Notice.case_id == bindparam("case"), Notice.kind == "asked")


@dataclass(frozen=True)
class Told:
    """A notice as its reader sees it. `by` is empty where nobody in particular did it."""

    id: int
    case_id: int
    level: str
    kind: str
    by_id: int | None
    by: str
    words: str
    at: datetime


def tell(
    tx: Connection,
    staff_id: int,
    kind: str,
    *,
    case_id: int,
    now: datetime,
    by: int | None = None,
    words: str = "",
) -> None:
    """Tell one member something about a case."""
    tx.execute(
        insert(Notice).values(
            staff_id=staff_id, case_id=case_id, by_id=by, kind=kind, words=words or None, at=now
        )
    )


def notices_of(tx: Connection, staff_id: int) -> list[Told]:
    """What a member has not heard yet, the oldest first."""
    return [_told(row) for row in tx.execute(_TO, {"staff": staff_id})]


def questions_about(tx: Connection, case_id: int) -> list[tuple[int, Told]]:
    """The questions about a case that colleagues have not answered: whose turn it is, and what."""
    asked = tx.execute(_ASKED, {"case": case_id})
    return [(row.staff_id, _told(row)) for row in asked]


def has_seen(tx: Connection, staff_id: int, case_id: int) -> None:
    """They have seen all that was told about this case; questions stay until they are answered."""
    tx.execute(
        delete(Notice).where(
            Notice.staff_id == staff_id, Notice.case_id == case_id, Notice.kind != "asked"
        )
    )


def drop_questions(tx: Connection, case_id: int) -> None:
    """The case has ended: nobody needs the answers any more."""
    tx.execute(delete(Notice).where(Notice.case_id == case_id, Notice.kind == "asked"))


def drop(tx: Connection, notice_ids: Iterable[int]) -> None:
    """Take notices away: they are settled."""
    tx.execute(delete(Notice).where(Notice.id.in_(list(notice_ids))))


def _told(row: Row[Any]) -> Told:
    return Told(
        row.id, row.case_id, row.level, row.kind, row.by_id, row.name or "", row.words or "", row.at
    )
