"""Entries and their revisions: every version of every answer that a young person may have been given."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, UtcDateTime


class EntryRow(Table):
    """A piece of content: an answer, a safety reply, the rates, the directory or the words."""

    __tablename__ = "entries"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    label: Mapped[str] = mapped_column(String(80), default="")
    review: Mapped[date | None] = mapped_column(Date)
    published_revision: Mapped[int | None]
    latest_revision: Mapped[int] = mapped_column(default=0)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Revision(Table):
    """One version of an entry, in its file form, with who wrote it, when and why. Never changed."""

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_entry_number", "entry_id", "number", unique=True),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id"))
    number: Mapped[int]
    body: Mapped[str] = mapped_column(Text)
    phrases: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    why: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class PlannedChange(Table):
    """A version to be published, or an answer to be withdrawn, on a day to come.

    `state` is waiting, done, failed or cancelled; `problem` says why it failed.
    """

    __tablename__ = "planned_changes"
    __table_args__ = (Index("ix_planned_changes_state_at", "state", "at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id"), index=True)
    what: Mapped[str] = mapped_column(String(16))
    number: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    why: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    problem: Mapped[str] = mapped_column(String(400), default="")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
