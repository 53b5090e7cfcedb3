"""What editors learn from: questions that were asked in vain, and how often each entry was asked."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, UtcDateTime


class Question(Table):
    """One message that had no sure answer, or whose answer did not help. Its words stay with the message.

    `guess` is the entry it was taken for. `settled` says what an editor made of it, empty until then.
    """

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_settled_at", "settled", "at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), unique=True
    )
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    what: Mapped[str] = mapped_column(String(16))
    entry_id: Mapped[str] = mapped_column(String(80), default="")
    revision: Mapped[int | None]
    guess: Mapped[str] = mapped_column(String(80), default="")
    settled: Mapped[str] = mapped_column(String(16), default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class EntryUse(Table):
    """An entry was given as an answer, or somebody said whether it helped. To the hour, not the minute.

    The link to the conversation goes when its messages do; what is left counts, and names nobody.
    """

    __tablename__ = "entry_uses"
    __table_args__ = (Index("ix_entry_uses_entry_at", "entry_id", "at"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(80))
    revision: Mapped[int]
    what: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    nation: Mapped[str] = mapped_column(String(16), default="")
    conversation_id: Mapped[int | None] = mapped_column(
        ForeignKey("conversations.id", ondelete="SET NULL"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
