"""Conversations in the database: finding one by its address, adding messages, reading them back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, delete, insert, select, update

from store import outbox
from store.insert import insert_if_new
from store.tables import ChannelIdentity, Conversation, Message, Person, Signal, StaffMember

PULLED_CHANNELS = frozenset({"web"})
"""Channels whose people fetch their messages: the table is their outbox, their cursor the receipt."""


# The statements of every message are built once: building one costs more than running it.
_LOCATED = (
    select(
        Conversation.id,
        Conversation.person_id,
        Conversation.identity_id,
        Conversation.holder,
        Conversation.level,
        Conversation.state,
        Conversation.last_seq,
        Conversation.last_at,
        ChannelIdentity.opted_out_at,
        Conversation.safe_contact,
        Person.language,
    )
    .join(ChannelIdentity, ChannelIdentity.id == Conversation.identity_id)
    .join(Person, Person.id == Conversation.person_id)
    .with_for_update(of=Conversation)
)
_LOCK: Any = _LOCATED.where(Conversation.id == bindparam("which"))
_LOCK_BY_ADDRESS: Any = _LOCATED.where(
    ChannelIdentity.channel == bindparam("channel"),
    ChannelIdentity.address_hash == bindparam("address_hash"),
)
_NEWEST: Any = (
    select(Message, StaffMember.shown_name)
    .outerjoin(StaffMember, StaffMember.id == Message.staff_id)
    .where(Message.conversation_id == bindparam("which"), Message.seq > bindparam("after"))
    .order_by(Message.seq.desc())
    .limit(bindparam("most", type_=Integer))
)
_ADD_MESSAGE = insert(Message).returning(Message.id)
_NOTE_TEXTED = (
    update(ChannelIdentity)
    .where(
        ChannelIdentity.id == bindparam("which"),
        ChannelIdentity.texted.is_distinct_from(bindparam("number")),
    )
    .values(texted=bindparam("number"))
)
_SAVE = update(Conversation).where(Conversation.id == bindparam("which"))


@dataclass(frozen=True)
class Located:
    """A conversation, locked for this transaction so that its messages are dealt with one by one."""

    conversation_id: int
    person_id: int
    identity_id: int
    holder: str
    level: str
    state: str
    last_seq: int
    last_at: datetime
    opted_out: bool
    safe_contact: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class NewMessage:
    """A message to add. `detail` is stored sealed, like the text."""

    author: str
    kind: str
    text: str
    external_id: str | None = None
    staff_id: int | None = None
    detail: Mapping[str, Any] | None = None
    entry_id: str | None = None
    revision: int | None = None
    answers_seq: int | None = None
    segments: int | None = None


def locate(
    tx: Connection,
    *,
    channel: str,
    address: str,
    address_hash: str,
    empty_state: str,
    now: datetime,
) -> Located:
    """Find the conversation of an address, or open one; lock it until the transaction ends.

    The lock holds across replicas: a row lock on PostgreSQL, the one writer on SQLite.
    """
    found = _locked(tx, channel, address_hash)
    if found is None:
        _open(tx, channel, address, address_hash, empty_state, now)
        found = _locked(tx, channel, address_hash)
    if found is None:
        message = "a conversation just opened cannot be found"
        raise LookupError(message)
    return found


def adviser_saw(tx: Connection, conversation_id: int, seq: int) -> bool:
    """Note how far the adviser who holds a conversation has it on the screen; False if that is no news."""
    return bool(
        tx.execute(
            update(Conversation)
            .where(Conversation.id == conversation_id, Conversation.adviser_seen_seq < seq)
            .values(adviser_seen_seq=seq)
        ).rowcount
    )


def lock(tx: Connection, conversation_id: int) -> Located:
    """Lock a conversation that is known by its number."""
    return _from_row(tx.execute(_LOCK, {"which": conversation_id}).one())


def add_incoming(
    tx: Connection, conversation: Located, message: NewMessage, *, channel: str, now: datetime
) -> int | None:
    """Add the young person's message; None when this external id was stored before."""
    return insert_if_new(
        tx,
        Message,
        unless_same=("channel", "external_id"),
        **_values(conversation.conversation_id, message, conversation.last_seq + 1, channel, now),
    )


def add_outgoing(
    tx: Connection,
    conversation: Located,
    messages: Sequence[NewMessage],
    *,
    after_seq: int,
    channel: str,
    now: datetime,
) -> list[int]:
    """Add our messages after `after_seq`; where the channel pushes, each also goes in the outbox."""
    ids: list[int] = []
    for seq, message in enumerate(messages, start=after_seq + 1):
        values = _values(conversation.conversation_id, message, seq, channel, now)
        message_id = tx.execute(_ADD_MESSAGE, values).scalar_one()
        ids.append(message_id)
        if channel not in PULLED_CHANNELS:
            outbox.add(
                tx,
                message_id=message_id,
                conversation_id=conversation.conversation_id,
                channel=channel,
                at=now,
            )
    return ids


def add_signals(
    tx: Connection, conversation_id: int, message_id: int, signals: Sequence[Mapping[str, Any]]
) -> None:
    """Keep the signals of one message."""
    if signals:
        rows = [
            {**signal, "conversation_id": conversation_id, "message_id": message_id}
            for signal in signals
        ]
        tx.execute(insert(Signal), rows)


def save(tx: Connection, /, conversation_id: int, **values: Any) -> None:
    """Keep what changed about a conversation."""
    tx.execute(_SAVE, {"which": conversation_id, **values})


def set_opted_out(tx: Connection, identity_id: int, moment: datetime | None) -> None:
    """Note that an address wants no more messages, or (None) that it does again."""
    tx.execute(
        update(ChannelIdentity).where(ChannelIdentity.id == identity_id).values(opted_out_at=moment)
    )


def choose_language(tx: Connection, person_id: int, language: str) -> None:
    """Keep the language that somebody chose, for every way in which they write to us."""
    tx.execute(update(Person).where(Person.id == person_id).values(language=language))


def note_texted(tx: Connection, identity_id: int, number: str) -> None:
    """Note which of our numbers somebody texts, so that it is the one that answers."""
    tx.execute(_NOTE_TEXTED, {"which": identity_id, "number": number})


def last_heard(tx: Connection, conversation_id: int) -> tuple[int, datetime] | None:
    """The number and the time of the young person's own last message."""
    row = tx.execute(
        select(Message.seq, Message.at)
        .where(Message.conversation_id == conversation_id, Message.author == "young person")
        .order_by(Message.seq.desc())
        .limit(1)
    ).one_or_none()
    return (row.seq, row.at) if row else None


def history(
    tx: Connection, conversation_id: int, *, after: int = 0, most: int = 200
) -> list[Row[Any]]:
    """The messages after a number, in order: the newest `most` of them. With the adviser's name."""
    asked = {"which": conversation_id, "after": after, "most": most}
    rows: list[Any] = [*tx.execute(_NEWEST, asked)]
    return rows[::-1]


def _open(
    tx: Connection, channel: str, address: str, address_hash: str, empty_state: str, now: datetime
) -> None:
    """Open a conversation, for somebody new or for an address that outlived its conversation."""
    known = tx.execute(
        select(ChannelIdentity.id, ChannelIdentity.person_id).where(
            ChannelIdentity.channel == channel, ChannelIdentity.address_hash == address_hash
        )
    ).one_or_none()
    if known is None:
        person_id = tx.execute(
            insert(Person).values(created_at=now).returning(Person.id)
        ).scalar_one()
        identity_id = insert_if_new(
            tx,
            ChannelIdentity,
            unless_same=("channel", "address_hash"),
            person_id=person_id,
            channel=channel,
            address_hash=address_hash,
            address=address,
            created_at=now,
        )
        if identity_id is None:  # another replica was quicker, and has opened the conversation
            tx.execute(delete(Person).where(Person.id == person_id))
            return
    else:
        identity_id, person_id = known.id, known.person_id
    insert_if_new(
        tx,
        Conversation,
        unless_same=("identity_id",),
        identity_id=identity_id,
        person_id=person_id,
        channel=channel,
        state=empty_state,
        opened_at=now,
        last_at=now,
    )


def _values(
    conversation_id: int, message: NewMessage, seq: int, channel: str, now: datetime
) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "seq": seq,
        "channel": channel,
        "external_id": message.external_id,
        "author": message.author,
        "staff_id": message.staff_id,
        "kind": message.kind,
        "text": message.text,
        "detail": json.dumps(message.detail, ensure_ascii=False) if message.detail else None,
        "entry_id": message.entry_id,
        "revision": message.revision,
        "answers_seq": message.answers_seq,
        "segments": message.segments,
        "at": now,
    }


def _locked(tx: Connection, channel: str, address_hash: str) -> Located | None:
    given = {"channel": channel, "address_hash": address_hash}
    row = tx.execute(_LOCK_BY_ADDRESS, given).one_or_none()
    return _from_row(row) if row else None


def _from_row(row: Row[Any]) -> Located:
    return Located(
        conversation_id=row.id,
        person_id=row.person_id,
        identity_id=row.identity_id,
        holder=row.holder,
        level=row.level,
        state=row.state,
        last_seq=row.last_seq,
        last_at=row.last_at,
        opted_out=row.opted_out_at is not None,
        safe_contact=row.safe_contact,
        language=row.language,
    )
