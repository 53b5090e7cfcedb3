"""Keys to a web conversation: the one it began with, and those for another device or another day.

A conversation is found by its first key, its address. Whoever ends it with any of its keys ends it for all.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from store.tables import ChannelIdentity, ChatKey, Conversation

CHANNEL = "web"


@dataclass(frozen=True)
class Opened:
    """What a key opens. `address` is the conversation's own, by which the way in finds it.

    `over`: the session was ended, or this key's time is; nobody is let in with it.
    """

    conversation_id: int
    identity_id: int
    address: str
    over: bool


def opened_by(tx: Connection, key_hash: str, now: datetime) -> Opened | None:
    """The conversation that a key opens; None where it is nobody's key, or nothing was said yet."""
    columns = (
        Conversation.id,
        ChannelIdentity.id.label("identity_id"),
        ChannelIdentity.address,
        ChannelIdentity.left_at,
    )
    found = (
        select(*columns)
        .join(ChannelIdentity, ChannelIdentity.id == Conversation.identity_id)
        .where(ChannelIdentity.channel == CHANNEL)
    )
    first = tx.execute(found.where(ChannelIdentity.address_hash == key_hash)).one_or_none()
    if first:
        return Opened(first.id, first.identity_id, first.address, first.left_at is not None)
    other = tx.execute(
        found.add_columns(ChatKey.ends_at)
        .join(ChatKey, ChatKey.identity_id == ChannelIdentity.id)
        .where(ChatKey.key_hash == key_hash)
    ).one_or_none()
    if other is None:
        return None
    over = other.left_at is not None or other.ends_at <= now
    return Opened(other.id, other.identity_id, other.address, over)


def add_key(tx: Connection, identity_id: int, key_hash: str, *, ends_at: datetime) -> None:
    """Let one more key open a conversation until then."""
    tx.execute(insert(ChatKey).values(identity_id=identity_id, key_hash=key_hash, ends_at=ends_at))


def let_back_in(
    tx: Connection, identity_id: int, key: str, key_hash: str, *, ends_at: datetime
) -> None:
    """Let a new key open a conversation. Where its session was ended, the new key takes the place of the
    old, which stays dead."""
    taken = tx.execute(
        update(ChannelIdentity)
        .where(ChannelIdentity.id == identity_id, ChannelIdentity.left_at.is_not(None))
        .values(address=key, address_hash=key_hash, left_at=None)
    )
    if not taken.rowcount:
        add_key(tx, identity_id, key_hash, ends_at=ends_at)


def drop_key(tx: Connection, key_hash: str) -> None:
    """This key opens nothing any more; the others do."""
    tx.execute(delete(ChatKey).where(ChatKey.key_hash == key_hash))


def leave(tx: Connection, key_hash: str, now: datetime) -> int | None:
    """End the session that a key opens, for all its keys. Gives the conversation; None where there was
    none, or it had been left before."""
    opened = opened_by(tx, key_hash, now)
    if opened is None or opened.over:
        return None
    tx.execute(delete(ChatKey).where(ChatKey.identity_id == opened.identity_id))
    left = tx.execute(
        update(ChannelIdentity)
        .where(ChannelIdentity.id == opened.identity_id, ChannelIdentity.left_at.is_(None))
        .values(left_at=now)
    )
    return opened.conversation_id if left.rowcount else None
