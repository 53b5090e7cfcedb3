"""What an editor is typing, kept before it is saved; and who else is writing on the same piece."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from store.insert import insert_if_new
from store.tables import StaffMember, Typing

NEW = "new"
"""Where a new entry is kept until it has a name."""
WRITING = timedelta(minutes=5)
"""So long after their last word somebody still counts as writing."""


@dataclass(frozen=True)
class Typed:
    """The fields of the form as they were typed, and the version it was begun with."""

    started_from: int
    fields: dict[str, str]
    at: datetime


@dataclass(frozen=True)
class Writer:
    """Somebody else who is writing on the piece."""

    name: str
    at: datetime


def keep(
    tx: Connection,
    entry_id: str,
    by: int,
    *,
    started_from: int,
    fields: Mapping[str, str],
    now: datetime,
) -> None:
    """Keep what is typed now in the place of what was typed before."""
    text = json.dumps(dict(fields))
    mine = (Typing.entry_id == entry_id) & (Typing.staff_id == by)
    done = tx.execute(
        update(Typing).where(mine).values(started_from=started_from, fields=text, at=now)
    )
    if not done.rowcount:
        insert_if_new(
            tx,
            Typing,
            entry_id=entry_id,
            staff_id=by,
            started_from=started_from,
            fields=text,
            at=now,
        )


def kept(tx: Connection, entry_id: str, by: int) -> Typed | None:
    """What this editor typed and did not save."""
    row = tx.execute(
        select(Typing.started_from, Typing.fields, Typing.at).where(
            Typing.entry_id == entry_id, Typing.staff_id == by
        )
    ).one_or_none()
    return Typed(row.started_from, json.loads(row.fields), row.at) if row else None


def writers(tx: Connection, entry_id: str, besides: int, now: datetime) -> list[Writer]:
    """Who else has typed here in the last minutes."""
    rows = tx.execute(
        select(StaffMember.name, Typing.at)
        .join(StaffMember, StaffMember.id == Typing.staff_id)
        .where(Typing.entry_id == entry_id, Typing.staff_id != besides, Typing.at > now - WRITING)
        .order_by(Typing.at.desc())
    )
    return [Writer(row.name, row.at) for row in rows]


def forget(tx: Connection, entry_id: str, by: int) -> None:
    """It is saved, or thrown away."""
    tx.execute(delete(Typing).where(Typing.entry_id == entry_id, Typing.staff_id == by))
