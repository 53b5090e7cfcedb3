"""Members of staff: added, disabled, enabled again, and given a new one-time password."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, select, update

from content.library import Library
from handoff.moves import Moved
from handoff.returning import end_duty
from staff.audit import record
from staff.sessions import close_all
from store.insert import insert_if_new
from store.tables import StaffMember
from web.access import Role


class MemberError(Exception):
    """A change to a member of staff that cannot be made; the text says why."""


@dataclass(frozen=True)
class Member:
    """A member of staff, as the list shows them."""

    id: int
    email: str
    name: str
    shown_name: str
    role: Role
    active: bool
    must_change_password: bool
    created_at: datetime


def clean_email(text: str) -> str:
    """The one way an e-mail address is written, so that it is found again."""
    return text.strip().lower()


def add_member(
    tx: Connection,
    *,
    email: str,
    name: str,
    shown_name: str,
    role: Role,
    password_hash: str,
    now: datetime,
    by: int | None = None,
) -> int:
    """Add a member with a one-time password. `by` is none when the operator's command adds them."""
    new_id = insert_if_new(
        tx,
        StaffMember,
        email=clean_email(email),
        name=name,
        shown_name=shown_name,
        role=role,
        password_hash=password_hash,
        must_change_password=True,
        active=True,
        created_at=now,
    )
    if new_id is None:
        raise MemberError("Somebody with that e-mail address is on the list already.")
    record(tx, at=now, staff_id=by, action="add member", subject=f"staff {new_id}", detail=role)
    return int(new_id)


def members(tx: Connection) -> list[Member]:
    """Everyone, by name; the disabled last."""
    rows = tx.execute(
        select(StaffMember.__table__).order_by(
            StaffMember.active.desc(), StaffMember.name, StaffMember.id
        )
    )
    return [_member(row) for row in rows]


def disable(
    tx: Connection, staff_id: int, *, library: Library, now: datetime, by: int
) -> list[Moved]:
    """Close the door to a member at once, on every device. What they did stays on record.

    The cases they hold go back to the head of the queue, and nothing else waits for them either: a
    young person never waits for somebody who has gone. Gives the cases that went back.
    """
    member = find_member(tx, staff_id)
    if staff_id == by:
        raise MemberError("You cannot disable yourself. Ask another administrator.")
    if member.role is Role.ADMINISTRATOR and _administrators(tx) < 2:
        raise MemberError("This is the last administrator. Add another one first.")
    _change(tx, staff_id, active=False)
    close_all(tx, staff_id)
    returned = end_duty(tx, staff_id, library=library, now=now)
    detail = f"{len(returned)} cases returned to the queue" if returned else ""
    record(
        tx, at=now, staff_id=by, action="disable member", subject=f"staff {staff_id}", detail=detail
    )
    return returned


def enable(tx: Connection, staff_id: int, *, now: datetime, by: int) -> None:
    """Let a disabled member sign in again."""
    find_member(tx, staff_id)
    _change(tx, staff_id, active=True)
    record(tx, at=now, staff_id=by, action="enable member", subject=f"staff {staff_id}")


def reset_password(
    tx: Connection, staff_id: int, *, password_hash: str, now: datetime, by: int | None = None
) -> None:
    """Replace a password by a one-time one, and sign the member out everywhere."""
    find_member(tx, staff_id)
    _change(tx, staff_id, password_hash=password_hash, must_change_password=True)
    close_all(tx, staff_id)
    record(tx, at=now, staff_id=by, action="reset password", subject=f"staff {staff_id}")


def change_password(tx: Connection, staff_id: int, *, password_hash: str, now: datetime) -> None:
    """Keep the password that a member chose, and sign them out everywhere."""
    _change(tx, staff_id, password_hash=password_hash, must_change_password=False)
    close_all(tx, staff_id)
    record(tx, at=now, staff_id=staff_id, action="change password", subject=f"staff {staff_id}")


def find_member(tx: Connection, staff_id: int) -> Member:
    """One member by number."""
    row = tx.execute(select(StaffMember.__table__).where(StaffMember.id == staff_id)).one_or_none()
    if row is None:
        raise MemberError("There is no such member of staff.")
    return _member(row)


def _member(row: Row[tuple[object, ...]]) -> Member:
    return Member(
        id=row.id,
        email=row.email,
        name=row.name,
        shown_name=row.shown_name,
        role=Role(row.role),
        active=row.active,
        must_change_password=row.must_change_password,
        created_at=row.created_at,
    )


def _administrators(tx: Connection) -> int:
    return tx.execute(
        select(func.count()).where(
            StaffMember.role == Role.ADMINISTRATOR, StaffMember.active.is_(True)
        )
    ).scalar_one()


def _change(tx: Connection, staff_id: int, **values: object) -> None:
    tx.execute(update(StaffMember).where(StaffMember.id == staff_id).values(**values))
