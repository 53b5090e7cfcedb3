"""What advisers write down about a young person: facts, how needs and strengths are rated, and the plan."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, SealedText, UtcDateTime


class RecordedFact(Table):
    """One version of one fact, as an adviser wrote it down. Never changed later: a correction is a new row.

    `subject` names what it is about; `about` tells apart several of a kind (which claim, which service).
    `value` is empty where it was asked and not told, or where what it `replaces` is simply not so.
    `words` are the exact words it rests on, `seq` their message. `replaces` names a statement of the
    summary (handoff.statements) that this one takes the place of.
    """

    __tablename__ = "recorded_facts"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    subject: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(SealedText)
    value: Mapped[str] = mapped_column(SealedText)
    said_by: Mapped[str] = mapped_column(String(32))
    sure: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(SealedText)
    seq: Mapped[int | None]
    replaces: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Rating(Table):
    """How an adviser rates one factor of the assessment, and what the rating rests on. The newest counts."""

    __tablename__ = "ratings"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    factor: Mapped[str] = mapped_column(String(32))
    rating: Mapped[str] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(SealedText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PlanStep(Table):
    """One step of a young person's one plan: who does what by when, and what became of it."""

    __tablename__ = "plan_steps"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(SealedText)
    who: Mapped[str] = mapped_column(SealedText)
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="open")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
