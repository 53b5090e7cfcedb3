"""What the desk keeps beside the cases: words not sent yet, who looks at what, and second looks."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, SealedText, UtcDateTime


class UnsentReply(Table):
    """An adviser's words that go at `goes_at` and can be taken back until then. One a case."""

    __tablename__ = "unsent_replies"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(SealedText)
    once: Mapped[str] = mapped_column(String(40), default="")
    goes_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Draft(Table):
    """What somebody has begun to write to the young person of a case, so that no browser can lose it."""

    __tablename__ = "drafts"

    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    text: Mapped[str] = mapped_column(SealedText)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Look(Table):
    """Somebody has a case open on their desk, and had it at this moment."""

    __tablename__ = "looks"

    case_id: Mapped[int] = mapped_column(
        ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class CannedReply(Table):
    """A reply that is written once and used again: one adviser's own, or (no owner) everybody's."""

    __tablename__ = "canned_replies"
    __table_args__ = (Index("ix_canned_replies_owner_name", "owner_id", "name"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(SealedText)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondLook(Table):
    """A case that a supervisor looks at again, of one kind, and what they found; none yet: it waits."""

    __tablename__ = "second_looks"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    verdict: Mapped[str] = mapped_column(String(16), default="")
    words: Mapped[str | None] = mapped_column(SealedText)


class AdviserProfile(Table):
    """What somebody at the desk can do: languages, skills, areas, and how much they should have at most.

    Lists are words with commas between them. Who has no profile can do the usual.
    """

    __tablename__ = "adviser_profiles"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    languages: Mapped[str] = mapped_column(String(200), default="")
    skills: Mapped[str] = mapped_column(String(200), default="")
    areas: Mapped[str] = mapped_column(String(200), default="")
    most: Mapped[int] = mapped_column(default=12)
