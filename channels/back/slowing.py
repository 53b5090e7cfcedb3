"""Slows whoever guesses codes or asks for too many, and locks nobody out for long.

What is counted is kept for an hour as a hash. A wait counts from the last attempt that was let through,
so knocking while waiting prolongs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, select, text

from store.encryption import Vault
from store.tables import CodeAttempt

KEPT = timedelta(hours=1)
NO_WAIT = timedelta()
# Any fixed number will do: on PostgreSQL, attempts are let through one after the other.
_LOCK = 716_255


@dataclass(frozen=True)
class Limit:
    """How many attempts of one kind are free within an hour, and the waits after that: doubling, from the
    first to the longest."""

    what: str
    who: str
    free: int
    first: timedelta
    longest: timedelta


def typing_limits(address: str) -> tuple[Limit, ...]:
    """Typing a code: from one address, and from all together."""
    return (
        Limit("typed", address, 10, timedelta(seconds=15), timedelta(minutes=15)),
        Limit("typed", "all", 600, timedelta(seconds=1), timedelta(seconds=15)),
    )


def asking_limits(conversation_id: int) -> tuple[Limit, ...]:
    """Asking for a code to come back with."""
    return (Limit("asked", str(conversation_id), 5, timedelta(minutes=2), timedelta(minutes=15)),)


def texting_limits(conversation_id: int, address: str, number: str) -> tuple[Limit, ...]:
    """Asking for a text to a phone: from one chat, from one address, to one number, and in all. A phone is
    not to be pestered, and the phone company charges for each."""
    long, hour = timedelta(minutes=30), timedelta(hours=1)
    return (
        Limit("texted for", str(conversation_id), 3, long, hour),
        Limit("texted from", address, 6, long, hour),
        Limit("texted to", number, 3, long, hour),
        Limit("texted", "all", 200, timedelta(seconds=30), timedelta(minutes=5)),
    )


def let_through(tx: Connection, vault: Vault, limits: Sequence[Limit], now: datetime) -> timedelta:
    """Count an attempt, unless one of its limits says to wait; then how long."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    hashed = [(limit, vault.lookup(f"code {limit.what} {limit.who}")) for limit in limits]
    wait = max(_wait(tx, limit, who, now) for limit, who in hashed)
    if wait > NO_WAIT:
        return wait
    tx.execute(insert(CodeAttempt), [{"who_hash": who, "at": now} for _, who in hashed])
    return NO_WAIT


def _wait(tx: Connection, limit: Limit, who_hash: str, now: datetime) -> timedelta:
    count, last = tx.execute(
        select(func.count(), func.max(CodeAttempt.at)).where(
            CodeAttempt.who_hash == who_hash, CodeAttempt.at > now - KEPT
        )
    ).one()
    if last is None or count < limit.free:
        return NO_WAIT
    doubled: timedelta = limit.first * 2 ** min(count - limit.free, 16)
    return max(last + min(doubled, limit.longest) - now, NO_WAIT)
