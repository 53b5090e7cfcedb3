"""The service that replay plays on: the published content, a throw-away database, nothing sent."""

import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from app.minds import open_minds
from app.replay import BadLine, Replayed, replay
from app.service import open_store
from app.settings import Settings
from channels.intake import Intake
from content.live import LiveLibrary
from content.repository import is_empty, load_stored, published
from content.starter import load_pack, read_pack
from handoff.hours_in_force import HoursInForce
from handoff.summary import summary_of
from handoff.targets import ServiceTargets
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.migrate import migrate
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
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault([new_key()])
        database = open_database(f"sqlite:///{folder}/replay.db", vault)
        try:
            await database.write(migrate)
            await _bring_content(settings, database, clock)
            library, bus = LiveLibrary(database, settings.hours_in_words), LocalBus()
            hours = HoursInForce(settings.hours, lambda: library.current.opening)
            targets = ServiceTargets(hours, settings.targets.levels)
            async with open_minds(settings, library, database, bus) as minds:
                intake = Intake(database, bus, clock, vault, targets, minds.current)
                yield Replaying(database, intake, clock)
        finally:
            await database.close()


async def _bring_content(settings: Settings, database: Database, clock: SetClock) -> None:
    """What the service has published, or the starter pack where it has published nothing yet."""
    async with open_store(settings) as store:
        pieces = [] if await store.read(is_empty) else await store.read(published)
    if pieces:
        await database.write(load_stored, pieces, now=clock.now())
    else:
        await database.write(load_pack, read_pack(), why="Replay", now=clock.now())
