"""The editors' work beside the versions themselves: reviews, what is being typed, and trials of drafts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, UtcDateTime


class Review(Table):
    """Somebody asks a second person to look at a version; what that person said. Kept with the version.

    `state` is asked, approved or sent back.
    """

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_entry_number", "entry_id", "number"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entries.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    words: Mapped[str] = mapped_column(String(200), default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(String(200), default="")


class Typing(Table):
    """What one editor has typed into one form and not saved yet. Goes when it is saved, or after a month."""

    __tablename__ = "typings"

    entry_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    staff_id: Mapped[int] = mapped_column(
        ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True
    )
    started_from: Mapped[int]
    fields: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Trial(Table):
    """What a draft would do to the understanding, measured before it is published. Goes after a month.

    `mark` names the model, as in model_checks; `measured` is empty where the two could not be compared.
    """

    __tablename__ = "trials"

    mark: Mapped[str] = mapped_column(String(32), primary_key=True)
    measured: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
