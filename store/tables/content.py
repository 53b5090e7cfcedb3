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
