"""Services to refer to, what was passed on to them, what young people were promised and asked."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, SealedText, UtcDateTime


class ServiceRow(Table):
    """One service that advisers may refer to. Lists are text, parted by semicolons.

    A service is never deleted, for referrals name it: one that is gone is `withdrawn`.
    """

    __tablename__ = "services"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kinds: Mapped[str] = mapped_column(String(300))
    areas: Mapped[str] = mapped_column(String(400))
    nations: Mapped[str] = mapped_column(String(60))
    age_from: Mapped[int | None]
    age_to: Mapped[int | None]
    about: Mapped[str] = mapped_column(String(400))
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(120))
    web: Mapped[str] = mapped_column(String(300))
    hours: Mapped[str] = mapped_column(String(200))
    how_to_refer: Mapped[str] = mapped_column(String(1000))
    checked: Mapped[date]
    withdrawn: Mapped[bool] = mapped_column(default=False)


class Referral(Table):
    """What was passed on to a service, item by item, and on what ground.

    `basis`: `consent`, or `without`. `ground`: how they agreed, or why it was shared without.
    `shared` is sealed JSON: exactly what was chosen, as it read in that moment.
    """

    __tablename__ = "referrals"
    __table_args__ = (CheckConstraint("basis IN ('consent', 'without')", name="basis"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("services.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    basis: Mapped[str] = mapped_column(String(16))
    ground: Mapped[str] = mapped_column(SealedText)
    asked_for: Mapped[str] = mapped_column(SealedText)
    shared: Mapped[str] = mapped_column(SealedText)
    state: Mapped[str] = mapped_column(String(16), default="sent")
    outcome: Mapped[str | None] = mapped_column(String(32))
    ended_with: Mapped[str | None] = mapped_column(SealedText)
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    contacted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Promise(Table):
    """Something that somebody will do for a young person, by a time: the ledger of promises.

    `told_at`: when they were told of it; none where it is only a step of ours. `told_seq`: in which
    message. `by_id` is none where the service itself promised. `climbed_at`: supervisors were told.
    """

    __tablename__ = "promises"
    __table_args__ = (Index("ix_promises_state_due", "state", "due_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    referral_id: Mapped[int | None] = mapped_column(
        ForeignKey("referrals.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    who: Mapped[str] = mapped_column(SealedText)
    what: Mapped[str] = mapped_column(SealedText)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_seq: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(16), default="open")
    remind_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    climbed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_with: Mapped[str | None] = mapped_column(SealedText)


class FollowUp(Table):
    """A question to a young person: did a promise come true, or did it help. Asked once, by `ask_at`.

    `seq` is the message that asked; `answer` is one of ours: yes, partly, no.
    """

    __tablename__ = "follow_ups"
    __table_args__ = (Index("ix_follow_ups_state_ask", "state", "ask_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    promise_id: Mapped[int | None] = mapped_column(
        ForeignKey("promises.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    ask_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seq: Mapped[int | None]
    answer: Mapped[str | None] = mapped_column(String(16))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
