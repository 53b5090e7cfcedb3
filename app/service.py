"""The service put together: what it keeps, how it thinks, the way in and the way out."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError

from app.minds import Minds, open_minds
from app.settings import Settings, SettingsError
from channels.crowd import Crowd
from channels.intake import Intake
from channels.limits import Limits
from content.live import LiveLibrary
from handoff.hours_in_force import HoursInForce
from handoff.targets import ServiceTargets
from store.bus import Bus
from store.clock import Clock, SystemClock
from store.counts import open_counts
from store.database import Database, open_database
from store.encryption import Vault
from store.migrate import migrate
from store.opening import open_bus


@dataclass(frozen=True)
class Service:
    """The parts that the web server and the command line work with."""

    settings: Settings
    database: Database
    bus: Bus
    clock: Clock
    vault: Vault
    library: LiveLibrary
    targets: ServiceTargets
    hours: HoursInForce
    minds: Minds
    intake: Intake


@asynccontextmanager
async def open_store(settings: Settings) -> AsyncIterator[Database]:
    """The database alone, brought up to date: for commands that need nothing more."""
    database = open_database(settings.database, settings.open_vault())
    try:
        await _bring_up_to_date(database, settings)
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def open_service(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Service]:
    """Open every part, and close them in reverse order at the end."""
    async with AsyncExitStack() as closing:
        vault = settings.open_vault()
        database = open_database(settings.database, vault)
        closing.push_async_callback(database.close)
        await _bring_up_to_date(database, settings)
        bus = await open_bus(settings.redis_url or None)
        closing.push_async_callback(bus.close)
        library = LiveLibrary(database, settings.hours_in_words)
        minds = await closing.enter_async_context(open_minds(settings, library, database, bus))
        hours = HoursInForce(settings.hours, lambda: library.current.opening)
        targets = ServiceTargets(hours, settings.targets.levels)
        used_clock = clock or SystemClock()
        counts = open_counts(settings.redis_url or None, used_clock)
        closing.push_async_callback(counts.close)
        yield Service(
            settings=settings,
            database=database,
            bus=bus,
            clock=used_clock,
            vault=vault,
            library=library,
            targets=targets,
            hours=hours,
            minds=minds,
            intake=Intake(
                database,
                bus,
                used_clock,
                vault,
                targets,
                minds.current,
                Limits(frozenset(settings.closed_channels)),
                Crowd(counts, vault, used_clock, settings.most_from_address),
            ),
        )


async def _bring_up_to_date(database: Database, settings: Settings) -> None:
    try:
        await database.write(migrate)
    except (DBAPIError, OSError) as error:
        where = make_url(settings.database).render_as_string(hide_password=True)
        why = error.orig if isinstance(error, DBAPIError) else error
        message = (
            f"The database cannot be used: {why}.\nIt is {where}: see that it is there, that it may "
            "be written to, and that CONNEXIONS_DATABASE_URL and CONNEXIONS_DATA_FOLDER are right. "
            "Nothing stored was changed."
        )
        raise SettingsError(message) from error
