"""Handing a case on: offering, accepting, asking a colleague, reopening. Each is on the audit trail."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from content.library import Library
from handoff import consulting, notices, transfer
from handoff.reopening import reopen as reopen_case
from handoff.speaking import Sent
from staff.desk.deeds import Deed, Fields, keep_trail, number_in, quietly, words_in


def offer(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Ask a colleague to take the case."""
    to = member_number(fields)
    transfer.offer(tx, case_id=case_id, staff_id=staff_id, to=to, words=words_in(fields), now=now)
    keep_trail(tx, case_id, staff_id, "offered case", now, detail=f"to staff {to}")


def accept(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """Take a case that a colleague offers."""
    moved = transfer.accept(
        tx, case_id=case_id, staff_id=staff_id, library=library, now=now, quietly=quietly(fields)
    )
    keep_trail(tx, case_id, staff_id, "accepted case", now)
    return moved.told


def refuse(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Say no to a case that a colleague offers."""
    transfer.refuse(tx, case_id=case_id, staff_id=staff_id, why=words_in(fields), now=now)
    keep_trail(tx, case_id, staff_id, "refused case", now)


def take_back(
    tx: Connection, case_id: int, staff_id: int, _fields: Fields, _library: Library, now: datetime
) -> None:
    """Stop asking a colleague to take the case."""
    transfer.take_back(tx, case_id=case_id, staff_id=staff_id, now=now)
    keep_trail(tx, case_id, staff_id, "took back offer", now)


def take_over(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """A supervisor takes the case from whoever has it."""
    moved = transfer.take_over(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        why=words_in(fields),
        library=library,
        now=now,
        quietly=quietly(fields),
    )
    keep_trail(tx, case_id, staff_id, "took over case", now)
    return moved.told


def ask(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Ask a colleague something, and keep the case."""
    of = member_number(fields)
    consulting.ask(
        tx, case_id=case_id, staff_id=staff_id, of=of, question=words_in(fields), now=now
    )
    keep_trail(tx, case_id, staff_id, "asked colleague", now, detail=f"staff {of}")


def answer(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Answer a colleague who asked about their case."""
    consulting.answer(tx, case_id=case_id, staff_id=staff_id, words=words_in(fields), now=now)
    keep_trail(tx, case_id, staff_id, "answered colleague", now)


def reopen(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """Open a closed case again."""
    moved = reopen_case(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        why=words_in(fields),
        library=library,
        now=now,
        quietly=quietly(fields),
    )
    keep_trail(tx, case_id, staff_id, "reopened case", now)
    return moved.told


def seen(
    tx: Connection, case_id: int, staff_id: int, _fields: Fields, _library: Library, _now: datetime
) -> None:
    """Put away what was told about this case."""
    notices.has_seen(tx, staff_id, case_id)


MOVE_ACTS: Mapping[str, Deed] = {
    "offer": offer,
    "accept": accept,
    "refuse": refuse,
    "takeback": take_back,
    "takeover": take_over,
    "ask": ask,
    "answer": answer,
    "reopen": reopen,
    "seen": seen,
}


def member_number(fields: Fields) -> int:
    """The colleague who was chosen."""
    return number_in(fields, "to", "Nothing was changed. Choose a colleague.")
