"""What somebody says elsewhere: the other conversations of a person who proved that they are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from store.conversations import history
from store.tables import Case, Conversation

MOST_LINES = 12


@dataclass(frozen=True)
class LineElsewhere:
    """One message of another conversation, as its channel showed it."""

    author: str
    name: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Elsewhere:
    """The newest messages of another conversation of the same person."""

    channel: str
    last_at: datetime
    lines: Sequence[LineElsewhere]


def elsewhere(tx: Connection, case_id: int) -> tuple[Elsewhere, ...]:
    """The other conversations of the person of a case, the liveliest first."""
    others = tx.execute(
        select(Conversation.id, Conversation.channel, Conversation.last_at)
        .join(Case, Case.person_id == Conversation.person_id)
        .where(Case.id == case_id, Conversation.id != Case.conversation_id)
        .order_by(Conversation.last_at.desc(), Conversation.id)
    ).all()
    return tuple(
        Elsewhere(
            other.channel,
            other.last_at,
            [
                LineElsewhere(row.author, row.shown_name or "", row.text, row.at)
                for row in history(tx, other.id, most=MOST_LINES)
            ],
        )
        for other in others
    )
