"""What brings a young person back to their chat, and what ties a phone to it. Nothing readable lies here."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, SealedText, UtcDateTime


class ChatKey(Table):
    """One more key to a web conversation, for another device or another day. It opens it until it ends."""

    __tablename__ = "chat_keys"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    identity_id: Mapped[int] = mapped_column(
        ForeignKey("channel_identities.id", ondelete="CASCADE"), index=True
    )
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class ReturnCode(Table):
    """A code that opens a web conversation once. A conversation has one at a time: the newest."""

    __tablename__ = "return_codes"

    identity_id: Mapped[int] = mapped_column(
        ForeignKey("channel_identities.id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PhoneProof(Table):
    """A code on its way to a phone, and the web conversation in which it must be typed."""

    __tablename__ = "phone_proofs"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    identity_id: Mapped[int] = mapped_column(
        ForeignKey("channel_identities.id", ondelete="CASCADE"), index=True
    )
    page_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    number: Mapped[str] = mapped_column(SealedText)
    tries: Mapped[int] = mapped_column(default=0)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class CodeAttempt(Table):
    """Somebody typed or asked for a code. Kept for an hour, to slow down whoever guesses."""

    __tablename__ = "code_attempts"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    who_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
