"""Open sign-ins. The browser holds a random token; the database keeps only its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, or_, select, update

from store.tables import StaffMember, StaffSession
from web.access import Role, SignedIn

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=12)
NEW_PASSWORD_PATH = "/staff/password"  # noqa: S105 - an address, not a password
_TOUCH_EVERY = timedelta(minutes=1)


# Asked on every request, so built once: building a statement costs more than running it.
_OPEN = (
    select(
        StaffSession.csrf_token,
        StaffSession.last_seen_at,
        StaffMember.id,
        StaffMember.email,
        StaffMember.name,
        StaffMember.shown_name,
        StaffMember.role,
        StaffMember.must_change_password,
    )
    .join(StaffMember, StaffMember.id == StaffSession.staff_id)
    .where(
        StaffSession.token_hash == bindparam("token_hash"),
        StaffSession.expires_at > bindparam("now"),
        StaffSession.last_seen_at > bindparam("idle_since"),
        StaffMember.active.is_(True),
    )
)


@dataclass(frozen=True)
class FoundSession:
    """Who a token belongs to. `stale` says that the time last seen should be written again."""

    member: SignedIn
    stale: bool


def open_session(tx: Connection, staff_id: int, now: datetime, *, replaces: str = "") -> str:
    """Start a sign-in and give its token, always a new one; the one it replaces ends here."""
    close_session(tx, replaces)
    tx.execute(delete(StaffSession).where(_ended(now)))
    token = secrets.token_urlsafe(32)
    tx.execute(
        insert(StaffSession).values(
            token_hash=token_hash(token),
            staff_id=staff_id,
            csrf_token=secrets.token_urlsafe(32),
            created_at=now,
            last_seen_at=now,
            expires_at=now + LONGEST,
        )
    )
    return token


def find_session(tx: Connection, token: str, now: datetime) -> FoundSession | None:
    """Who is signed in with this token: none when it is unknown, ended, or the person disabled."""
    asked = {"token_hash": token_hash(token), "now": now, "idle_since": now - IDLE}
    row = tx.execute(_OPEN, asked).one_or_none()
    if row is None:
        return None
    member = SignedIn(
        staff_id=row.id,
        email=row.email,
        name=row.name,
        shown_name=row.shown_name,
        role=Role(row.role),
        csrf_token=row.csrf_token,
        pending=NEW_PASSWORD_PATH if row.must_change_password else "",
    )
    return FoundSession(member, stale=now - row.last_seen_at >= _TOUCH_EVERY)


def touch(tx: Connection, token: str, now: datetime) -> None:
    """Note that the sign-in is in use, so that it does not end as idle."""
    tx.execute(
        update(StaffSession)
        .where(StaffSession.token_hash == token_hash(token))
        .values(last_seen_at=now)
    )


def close_session(tx: Connection, token: str) -> None:
    """Sign out here."""
    if token:
        tx.execute(delete(StaffSession).where(StaffSession.token_hash == token_hash(token)))


def close_all(tx: Connection, staff_id: int) -> int:
    """Sign out everywhere; says how many sign-ins that ended."""
    return tx.execute(delete(StaffSession).where(StaffSession.staff_id == staff_id)).rowcount


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _ended(now: datetime) -> ColumnElement[bool]:
    return or_(StaffSession.expires_at <= now, StaffSession.last_seen_at <= now - IDLE)
