"""Cases: conversations that a person must see, from the moment they are opened until they close."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, SealedText, UtcDateTime

_OPEN = text("state <> 'closed'")
_STANDS = text("state = 'open'")


class Case(Table):
    """One handoff to an adviser. The database itself allows one open case a person, no more.

    By `due_at` an adviser should have picked it up; `breached_at` is when it was seen that none had.
    `returned_at`: an adviser had it and had to let it go, so that it stands at the head of its level.
    `joined_to`: the case that goes on for both, since it turned out to be the same person's.
    """

    __tablename__ = "cases"
    __table_args__ = (
        Index(
            "ux_cases_one_open_a_person",
            "person_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_cases_state_opened", "state", "opened_at"),
        Index("ix_cases_state_due", "state", "due_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(16))
    level: Mapped[str] = mapped_column(String(16))
    level_rank: Mapped[int]
    reason: Mapped[str] = mapped_column(String(64))
    opened_seq: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting_since: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    breached_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(32))
    joined_to: Mapped[int | None] = mapped_column(BigInteger, index=True)


class CaseEvent(Table):
    """What happened to a case: opened, raised, claimed, noted, released, closed. Never changed later."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str | None] = mapped_column(SealedText)
    level: Mapped[str | None] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Offer(Table):
    """A case offered to a colleague, who must accept before it is theirs. At most one a case is open.

    `words`: why, and what comes next. `supervisors_told_at`: when the supervisors were told that an
    emergency waits for somebody who is not here.
    """

    __tablename__ = "offers"
    __table_args__ = (
        Index(
            "ux_offers_one_open_a_case",
            "case_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index("ix_offers_to_state", "to_id", "state"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(SealedText)
    state: Mapped[str] = mapped_column(String(16), default="open")
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    supervisors_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Notice(Table):
    """Something about a case that one member of staff must hear. It is deleted once they have.

    A notice of the kind `asked` is a colleague's question: it stays until it is answered.
    """

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str | None] = mapped_column(SealedText)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
