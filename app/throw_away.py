"""The service on a throw-away database: the published content, the real way in, nothing kept at the end."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.minds import open_minds
from app.service import open_store
from app.settings import Settings
from channels.intake import Intake
from content.live import LiveLibrary
from content.repository import is_empty, load_stored, published
from content.starter import load_pack, read_pack
from handoff.hours_in_force import HoursInForce
from handoff.targets import ServiceTargets
from store.bus import Bus, LocalBus
from store.clock import Clock
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.migrate import migrate


@dataclass(frozen=True)
class ThrowAway:
    """What somebody who tries the service out works with."""

    database: Database
    bus: Bus
    intake: Intake


@asynccontextmanager
async def open_throw_away(settings: Settings, clock: Clock) -> AsyncIterator[ThrowAway]:
    """Open it; all that it stored is gone at the end."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault([new_key()])
        database = open_database(f"sqlite:///{folder}/throw-away.db", vault)
        try:
            await database.write(migrate)
            await _bring_content(settings, database, clock)
            library, bus = LiveLibrary(database, settings.hours_in_words), LocalBus()
            hours = HoursInForce(settings.hours, lambda: library.current.opening)
            targets = ServiceTargets(hours, settings.targets.levels)
            async with open_minds(settings, library, database, bus) as minds:
                intake = Intake(database, bus, clock, vault, targets, minds.current)
                yield ThrowAway(database, bus, intake)
        finally:
            await database.close()


async def _bring_content(settings: Settings, database: Database, clock: Clock) -> None:
    """What the service has published, or the starter pack where it has published nothing yet."""
    async with open_store(settings) as store:
        pieces = [] if await store.read(is_empty) else await store.read(published)
    if pieces:
        await database.write(load_stored, pieces, now=clock.now())
    else:
        await database.write(load_pack, read_pack(), why="Tried out", now=clock.now())
