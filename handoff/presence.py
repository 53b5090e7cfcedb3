"""Who works on cases, and who is here: their open desk answered within the last minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select, update

from handoff.cases import CaseError
from store.tables import Case, StaffMember

GRACE = timedelta(seconds=60)
"""How long a desk may be silent before its adviser counts as gone."""
_WORKS_ON_CASES = ("adviser", "supervisor")
_COLLEAGUES = (
    select(
        StaffMember.id,
        StaffMember.name,
        StaffMember.role,
        StaffMember.present_at,
        select(func.count())
        .where(Case.owner_id == StaffMember.id, Case.state == "held")
        .scalar_subquery()
        .label("cases"),
    )
    .where(StaffMember.active.is_(True), StaffMember.role.in_(_WORKS_ON_CASES))
    .order_by(StaffMember.name, StaffMember.id)
)
_WORKING = (
    select(StaffMember.id, StaffMember.name, StaffMember.role, StaffMember.present_at)
    .where(
        StaffMember.id == bindparam("staff"),
        StaffMember.active.is_(True),
        StaffMember.role.in_(_WORKS_ON_CASES),
    )
    .with_for_update(read=True)
)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works on cases, as others see them when they choose whom to ask."""

    id: int
    name: str
    supervises: bool
    here: bool
    cases: int


def note_present(tx: Connection, staff_id: int, now: datetime) -> None:
    """Their open desk has just answered."""
    tx.execute(update(StaffMember).where(StaffMember.id == staff_id).values(present_at=now))


def forget_presence(tx: Connection, staff_id: int) -> None:
    """A new sign-in: nothing is known of them until a desk of theirs answers."""
    tx.execute(update(StaffMember).where(StaffMember.id == staff_id).values(present_at=None))


def is_here(present_at: datetime | None, now: datetime) -> bool:
    """Whether somebody whose desk last answered then is here now."""
    return present_at is not None and now - present_at <= GRACE


def colleagues(tx: Connection, now: datetime) -> list[Colleague]:
    """Everyone who works on cases, those who are here first, and how many cases each has."""
    rows = tx.execute(_COLLEAGUES)
    found = [
        Colleague(
            row.id, row.name, row.role == "supervisor", is_here(row.present_at, now), row.cases
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: not one.here)


def supervises(tx: Connection, staff_id: int) -> bool:
    """Whether this member is a supervisor."""
    role = tx.execute(select(StaffMember.role).where(StaffMember.id == staff_id))
    return role.scalar_one_or_none() == "supervisor"


def supervisors(tx: Connection) -> list[int]:
    """The supervisors whose accounts are open."""
    return list(
        tx.execute(
            select(StaffMember.id)
            .where(StaffMember.active.is_(True), StaffMember.role == "supervisor")
            .order_by(StaffMember.id)
        ).scalars()
    )


def working(tx: Connection, staff_id: int, now: datetime) -> Colleague:
    """A member who may have cases; CaseError where their account has ended meanwhile.

    Asked before a conversation is locked. The account cannot end until the transaction does, so that
    no case is given to somebody who has just gone.
    """
    row = tx.execute(_WORKING, {"staff": staff_id}).one_or_none()
    if row is None:
        message = "Nothing was changed: that account is closed. Choose somebody from the list."
        raise CaseError(message)
    return Colleague(
        row.id, row.name, row.role == "supervisor", is_here(row.present_at, now), cases=0
    )


def name_of(tx: Connection, staff_id: int) -> str:
    """A member's full name, as colleagues know them."""
    name: str = tx.execute(select(StaffMember.name).where(StaffMember.id == staff_id)).scalar_one()
    return name


def first_name(tx: Connection, staff_id: int) -> str:
    """The name by which young people know a member."""
    name: str = tx.execute(
        select(StaffMember.shown_name).where(StaffMember.id == staff_id)
    ).scalar_one()
    return name
