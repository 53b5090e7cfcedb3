"""People, how they reach us, and what was said."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from store.tables.base import Table
from store.types import Identity, SealedText, UtcDateTime


class Person(Table):
    """A young person (or somebody worried about one). Nothing here says who they are.

    `language`: the one they chose to be spoken to in; none where they chose nothing.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    language: Mapped[str | None] = mapped_column(String(8))


class ChannelIdentity(Table):
    """One way to reach a person: a phone number or a web chat token, sealed, with a look-up hash.

    `left_at`: they ended the session here (left the page quickly). Nobody is let in with it again.
    `texted`: which of our own numbers they texted last, to be answered from.
    """

    __tablename__ = "channel_identities"
    __table_args__ = (UniqueConstraint("channel", "address_hash"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    address_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(SealedText)
    opted_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    texted: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Conversation(Table):
    """All that is said over one channel identity. `state` is the bot's memory, as sealed JSON.

    `adviser_seen_seq`: the adviser who holds it had everything up to this message on the screen.
    `safe_contact`: the rules on how and when it is safe to reach them here, as sealed JSON.
    `home`: where they said last that they live, in their words.
    """

    __tablename__ = "conversations"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    identity_id: Mapped[int] = mapped_column(
        ForeignKey("channel_identities.id", ondelete="CASCADE"), unique=True
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(16))
    holder: Mapped[str] = mapped_column(String(16), default="bot")
    level: Mapped[str] = mapped_column(String(16), default="routine")
    state: Mapped[str] = mapped_column(SealedText)
    safe_contact: Mapped[str | None] = mapped_column(SealedText)
    home: Mapped[str | None] = mapped_column(SealedText)
    last_seq: Mapped[int] = mapped_column(default=0)
    adviser_seen_seq: Mapped[int] = mapped_column(default=0, server_default="0")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Message(Table):
    """One message in or out. `detail` is sealed JSON: choices, contacts, what was understood.

    `segments`: what a text that came in was charged as; those of ours are with the carrier's ids.
    """

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_messages_conversation_seq", "conversation_id", "seq", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    seq: Mapped[int]
    channel: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str | None] = mapped_column(String(128))
    author: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(SealedText)
    detail: Mapped[str | None] = mapped_column(SealedText)
    entry_id: Mapped[str | None] = mapped_column(String(80))
    revision: Mapped[int | None]
    answers_seq: Mapped[int | None]
    segments: Mapped[int | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Signal(Table):
    """A sign of danger or need, with the exact words that raised it."""

    __tablename__ = "signals"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), index=True
    )
    message_id: Mapped[int] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(String(64))
    level: Mapped[str] = mapped_column(String(16))
    evidence: Mapped[str] = mapped_column(SealedText)
    about: Mapped[str] = mapped_column(String(16), default="self")
    when: Mapped[str] = mapped_column(String(16), default="now")
    raised_by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
