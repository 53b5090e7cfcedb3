"""What became of texts: beside each message, and the dead letters below the queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, or_, select

from store.tables import Case, Message, OutboxRow

MOST_DEAD_LETTERS = 20
_MAY_BE_LOST = ("dead", "waiting", "leased", "held")
_DELIVERIES = (
    select(Message.seq, OutboxRow.state, OutboxRow.last_error, OutboxRow.unsure, OutboxRow.anyway)
    .join(OutboxRow, OutboxRow.message_id == Message.id)
    .where(OutboxRow.conversation_id == bindparam("conversation"))
)
_DEAD = (
    select(
        OutboxRow.conversation_id,
        select(func.max(Case.id))
        .where(Case.conversation_id == OutboxRow.conversation_id)
        .scalar_subquery()
        .label("case_id"),
        OutboxRow.state,
        OutboxRow.last_error,
        OutboxRow.unsure,
        OutboxRow.created_at,
    )
    .where(
        OutboxRow.state.in_(_MAY_BE_LOST),
        or_(OutboxRow.state == "dead", OutboxRow.unsure > 0),
    )
    .order_by(OutboxRow.id.desc())
    .limit(MOST_DEAD_LETTERS)
)


@dataclass(frozen=True)
class Delivery:
    """What became of one text. `unsure`: a send was not acknowledged, so it may have arrived.

    `anyway`: an adviser sent it into a quiet time, with a reason.
    """

    state: str
    reason: str
    unsure: bool
    anyway: bool = False

    def waits(self, *, quiet: bool) -> bool:
        """Whether it waits for the end of a quiet time, or is about to."""
        return self.state == "held" or (quiet and self.state == "waiting" and not self.anyway)


@dataclass(frozen=True)
class DeadLetter:
    """A text that did not arrive, or that nobody knows of; `case_id` is the conversation's latest."""

    conversation_id: int
    case_id: int | None
    delivery: Delivery
    written_at: datetime


def delivery_of(tx: Connection, conversation_id: int) -> dict[int, Delivery]:
    """What became of the texts of a conversation, by the number of the message."""
    rows = tx.execute(_DELIVERIES, {"conversation": conversation_id})
    return {
        row.seq: Delivery(row.state, row.last_error or "", row.unsure > 0, row.anyway)
        for row in rows
    }


def dead_letters(tx: Connection) -> Sequence[DeadLetter]:
    """The last texts that were given up, and those not yet sent that may have arrived all the same.

    One that was sent in the end is not among them. The states are named so that their index serves.
    """
    rows = tx.execute(_DEAD)
    return [
        DeadLetter(
            row.conversation_id,
            row.case_id,
            Delivery(row.state, row.last_error or "", row.unsure > 0),
            row.created_at,
        )
        for row in rows
    ]
