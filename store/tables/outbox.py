"""What must still be sent to the world outside, and what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, UtcDateTime


class OutboxRow(Table):
    """One message to send over a channel that pushes (SMS). The text stays with the message.

    A `held` one waits for the end of a quiet time; `anyway`: an adviser sent it into one, with a reason.
    `lead`: words set before it that say when it was written, because a newer one went first.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_next", "state", "next_at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), unique=True
    )
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    unsure: Mapped[int] = mapped_column(default=0)
    anyway: Mapped[bool] = mapped_column(default=False)
    lead: Mapped[str | None] = mapped_column(String(80))
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    external_id: Mapped[str | None] = mapped_column(String(64), index=True)
    last_error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeliveryStatus(Table):
    """What the carrier said of a message. One row a message and status, however often it is told."""

    __tablename__ = "delivery_statuses"

    external_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    status: Mapped[str] = mapped_column(String(24), primary_key=True)
    error_code: Mapped[str | None] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class SentText(Table):
    """A text that the carrier took: the `part` of a message, under the carrier's id of it."""

    __tablename__ = "sent_texts"

    external_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    outbox_id: Mapped[int] = mapped_column(ForeignKey("outbox.id", ondelete="CASCADE"), index=True)
    part: Mapped[int]
    segments: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
