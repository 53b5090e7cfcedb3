"""`connexions setup`: everything a fresh machine needs before it can serve. Safe to repeat."""

import asyncio
from pathlib import Path

import click

from app.demonstration import add_demonstration_staff
from app.service import open_store
from app.settings import Settings, read_settings
from app.training import files_for, gather, train_models
from bot.understanding.weights import prepare_encoder
from content.live import LiveLibrary
from content.repository import is_empty
from content.starter import load_pack, read_pack
from handoff.services.starter import add_starter
from store.clock import SystemClock


@click.command()
@click.option("--model-only", is_flag=True, help="Prepare the encoder's weights and nothing else.")
def setup(*, model_only: bool) -> None:
    """Prepare the data folder: weights, database, starter content, models, demonstration staff."""
    settings = read_settings()
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    encoder = prepare_encoder(settings.data_folder / "encoder", settings.encoder_path, click.echo)
    if not model_only:
        asyncio.run(_set_up(settings, encoder))


async def _set_up(settings: Settings, encoder: Path | None) -> None:
    async with open_store(settings) as database:
        now = SystemClock().now()
        if await database.read(is_empty):
            click.echo("Loading the starter content ...")
            await database.write(load_pack, read_pack(), why="Starter content", now=now)
        library = await LiveLibrary(database, settings.hours_in_words).reload()
        await database.write(add_starter, library.directory)
        lessons = gather(library, encoder)
        files = files_for(lessons, settings.data_folder / "models")
        if not files.there:
            train_models(lessons, files, click.echo)
        if settings.demo:
            await add_demonstration_staff(database, settings.data_folder, now)
