"""Reading a conversation back, as it is shown to the young person and on the desk."""

import json
from typing import Any

from sqlalchemy import Connection, Row

from channels.messages import StoredMessage
from store import conversations


def read_history(
    tx: Connection, conversation_id: int, after: int = 0, most: int = 200
) -> list[StoredMessage]:
    """The messages after `after` (a message number), in order, without gaps."""
    rows = conversations.history(tx, conversation_id, after=after, most=most)
    return [from_row(row) for row in rows]


def from_row(row: Row[Any]) -> StoredMessage:
    """A stored message in the form channels use."""
    return StoredMessage(
        id=row.id,
        conversation_id=row.conversation_id,
        seq=row.seq,
        author=row.author,
        name=row.shown_name or "",
        kind=row.kind,
        text=row.text,
        at=row.at,
        external_id=row.external_id,
        entry_id=row.entry_id,
        revision=row.revision,
        detail=json.loads(row.detail) if row.detail else {},
    )
