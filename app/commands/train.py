"""`connexions train`: teach the models from what is published."""

import asyncio

import click

from app.service import open_store
from app.settings import Settings, read_settings
from app.training import Lessons, files_for, gather, train_models
from bot.understanding.weights import find_encoder
from content.live import LiveLibrary


@click.command()
@click.option(
    "--again", is_flag=True, help="Train even if nothing has changed since the last time."
)
def train(*, again: bool) -> None:
    """Train the understanding and the risk check on what is published now."""
    settings = read_settings()
    lessons = asyncio.run(published_lessons(settings))
    files = files_for(lessons, settings.data_folder / "models")
    if again:
        files.understanding.unlink(missing_ok=True)
        files.risk.unlink(missing_ok=True)
    if files.there:
        click.echo("The models are up to date. --again trains them anyway.")
        return
    train_models(lessons, files, click.echo)
    click.echo("Trained. A running service takes the new models when something is next published.")


async def published_lessons(settings: Settings) -> Lessons:
    """What there is to learn from, with the encoder that was set up."""
    async with open_store(settings) as database:
        library = await LiveLibrary(database, settings.hours.in_words()).reload()
    return gather(library, find_encoder(settings.data_folder / "encoder"))
