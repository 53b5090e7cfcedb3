"""The editors' desk over a small library that is right."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import Connection

from content import publishing, repository, reviewing
from content.checks.piece import Piece
from content.live import LiveLibrary
from content.repository import Draft
from staff.entries.form import from_body
from store.clock import SetClock
from store.database import Database
from tests.content.pieces import ENTRY_ID, HOURS, stored
from tests.staff.conftest import Add
from web.access import Role
from web.keys import LIBRARY

Approve = Callable[..., Awaitable[None]]


def load(tx: Connection, now: datetime) -> None:
    for piece in stored():
        label, review = publishing.headline(Piece(piece.entry_id, piece.kind, piece.body))
        draft = Draft(piece.entry_id, piece.kind, label, review, piece.body, piece.phrases)
        number = repository.save_revision(tx, draft, author_id=None, why="starter", now=now)
        repository.publish_revision(tx, draft, number, publisher_id=None, now=now)


@pytest.fixture
async def library(sqlite: Database, clock: SetClock) -> LiveLibrary:
    """What is live."""
    await sqlite.write(load, clock.now())
    live = LiveLibrary(sqlite, HOURS)
    await live.reload()
    return live


@pytest.fixture
async def app(app: web.Application, library: LiveLibrary) -> web.Application:
    app[LIBRARY] = library
    return app


@pytest.fixture
def approve(add: Add, sqlite: Database, clock: SetClock) -> Approve:
    """A second person looks at a version and says yes; another test walks that in the pages."""

    async def approved(number: int, entry_id: str = ENTRY_ID) -> None:
        other = await add(Role.SUPERVISOR, email=f"second-{entry_id}-{number}@example.org")

        def look(tx: Connection) -> None:
            given: dict[str, Any] = {"words": "", "now": clock.now()}
            reviewing.ask(tx, entry_id, number, by=other, **given)
            reviewing.decide(tx, entry_id, number, approve=True, by=other, **given)

        await sqlite.write(look)

    return approved


def typed(body: str, said: str, **changed: str) -> dict[str, str]:
    """The fields that the form sends for a stored version, some of them changed."""
    form = from_body(body, said)
    fields = {
        "label": form.label,
        "audience": form.audience,
        "sources": form.sources,
        "facts_date": form.facts_date,
        "review": form.review,
        "related": form.related,
        "notes": form.notes,
        "by_nation": "yes" if form.by_nation else "no",
        "phrases": form.phrases,
        "why": "a test",
        "started_from": "1",
        "do": "save",
        **form.texts,
    }
    return fields | changed
