"""Replaying transcripts: each line through the real way in, then what became of each case."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from app.replay import BadLine, Replayed, replay
from app.settings import Settings
from app.throw_away import open_throw_away
from channels.intake import Intake
from handoff.summary import summary_of
from store.clock import SetClock
from store.database import Database
from store.tables import Case


class Replaying:
    """A replay under way: plays lines, then tells what became of each case."""

    def __init__(self, database: Database, intake: Intake, clock: SetClock) -> None:
        self._database = database
        self._intake = intake
        self._clock = clock
        self._names: dict[int, str | int] = {}

    async def play(self, lines: Iterable[str]) -> AsyncIterator[Replayed | BadLine]:
        """Play each line, in order."""
        async for played in replay(lines, self._intake, self._clock):
            if isinstance(played, Replayed):
                self._names[played.received.conversation_id] = played.conversation
            yield played

    async def summaries(self) -> list[dict[str, Any]]:
        """The handoff summary of every case that was opened, with its conversation's name."""
        return await self._database.read(self._summaries)

    def _summaries(self, tx: Connection) -> list[dict[str, Any]]:
        cases = tx.execute(select(Case.id, Case.conversation_id).order_by(Case.id)).all()
        return [
            {
                "conversation": self._names[case.conversation_id],
                **summary_of(tx, case.id, self._clock.now()).as_json(),
            }
            for case in cases
        ]


@asynccontextmanager
async def open_replay(settings: Settings) -> AsyncIterator[Replaying]:
    """Open what replay needs; all that it stored is gone at the end."""
    clock = SetClock(datetime.now(UTC))
    async with open_throw_away(settings, clock) as opened:
        yield Replaying(opened.database, opened.intake, clock)
