"""Everything a fresh machine needs before it can serve: weights, database, content, models, staff."""

import asyncio

import click
from sqlalchemy import Connection

from app.demonstration import add_demonstration_staff, nobody_yet
from app.elsewhere import in_its_own_process
from app.service import open_store
from app.settings import Settings
from app.training import files_for, gather, train_models
from bot.understanding.weights import prepare_encoder
from content.live import LiveLibrary
from content.repository import is_empty
from content.starter import add_welsh, lacks_welsh, load_pack, read_pack
from handoff.services.starter import add_starter, no_services_yet
from store.clock import SystemClock


def set_up(settings: Settings) -> None:
    """Make all that is missing, trained models among it, and say so. Safe to repeat."""
    asyncio.run(_set_up(settings))


async def set_up_once(settings: Settings) -> None:
    """The same, and nothing at all where it was done before, so that a service starts again quickly.

    Models that have grown old since are trained by the service itself.
    """
    async with open_store(settings) as database:
        missing = await database.read(_something_missing, demo=settings.demo)
    if missing:
        await in_its_own_process(set_up, settings)


def _something_missing(tx: Connection, *, demo: bool) -> bool:
    return is_empty(tx) or lacks_welsh(tx) or no_services_yet(tx) or (demo and nobody_yet(tx))


async def _set_up(settings: Settings) -> None:
    folder = settings.data_folder
    folder.mkdir(parents=True, exist_ok=True)
    encoder = prepare_encoder(folder / "encoder", settings.encoder_path, click.echo)
    async with open_store(settings) as database:
        now = SystemClock().now()
        if await database.read(is_empty):
            click.echo("Loading the starter content ...")
            await database.write(load_pack, read_pack(), why="Starter content", now=now)
        await database.write(add_welsh, now=now)
        library = await LiveLibrary(database, settings.hours_in_words).reload()
        await database.write(add_starter, library.directory)
        lessons = gather(library, encoder)
        files = files_for(lessons, folder / "models")
        if not files.there:
            train_models(lessons, files, click.echo)
        if settings.demo:
            await add_demonstration_staff(database, folder, now)
