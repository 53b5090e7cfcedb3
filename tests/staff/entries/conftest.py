"""The editors' desk over a small library that is right."""

import pytest
from aiohttp import web

from content import publishing, repository
from content.checks.piece import Piece
from content.live import LiveLibrary
from content.repository import Draft
from staff.entries.form import from_body
from store.clock import SetClock
from store.database import Database
from tests.content.pieces import HOURS, stored
from web.keys import LIBRARY


def load(tx, now) -> None:
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
