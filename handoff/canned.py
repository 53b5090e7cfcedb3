"""Replies that are written once and used again: everybody's, which editors keep, and an adviser's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from content.replies import Reply
from handoff.cases import CaseError
from store.tables import CannedReply


@dataclass(frozen=True)
class Canned:
    """One reply. `own`: this adviser's own; `replaces`: it stands for everybody's of the same name."""

    id: int
    name: str
    text: str
    own: bool
    replaces: bool = False


def canned_of(tx: Connection, staff_id: int, published: Sequence[Reply] | None) -> list[Canned]:
    """What one adviser may use, by name. Their own wording stands in place of everybody's.

    Everybody's are what editors `published`; until they have, those that supervisors wrote.
    """
    rows = tx.execute(
        select(CannedReply.id, CannedReply.name, CannedReply.text)
        .where(CannedReply.owner_id == staff_id)
        .order_by(CannedReply.id)
    ).all()
    shared = (
        of_supervisors(tx)
        if published is None
        else [Canned(0, each.name, each.text, own=False) for each in published]
    )
    named = {each.name.casefold() for each in shared}
    mine = {row.name.casefold() for row in rows}
    own = [
        Canned(row.id, row.name, row.text, own=True, replaces=row.name.casefold() in named)
        for row in rows
    ]
    return sorted(
        [*own, *(each for each in shared if each.name.casefold() not in mine)],
        key=lambda each: each.name,
    )


def of_supervisors(tx: Connection) -> list[Canned]:
    """Everybody's replies from before editors kept them: they hold until the first are published."""
    rows = tx.execute(
        select(CannedReply.id, CannedReply.name, CannedReply.text)
        .where(CannedReply.owner_id.is_(None))
        .order_by(CannedReply.name, CannedReply.id)
    )
    return [Canned(row.id, row.name, row.text, own=False) for row in rows]


def keep_canned(tx: Connection, *, staff_id: int, name: str, text: str, now: datetime) -> int:
    """Keep a reply of mine under its name, instead of what I had under that name before."""
    name, text = " ".join(name.split()), text.strip()
    if not name or not text:
        message = "Give the reply a name and words."
        raise CaseError(message)
    known = tx.execute(
        select(CannedReply.id).where(CannedReply.owner_id == staff_id, CannedReply.name == name)
    ).scalar_one_or_none()
    values = {"owner_id": staff_id, "name": name, "text": text, "changed_at": now}
    if known is not None:
        tx.execute(update(CannedReply).where(CannedReply.id == known).values(**values))
        return int(known)
    made = insert(CannedReply).values(**values).returning(CannedReply.id)
    new_id: int = tx.execute(made).scalar_one()
    return new_id


def drop_canned(tx: Connection, *, staff_id: int, canned_id: int) -> None:
    """Throw away a reply of mine."""
    done = tx.execute(
        delete(CannedReply).where(CannedReply.id == canned_id, CannedReply.owner_id == staff_id)
    )
    if not done.rowcount:
        message = "There is no such reply of yours."
        raise CaseError(message)
