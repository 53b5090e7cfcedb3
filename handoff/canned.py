"""Replies that are written once and used again: everybody's, and each adviser's own wording of them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, or_, select, update

from handoff.cases import CaseError
from handoff.presence import supervises
from store.tables import CannedReply

LONGEST_NAME = 80
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Canned:
    """One reply. `own`: this adviser's own; `replaces`: it stands for everybody's of the same name."""

    id: int
    name: str
    text: str
    own: bool
    replaces: bool = False


def canned_of(tx: Connection, staff_id: int) -> list[Canned]:
    """What one adviser may use, by name. Their own wording stands in place of everybody's."""
    rows = tx.execute(
        select(CannedReply.id, CannedReply.owner_id, CannedReply.name, CannedReply.text)
        .where(or_(CannedReply.owner_id.is_(None), CannedReply.owner_id == staff_id))
        .order_by(CannedReply.name, CannedReply.id)
    ).all()
    shared = {row.name.casefold() for row in rows if row.owner_id is None}
    own = {row.name.casefold() for row in rows if row.owner_id is not None}
    return [
        Canned(
            row.id,
            row.name,
            row.text,
            own=row.owner_id is not None,
            replaces=row.owner_id is not None and row.name.casefold() in shared,
        )
        for row in rows
        if row.owner_id is not None or row.name.casefold() not in own
    ]


def keep_canned(
    tx: Connection, *, staff_id: int, name: str, text: str, for_all: bool, now: datetime
) -> int:
    """Keep a reply under its name, instead of what had that name before: mine, or everybody's."""
    name, text = " ".join(name.split()), text.strip()
    if not name or not text:
        message = "Give the reply a name and words."
        raise CaseError(message)
    _refuse_for_all(tx, staff_id, for_all=for_all)
    owner = None if for_all else staff_id
    known = tx.execute(
        select(CannedReply.id).where(
            CannedReply.owner_id.is_(None) if for_all else CannedReply.owner_id == staff_id,
            CannedReply.name == name,
        )
    ).scalar_one_or_none()
    values = {"owner_id": owner, "name": name, "text": text, "changed_at": now}
    if known is not None:
        tx.execute(update(CannedReply).where(CannedReply.id == known).values(**values))
        return int(known)
    made = insert(CannedReply).values(**values).returning(CannedReply.id)
    new_id: int = tx.execute(made).scalar_one()
    return new_id


def drop_canned(tx: Connection, *, staff_id: int, canned_id: int) -> None:
    """Throw a reply away: my own, or as a supervisor everybody's."""
    owner = tx.execute(
        select(CannedReply.owner_id).where(CannedReply.id == canned_id)
    ).one_or_none()
    if owner is None or owner.owner_id not in (None, staff_id):
        message = "There is no such reply of yours."
        raise CaseError(message)
    _refuse_for_all(tx, staff_id, for_all=owner.owner_id is None)
    tx.execute(delete(CannedReply).where(CannedReply.id == canned_id))


def _refuse_for_all(tx: Connection, staff_id: int, *, for_all: bool) -> None:
    if for_all and not supervises(tx, staff_id):
        message = (
            "Only a supervisor changes what everybody uses. Keep it as your own: your wording "
            "then stands in its place for you."
        )
        raise CaseError(message)
