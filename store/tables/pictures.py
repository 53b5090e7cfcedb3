"""Pictures that came with a text."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, SealedBytes, SealedText, UtcDateTime


class Picture(Table):
    """One thing that came with a message beside its words. It goes when its message does.

    `state`: `off` (nothing is fetched here), `waiting` (to be fetched from `address`), `kept` (`content`
    is here, of the `kind` that it really is) or `lost` (for the `reason`). `kind` is what its sender's
    phone said it is, until it is kept.
    """

    __tablename__ = "pictures"
    __table_args__ = (
        UniqueConstraint("message_id", "number"),
        Index("ix_pictures_state_next", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    address: Mapped[str | None] = mapped_column(SealedText)
    content: Mapped[bytes | None] = mapped_column(SealedBytes)
    size: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
