"""What an editor does to a piece, with its line in the audit trail in the same transaction."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from content import publishing
from content.checks.piece import Piece
from staff.audit import record
from staff.questions.reading import ENTRY
from staff.questions.settling import settle


def save(
    tx: Connection,
    piece: Piece,
    *,
    started_from: int,
    by: int,
    why: str,
    now: datetime,
    answers: Collection[int] = (),
) -> int:
    """Keep a draft; the number of its version. The same words again leave no trace.

    `answers` are the questions asked in vain that a new entry is written for.
    """
    number = publishing.save_draft(
        tx, piece, started_from=started_from, author_id=by, why=why, now=now
    )
    if number != started_from:
        _note(tx, "save draft", piece.id, f"version {number}: {why}", by=by, now=now)
    if answers:
        settle(tx, answers, ENTRY, subject=f"entry {piece.id}", by=by, now=now)
    return number


def publish(
    tx: Connection,
    entry_id: str,
    number: int,
    *,
    replaces: int | None,
    by: int,
    hours: str,
    now: datetime,
) -> None:
    """Put a version in service."""
    publishing.publish(
        tx, entry_id, number, replaces=replaces, publisher_id=by, hours=hours, now=now
    )
    _note(tx, "publish", entry_id, f"version {number}, was {replaces or 'none'}", by=by, now=now)


def withdraw(
    tx: Connection, entry_id: str, *, replaces: int, by: int, why: str, now: datetime
) -> None:
    """Take an answer out of service."""
    publishing.withdraw(tx, entry_id, replaces=replaces, now=now)
    _note(tx, "withdraw", entry_id, f"version {replaces}: {why}", by=by, now=now)


def _note(
    tx: Connection, action: str, entry_id: str, detail: str, *, by: int, now: datetime
) -> None:
    record(tx, at=now, staff_id=by, action=action, subject=f"entry {entry_id}", detail=detail)
