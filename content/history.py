"""What editors look back on: every version of a piece, and all pieces at a glance."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import aliased

from content.checks.piece import Piece
from store.tables import EntryRow, Revision, StaffMember

_PUBLISHER = aliased(StaffMember)


@dataclass(frozen=True)
class Version:
    """One version of a piece. `live` is the number in service now, none when nothing is."""

    entry_id: str
    kind: str
    number: int
    body: str
    phrases: str
    author: str
    why: str
    at: datetime
    published_at: datetime | None
    publisher: str
    live: int | None
    latest: int
    author_id: int | None = None

    @property
    def piece(self) -> Piece:
        """The same, ready for checks."""
        return Piece(self.entry_id, self.kind, self.body, tuple(self.phrases.splitlines()))


@dataclass(frozen=True)
class Glance:
    """A piece in the list: its newest version, and what is live."""

    entry_id: str
    kind: str
    body: str
    phrases: str
    latest: int
    live: int | None
    ever_live: bool
    live_review: date | None
    updated_at: datetime


def version(tx: Connection, entry_id: str, number: int) -> Version | None:
    """One version, or none."""
    row = tx.execute(
        _versions().where(Revision.entry_id == entry_id, Revision.number == number)
    ).one_or_none()
    return _version(row) if row else None


def newest(tx: Connection, entry_id: str) -> Version | None:
    """The newest version, or none where the piece is unknown."""
    row = tx.execute(
        _versions().where(
            Revision.entry_id == entry_id, Revision.number == EntryRow.latest_revision
        )
    ).one_or_none()
    return _version(row) if row else None


def versions(tx: Connection, entry_id: str) -> list[Version]:
    """Every version of a piece, newest first."""
    rows = tx.execute(
        _versions().where(Revision.entry_id == entry_id).order_by(Revision.number.desc())
    )
    return [_version(row) for row in rows]


def is_known(tx: Connection, entry_id: str) -> bool:
    """Whether there is such a piece."""
    found = select(func.count()).where(EntryRow.id == entry_id)
    return tx.execute(found).scalar_one() > 0


def is_withdrawn(tx: Connection, entry_id: str) -> bool:
    """Whether the piece was in service once and is no more."""
    once = select(func.count(Revision.published_at)).where(Revision.entry_id == entry_id)
    live = select(EntryRow.published_revision).where(EntryRow.id == entry_id)
    return tx.execute(once).scalar_one() > 0 and tx.execute(live).scalar() is None


def glances(tx: Connection) -> list[Glance]:
    """Every piece with its newest version, by id."""
    once = (
        select(Revision.entry_id, func.max(Revision.published_at).label("last"))
        .group_by(Revision.entry_id)
        .subquery()
    )
    rows = tx.execute(
        select(
            EntryRow.id,
            EntryRow.kind,
            EntryRow.latest_revision,
            EntryRow.published_revision,
            EntryRow.review,
            EntryRow.updated_at,
            Revision.body,
            Revision.phrases,
            once.c.last,
        )
        .join(
            Revision,
            (Revision.entry_id == EntryRow.id) & (Revision.number == EntryRow.latest_revision),
        )
        .join(once, once.c.entry_id == EntryRow.id)
        .order_by(EntryRow.id)
    )
    return [
        Glance(
            entry_id=row.id,
            kind=row.kind,
            body=row.body,
            phrases=row.phrases,
            latest=row.latest_revision,
            live=row.published_revision,
            ever_live=row.last is not None,
            live_review=row.review,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


def _versions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Revision.entry_id,
            EntryRow.kind,
            Revision.number,
            Revision.body,
            Revision.phrases,
            Revision.why,
            Revision.at,
            Revision.published_at,
            Revision.author_id,
            StaffMember.name.label("author"),
            _PUBLISHER.name.label("publisher"),
            EntryRow.published_revision,
            EntryRow.latest_revision,
        )
        .join(EntryRow, EntryRow.id == Revision.entry_id)
        .outerjoin(StaffMember, StaffMember.id == Revision.author_id)
        .outerjoin(_PUBLISHER, _PUBLISHER.id == Revision.published_by)
    )


def _version(row: Row[Any]) -> Version:
    return Version(
        entry_id=row.entry_id,
        kind=row.kind,
        number=row.number,
        body=row.body,
        phrases=row.phrases,
        author=row.author or "",
        why=row.why,
        at=row.at,
        published_at=row.published_at,
        publisher=row.publisher or "",
        live=row.published_revision,
        latest=row.latest_revision,
        author_id=row.author_id,
    )
