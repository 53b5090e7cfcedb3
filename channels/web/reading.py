"""What a socket reads from the database: each function is one transaction. Only `choose` writes."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from channels.history import read_history
from channels.messages import StoredMessage
from handoff.queue import waiting_conversations
from store import conversations
from store.chat_keys import Opened, opened_by
from store.encryption import Vault
from store.tables import Conversation, Message, Person

MOST = 1000
"""Messages at once: more than a screen will ever need, few enough to send."""


@dataclass(frozen=True)
class Look:
    """A conversation at one moment. `after` is what the messages follow."""

    after: int
    messages: list[StoredMessage]
    holder: str
    place: int | None
    seen: int
    language: str = ""


NOTHING_YET = Look(after=0, messages=[], holder="bot", place=None, seen=0)


def find(tx: Connection, vault: Vault, token: str, now: datetime) -> Opened | None:
    """The conversation that a token opens, or None before its first message."""
    return opened_by(tx, vault.lookup(token), now)


def look(tx: Connection, conversation_id: int, after: int) -> Look:
    """The messages after a number. A number that was never reached starts again from the beginning."""
    conversation = tx.execute(
        select(
            Conversation.holder,
            Conversation.last_seq,
            Conversation.adviser_seen_seq,
            Person.language,
        )
        .join(Person, Person.id == Conversation.person_id)
        .where(Conversation.id == conversation_id)
    ).one_or_none()
    if conversation is None:
        return NOTHING_YET
    after = after if after <= conversation.last_seq else 0
    place = places(tx).get(conversation_id) if conversation.holder == "queue" else None
    messages = read_history(tx, conversation_id, after=after, most=MOST)
    return Look(
        after,
        messages,
        conversation.holder,
        place,
        conversation.adviser_seen_seq,
        conversation.language or "",
    )


def choose(tx: Connection, conversation_id: int, language: str) -> None:
    """Keep the language that was chosen on the page."""
    conversation = conversations.lock(tx, conversation_id)
    conversations.choose_language(tx, conversation.person_id, language)


def news(tx: Connection, conversation_id: int, after: int) -> list[StoredMessage]:
    """The messages after a number."""
    return read_history(tx, conversation_id, after=after, most=MOST)


def number_of(tx: Connection, conversation_id: int, external_id: str) -> int:
    """The number under which a message was stored before."""
    return tx.execute(
        select(Message.seq).where(
            Message.conversation_id == conversation_id, Message.external_id == external_id
        )
    ).scalar_one()


def places(tx: Connection) -> dict[int, int]:
    """The place in the line of every conversation that waits."""
    return dict(waiting_conversations(tx))
