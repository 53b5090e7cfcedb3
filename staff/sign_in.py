"""Signing in, step by step: slowed guessing, the password, then the session.

The steps are apart on purpose. A second factor goes between `prove_password` and `start_session`:
a member who has one is asked for it there, and no session exists until it is given.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from handoff.presence import forget_presence
from staff import guessing, passwords
from staff.audit import record
from staff.members import clean_email
from staff.sessions import open_session
from store.database import Database
from store.encryption import Vault
from store.tables import StaffMember


@dataclass(frozen=True)
class Proven:
    """A member of staff whose password fitted. Not signed in yet."""

    staff_id: int


@dataclass(frozen=True)
class Refused:
    """No sign-in; `wait` says how long until it may be tried again. Never says what was wrong."""

    wait: timedelta = timedelta()


async def prove_password(
    database: Database, vault: Vault, *, email: str, password: str, address: str, now: datetime
) -> Proven | Refused:
    """Check e-mail and password. An unknown e-mail takes as long and is told the same."""
    email = clean_email(email)
    attempt = await database.write(
        guessing.try_sign_in, guessing.guessed(vault, email, address), now
    )
    if isinstance(attempt, timedelta):
        return Refused(attempt)
    known = await database.read(_find_active, email)
    staff_id, password_hash = known or (None, None)
    if not await passwords.fits(password_hash, password) or staff_id is None:
        await database.write(_note_refusal, staff_id, now)
        return Refused()
    await database.write(guessing.forgive, attempt)
    return Proven(staff_id)


def start_session(tx: Connection, proven: Proven, now: datetime, *, replaces: str = "") -> str:
    """Sign the member in and give the token for the browser."""
    token = open_session(tx, proven.staff_id, now, replaces=replaces)
    forget_presence(tx, proven.staff_id)
    subject = f"staff {proven.staff_id}"
    record(tx, at=now, staff_id=proven.staff_id, action="sign in", subject=subject)
    return token


def _find_active(tx: Connection, email: str) -> tuple[int, str] | None:
    row = tx.execute(
        select(StaffMember.id, StaffMember.password_hash).where(
            StaffMember.email == email, StaffMember.active.is_(True)
        )
    ).one_or_none()
    return (row.id, row.password_hash) if row else None


def _note_refusal(tx: Connection, staff_id: int | None, now: datetime) -> None:
    """Both known and unknown e-mails cost one write, so that time tells nothing."""
    subject = f"staff {staff_id}" if staff_id is not None else "unknown e-mail"
    record(tx, at=now, staff_id=None, action="sign-in refused", subject=subject)
