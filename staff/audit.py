"""The audit trail: who saw or did what. Added to in the transaction of the deed, never changed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from store.tables import AuditRecord, StaffMember

PAGE = 100


@dataclass(frozen=True)
class Deed:
    """One line of the audit trail."""

    id: int
    at: datetime
    who: str
    action: str
    subject: str
    detail: str


def record(
    tx: Connection,
    *,
    at: datetime,
    staff_id: int | None,
    action: str,
    subject: str,
    detail: str = "",
) -> None:
    """Note a deed. `action` and `subject` carry no personal text: "view case", "case 12"."""
    tx.execute(
        insert(AuditRecord).values(
            at=at, staff_id=staff_id, action=action, subject=subject, detail=detail or None
        )
    )


def deeds(
    tx: Connection, *, before: int | None = None, staff_id: int | None = None, subject: str = ""
) -> list[Deed]:
    """The newest deeds first, a page at a time: those before an id, of one member, on one subject."""
    asked = (
        select(
            AuditRecord.id,
            AuditRecord.at,
            StaffMember.name,
            AuditRecord.action,
            AuditRecord.subject,
            AuditRecord.detail,
        )
        .outerjoin(StaffMember, StaffMember.id == AuditRecord.staff_id)
        .order_by(AuditRecord.id.desc())
        .limit(PAGE)
    )
    if before is not None:
        asked = asked.where(AuditRecord.id < before)
    if staff_id is not None:
        asked = asked.where(AuditRecord.staff_id == staff_id)
    if subject:
        asked = asked.where(AuditRecord.subject == subject)
    return [
        Deed(row.id, row.at, row.name or "", row.action, row.subject, row.detail or "")
        for row in tx.execute(asked)
    ]
