"""Pictures that came with texts: noted with the message, fetched later, read by whoever may see them.

The address at the carrier is kept, sealed, only until the picture is here or given up. A process that
dies while it fetches leaves a picture that is due again after a while: to fetch twice does no harm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from store.tables import Conversation, Message, Picture

LEASE = timedelta(minutes=2)
BACK_OFF_SECONDS = (10, 60, 300, 1800)
_OF_CONVERSATION = (
    select(
        Message.seq, Picture.id, Picture.number, Picture.kind, Picture.size, Picture.state,
        Picture.reason,
    )
    .join(Message, Message.id == Picture.message_id)
    .where(Message.conversation_id == bindparam("conversation"))
    .order_by(Message.seq, Picture.number)
)  # fmt: skip


@dataclass(frozen=True)
class NewPicture:
    """What came with a message. Without an `address` it is never fetched."""

    kind: str
    address: str = ""


@dataclass(frozen=True)
class DuePicture:
    """A picture to be fetched now. `carrier_id`: the id that the carrier gave its message."""

    id: int
    conversation_id: int
    carrier_id: str
    kind: str
    address: str
    attempts: int


@dataclass(frozen=True)
class KnownPicture:
    """What is known of a picture, without the picture."""

    id: int
    seq: int
    number: int
    kind: str
    size: int | None
    state: str
    reason: str


def add(tx: Connection, message_id: int, pictures: Sequence[NewPicture], at: datetime) -> None:
    """Note what came with a message just stored."""
    rows = [
        {
            "message_id": message_id,
            "number": number,
            "kind": picture.kind,
            "address": picture.address or None,
            "state": "waiting" if picture.address else "off",
            "next_at": at,
            "at": at,
        }
        for number, picture in enumerate(pictures, start=1)
    ]
    if rows:
        tx.execute(insert(Picture), rows)


def lease(tx: Connection, now: datetime, *, most: int = 4) -> list[DuePicture]:
    """Take up to so many that are due. Who else looks meanwhile finds them not due for a while."""
    due: Any = (
        select(Picture.id)
        .where(Picture.state == "waiting", Picture.next_at <= now)
        .order_by(Picture.next_at)
        .limit(most)
    )
    if tx.dialect.name == "postgresql":
        due = due.with_for_update(skip_locked=True)
    ids = list(tx.execute(due).scalars())
    if not ids:
        return []
    tx.execute(
        update(Picture)
        .where(Picture.id.in_(ids))
        .values(next_at=now + LEASE, attempts=Picture.attempts + 1)
    )
    rows = tx.execute(
        select(
            Picture.id, Message.conversation_id, Message.external_id, Picture.kind, Picture.address,
            Picture.attempts,
        )
        .join(Message, Message.id == Picture.message_id)
        .where(Picture.id.in_(ids))
        .order_by(Picture.id)
    )  # fmt: skip
    return [
        DuePicture(
            row.id, row.conversation_id, row.external_id or "", row.kind, row.address, row.attempts
        )
        for row in rows
    ]


def keep(tx: Connection, picture_id: int, *, kind: str, content: bytes) -> None:
    """It is here. Once kept it stays as it is."""
    _settle(tx, picture_id, state="kept", kind=kind, content=content, size=len(content))


def lose(tx: Connection, picture_id: int, *, reason: str) -> None:
    """It is given up."""
    _settle(tx, picture_id, state="lost", reason=reason)


def try_later(tx: Connection, picture: DuePicture, *, reason: str, now: datetime) -> bool:
    """Try again after a while, or give up after many tries. True when it was given up."""
    if picture.attempts > len(BACK_OFF_SECONDS):
        lose(tx, picture.id, reason=reason)
        return True
    wait = timedelta(seconds=BACK_OFF_SECONDS[picture.attempts - 1])
    tx.execute(
        update(Picture)
        .where(Picture.id == picture.id, Picture.state == "waiting")
        .values(next_at=now + wait)
    )
    return False


def by_message(tx: Connection, conversation_id: int) -> dict[int, list[KnownPicture]]:
    """What came with the messages of a conversation, by the number of the message."""
    came: dict[int, list[KnownPicture]] = {}
    for picture in of_conversation(tx, conversation_id):
        came.setdefault(picture.seq, []).append(picture)
    return came


def of_conversation(tx: Connection, conversation_id: int) -> list[KnownPicture]:
    """What came with the messages of a conversation, in order."""
    rows = tx.execute(_OF_CONVERSATION, {"conversation": conversation_id})
    return [
        KnownPicture(row.id, row.seq, row.number, row.kind, row.size, row.state, row.reason or "")
        for row in rows
    ]


def content_of(tx: Connection, picture_id: int, *, person_id: int) -> tuple[str, bytes, int] | None:
    """A picture of this person with its kind and the number of its message; None where there is none."""
    row = tx.execute(
        select(Picture.kind, Picture.content, Message.seq)
        .join(Message, Message.id == Picture.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Picture.id == picture_id, Picture.state == "kept", Conversation.person_id == person_id
        )
    ).one_or_none()
    return (row.kind, row.content, row.seq) if row and row.content is not None else None


def _settle(tx: Connection, picture_id: int, **values: object) -> None:
    tx.execute(
        update(Picture)
        .where(Picture.id == picture_id, Picture.state == "waiting")
        .values(address=None, **values)
    )
