"""The outbox: what must still be sent, kept in the same transaction as what caused it.

A row is leased to one process while it sends. A lease that ran out means that the process died in the
middle, so nobody knows whether the carrier took the message: such a row comes back marked unsure.
A row is held while it is not safe to text its person, or night; a held row keeps back no other. An
answer of the bot's that could not go for an hour is `late`: it is not sent any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, case, insert, or_, select, update

from store.insert import insert_if_new
from store.tables import (
    ChannelIdentity,
    Conversation,
    DeliveryStatus,
    Message,
    OutboxRow,
    SentText,
)

LEASE = timedelta(seconds=30)
BACK_OFF_SECONDS = (2, 10, 60, 300, 1800)
TOO_LATE = "too late to be an answer"
SENT_REGARDLESS = frozenset({"opt-out", "safety"})
"""Kinds that go even to one who opted out: the receipt for it, and the answer to words of danger."""

# The statements of every message are built once: building one costs more than running it.
_ADD = insert(OutboxRow)
_LEASE = (
    update(OutboxRow)
    .where(OutboxRow.id.in_(bindparam("ids", expanding=True)))
    .values(
        unsure=OutboxRow.unsure + case((OutboxRow.state == "leased", 1), else_=0),
        attempts=OutboxRow.attempts + 1,
    )
)
_PARCELS: Any = (
    select(
        OutboxRow.id,
        OutboxRow.message_id,
        OutboxRow.conversation_id,
        OutboxRow.channel,
        ChannelIdentity.address,
        Message.text,
        OutboxRow.attempts,
        OutboxRow.unsure,
        OutboxRow.created_at,
        ChannelIdentity.opted_out_at,
        ChannelIdentity.texted,
        Message.kind,
        Message.author,
        Message.answers_seq,
        Conversation.safe_contact.is_not(None).label("has_rules"),
        OutboxRow.anyway,
        OutboxRow.lead,
    )
    .join(Message, Message.id == OutboxRow.message_id)
    .join(Conversation, Conversation.id == OutboxRow.conversation_id)
    .join(ChannelIdentity, ChannelIdentity.id == Conversation.identity_id)
    .where(OutboxRow.id.in_(bindparam("ids", expanding=True)))
    .order_by(OutboxRow.id)
)
_TAKEN: Any = (
    select(SentText.external_id, SentText.part, SentText.outbox_id, OutboxRow.conversation_id)
    .join(OutboxRow, OutboxRow.id == SentText.outbox_id)
    .where(OutboxRow.conversation_id.in_(bindparam("tried", expanding=True)))
)
_SETTLE = (
    update(OutboxRow)
    .where(OutboxRow.id == bindparam("which"), OutboxRow.state == "leased")
    .values(lease_owner=None, leased_until=None)
)

_LOOK_AGAIN = (
    update(OutboxRow)
    .where(OutboxRow.conversation_id == bindparam("which"), OutboxRow.state == "held")
    .values(next_at=bindparam("next_at"))
)


@cache
def _due(dialect: str) -> Any:
    """What may be leased at `now`."""
    due = or_(
        OutboxRow.state.in_(("waiting", "held")) & (OutboxRow.next_at <= bindparam("now")),
        (OutboxRow.state == "leased") & (OutboxRow.leased_until <= bindparam("now")),
    )
    earlier = OutboxRow.__table__.alias("earlier")
    first_of_conversation = ~(
        select(earlier.c.id)
        .where(
            earlier.c.conversation_id == OutboxRow.conversation_id,
            earlier.c.id < OutboxRow.id,
            or_(
                earlier.c.state.in_(("waiting", "leased")),
                (earlier.c.state == "held") & (earlier.c.next_at <= bindparam("now")),
            ),
        )
        .exists()
    )
    overtakes = (
        select(Message.id)
        .where(Message.id == OutboxRow.message_id, Message.kind == "safety")
        .exists()
    )
    chosen = (
        select(OutboxRow.id)
        .where(due, or_(first_of_conversation, overtakes))
        .order_by(OutboxRow.id)
        .limit(bindparam("most"))
    )
    return chosen.with_for_update(skip_locked=True) if dialect == "postgresql" else chosen


@dataclass(frozen=True)
class Parcel:
    """A leased message with where it goes. `unsure` says that an earlier send may have got through.

    `goes_regardless`: no quiet time holds it. `has_rules`: its person said when it is safe to text them.
    `answers`: they just wrote, and it answers that; worth nothing once it is hours old. `taken`: the texts
    of it that the carrier took, by their part. `others`: ids of texts in the same conversation that are
    known to be none of this message. `texted`: which of our numbers they texted. `may_lead`: nothing of it
    can have been sent yet, so words that say when it was written may still be set before it.
    """

    outbox_id: int
    message_id: int
    conversation_id: int
    channel: str
    address: str
    text: str
    attempts: int
    unsure: bool
    created_at: datetime
    opted_out: bool
    goes_regardless: bool = False
    has_rules: bool = False
    answers: bool = False
    taken: Mapping[int, str] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    texted: str = ""
    may_lead: bool = False


def add(
    tx: Connection, *, message_id: int, conversation_id: int, channel: str, at: datetime
) -> None:
    """Ask for a stored message to be sent as soon as may be."""
    tx.execute(
        _ADD,
        {
            "message_id": message_id,
            "conversation_id": conversation_id,
            "channel": channel,
            "state": "waiting",
            "next_at": at,
            "created_at": at,
        },
    )


def lease(tx: Connection, *, owner: str, now: datetime, most: int = 20) -> list[Parcel]:
    """Take up to `most` rows that are due, oldest first, one a conversation so that order is kept.

    Only a safety reply waits for nothing: it overtakes a message that is in trouble.
    """
    ids = list(tx.execute(_due(tx.dialect.name), {"now": now, "most": most}).scalars())
    if not ids:
        return []
    tx.execute(
        _LEASE,
        {"ids": ids, "lease_owner": owner, "leased_until": now + LEASE, "state": "leased"},
    )
    rows = tx.execute(_PARCELS, {"ids": ids}).all()
    tried = [row.conversation_id for row in rows if row.attempts > 1 or row.unsure]
    texts = tx.execute(_TAKEN, {"tried": tried}).all() if tried else []
    return [
        Parcel(
            outbox_id=row.id,
            message_id=row.message_id,
            conversation_id=row.conversation_id,
            channel=row.channel,
            address=row.address,
            text=with_lead(row.lead, row.text),
            attempts=row.attempts,
            unsure=row.unsure > 0,
            created_at=row.created_at,
            opted_out=row.opted_out_at is not None and row.kind not in SENT_REGARDLESS,
            goes_regardless=bool(row.anyway) or row.kind in SENT_REGARDLESS,
            has_rules=bool(row.has_rules),
            answers=row.answers_seq is not None,
            may_lead=not (row.lead or row.unsure or row.kind in SENT_REGARDLESS)
            and all(text.outbox_id != row.id for text in texts),
            texted=row.texted or "",
            taken={text.part: text.external_id for text in texts if text.outbox_id == row.id},
            others=frozenset(
                text.external_id
                for text in texts
                if text.conversation_id == row.conversation_id and text.outbox_id != row.id
            ),
        )
        for row in rows
    ]


def with_lead(lead: str | None, text: str) -> str:
    """The words that are sent: the message's own, and before them when it was written, where it must say so."""
    return f"{lead} {text}" if lead else text


def lead_where_overtaken(tx: Connection, parcel: Parcel, lead: str) -> bool:
    """Set `lead` before a message if a newer one went first, for every try from now on. True if it was set."""
    newer = OutboxRow.__table__.alias("newer")
    went_first = (
        select(newer.c.id)
        .where(
            newer.c.conversation_id == parcel.conversation_id,
            newer.c.id > parcel.outbox_id,
            or_(newer.c.state.in_(("sent", "leased")), newer.c.unsure > 0),
        )
        .exists()
    )
    led = tx.execute(
        update(OutboxRow)
        .where(OutboxRow.id == parcel.outbox_id, OutboxRow.state == "leased", went_first)
        .values(lead=lead)
    )
    return led.rowcount > 0


def sent(tx: Connection, outbox_id: int, *, external_id: str, now: datetime) -> None:
    """The carrier took it, under this id."""
    _settle(tx, outbox_id, state="sent", external_id=external_id, sent_at=now, last_error=None)


def note_taken(
    tx: Connection, outbox_id: int, *, external_id: str, part: int, segments: int, now: datetime
) -> None:
    """The carrier took a text of it, under this id. Said twice it is kept once."""
    insert_if_new(
        tx,
        SentText,
        unless_same=("external_id",),
        external_id=external_id,
        outbox_id=outbox_id,
        part=part,
        segments=segments,
        at=now,
    )


def failed(
    tx: Connection,
    parcel: Parcel,
    *,
    error: str,
    now: datetime,
    final: bool,
    unsure: bool = False,
) -> bool:
    """It was not taken, or (`unsure`) nobody knows. Try again later, or give up (dead letter).

    True when it was given up.
    """
    dead = final or parcel.attempts > len(BACK_OFF_SECONDS)
    wait = timedelta(seconds=BACK_OFF_SECONDS[min(parcel.attempts, len(BACK_OFF_SECONDS)) - 1])
    state = "dead" if dead else "waiting"
    _settle(
        tx,
        parcel.outbox_id,
        _SETTLE.values(unsure=OutboxRow.unsure + 1) if unsure else _SETTLE,
        state=state,
        next_at=now + wait,
        last_error=error[:200],
    )
    return dead


def too_late(tx: Connection, outbox_id: int) -> None:
    """It is not sent any more: nobody is waiting for it."""
    _settle(tx, outbox_id, state="late", last_error=TOO_LATE)


def hold(tx: Connection, outbox_id: int, *, until: datetime) -> None:
    """Give a leased row back unsent, to be looked at again when a quiet time is over."""
    tries = _SETTLE.values(attempts=OutboxRow.attempts - 1)
    _settle(tx, outbox_id, tries, state="held", next_at=until)


def hold_new(tx: Connection, message_id: int, *, until: datetime) -> None:
    """Hold a message that nobody has leased yet."""
    tx.execute(
        update(OutboxRow)
        .where(OutboxRow.message_id == message_id, OutboxRow.state == "waiting")
        .values(state="held", next_at=until)
    )


def look_again(tx: Connection, conversation_id: int, *, now: datetime) -> None:
    """Ask anew of each held message whether it must wait: the rules have changed."""
    tx.execute(_LOOK_AGAIN, {"which": conversation_id, "next_at": now})


def send_anyway(tx: Connection, conversation_id: int, *, now: datetime) -> list[int]:
    """Send what is held, or about to be, into the quiet time. The ids of those messages."""
    unsent = update(OutboxRow).where(
        OutboxRow.conversation_id == conversation_id, OutboxRow.state.in_(("held", "waiting"))
    )
    sending = unsent.values(state="waiting", next_at=now, anyway=True)
    return list(tx.execute(sending.returning(OutboxRow.message_id)).scalars())


def note_status(
    tx: Connection, *, external_id: str, status: str, error_code: str | None, now: datetime
) -> bool:
    """Record what the carrier said, once a status. False when it was known already."""
    new = insert_if_new(
        tx, DeliveryStatus, external_id=external_id, status=status, error_code=error_code, at=now
    )
    return new is not None


def _settle(tx: Connection, outbox_id: int, statement: Update = _SETTLE, **values: object) -> None:
    """A row settled meanwhile (the carrier already told that it failed) stays as it is."""
    tx.execute(statement, {"which": outbox_id, **values})
