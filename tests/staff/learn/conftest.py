"""Learn over a small library, with questions that young people asked."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest
from aiohttp import web
from sqlalchemy import Connection

from content.live import LiveLibrary
from staff.questions.vectors import VECTORS, KeptVectors
from store import conversations, learning
from store.clock import SetClock
from store.conversations import NewMessage
from store.database import Database
from tests.staff.entries.conftest import library  # noqa: F401 - fixture
from web.keys import LIBRARY


@pytest.fixture
async def app(app: web.Application, library: LiveLibrary) -> web.Application:  # noqa: F811
    app[LIBRARY] = library
    app[VECTORS] = KeptVectors(None)
    return app


def add_question(
    tx: Connection, who: str, text: str, now: datetime, what: str, guess: str
) -> tuple[int, int]:
    """Somebody asks in vain; the conversation and the message."""
    found = conversations.locate(
        tx, channel="web", address=who, address_hash=who, empty_state="{}", now=now
    )
    message = NewMessage("young person", "text", text)
    message_id = conversations.add_incoming(tx, found, message, channel="web", now=now)
    assert message_id is not None
    conversations.save(tx, found.conversation_id, last_seq=found.last_seq + 1, last_at=now)
    learning.keep_question(
        tx,
        message_id=message_id,
        conversation_id=found.conversation_id,
        what=what,
        guess=guess,
        entry_id=guess if what == learning.NOT_HELPED else "",
        revision=1 if what == learning.NOT_HELPED else None,
        now=now,
    )
    return found.conversation_id, message_id


Ask = Callable[..., Awaitable[tuple[int, int]]]


@pytest.fixture
def ask(sqlite: Database, clock: SetClock) -> Ask:
    async def in_vain(
        text: str, *, who: str = "a", what: str = learning.UNANSWERED, guess: str = ""
    ) -> tuple[int, int]:
        return await sqlite.write(add_question, who, text, clock.now(), what, guess)

    return in_vain
