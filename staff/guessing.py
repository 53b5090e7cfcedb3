"""Slows the guessing of passwords, per e-mail, per address, and per both, and locks nobody out.

A wait counts from the last attempt that was let through, so knocking while waiting prolongs nothing.
An e-mail alone never waits long: a stranger who guesses must not keep its owner out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, text

from store.encryption import Vault
from store.tables import SignInFailure

KEPT = timedelta(hours=1)
_FIRST_WAIT = timedelta(seconds=15)
# Any fixed number will do: on PostgreSQL, attempts are let through one after the other.
_LOCK = 716_254


@dataclass(frozen=True)
class Guessed:
    """One of the things being guessed at: how many tries are free, and how long it ever waits."""

    who_hash: str
    free: int
    longest: timedelta


@dataclass(frozen=True)
class Attempt:
    """An attempt that was let through: counted as failed until it is forgiven."""

    ids: tuple[int, ...]
    own: tuple[str, ...]


def guessed(vault: Vault, email: str, address: str) -> tuple[Guessed, ...]:
    """What an attempt counts against."""
    return (
        Guessed(vault.lookup(f"sign-in both {email} {address}"), 5, timedelta(minutes=15)),
        Guessed(vault.lookup(f"sign-in e-mail {email}"), 10, timedelta(minutes=1)),
        Guessed(vault.lookup(f"sign-in address {address}"), 30, timedelta(minutes=15)),
    )


def try_sign_in(tx: Connection, against: Sequence[Guessed], now: datetime) -> Attempt | timedelta:
    """Let an attempt through and count it at once, so that many together gain nothing; or the wait."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    tx.execute(delete(SignInFailure).where(SignInFailure.at <= now - KEPT))
    wait = max(_wait(tx, one, now) for one in against)
    if wait > timedelta():
        return wait
    ids = [
        tx.execute(
            insert(SignInFailure).values(who_hash=one.who_hash, at=now).returning(SignInFailure.id)
        ).scalar_one()
        for one in against
    ]
    return Attempt(tuple(ids), tuple(one.who_hash for one in against[:2]))


def forgive(tx: Connection, attempt: Attempt) -> None:
    """The password fitted: its owner starts afresh. The address keeps its other failures."""
    tx.execute(delete(SignInFailure).where(SignInFailure.who_hash.in_(attempt.own)))
    tx.execute(delete(SignInFailure).where(SignInFailure.id.in_(attempt.ids)))


def _wait(tx: Connection, one: Guessed, now: datetime) -> timedelta:
    failures, last = tx.execute(
        select(func.count(), func.max(SignInFailure.at)).where(
            SignInFailure.who_hash == one.who_hash, SignInFailure.at > now - KEPT
        )
    ).one()
    return left_to_wait(failures, last, now, free=one.free, longest=one.longest)


def left_to_wait(
    failures: int, last: datetime | None, now: datetime, *, free: int, longest: timedelta
) -> timedelta:
    """How long until the next attempt: nothing while some are free, then doubling up to the longest."""
    if last is None or failures < free:
        return timedelta()
    doubled: timedelta = _FIRST_WAIT * 2 ** min(failures - free, 16)
    return max(last + min(doubled, longest) - now, timedelta())
