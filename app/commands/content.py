"""`connexions content load`: the starter pack, or another folder of the same shape, into the database."""

import asyncio
from pathlib import Path

import click

from app.service import open_store
from app.settings import read_settings
from content.repository import is_empty
from content.starter import CONTENT, PHRASES, Pack, load_pack, read_pack
from store.bus import Event
from store.clock import SystemClock
from store.opening import open_bus


@click.group()
def content() -> None:
    """Load content from files."""


@content.command()
@click.argument(
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=CONTENT,
    required=False,
)
@click.option(
    "--phrases", type=click.Path(exists=True, file_okay=False, path_type=Path), default=PHRASES
)
@click.option("--replace", is_flag=True, help="Publish over what editors have published since.")
def load(folder: Path, phrases: Path, *, replace: bool) -> None:
    """Read FOLDER (the starter pack when left out), check it, store and publish it."""
    pack = read_pack(folder, phrases)
    loaded = asyncio.run(_load(pack, only_if_empty=not replace))
    if loaded:
        click.echo(f"Loaded and published {loaded} pieces of content.")
    else:
        click.echo("There is content already. Nothing was changed; --replace publishes over it.")


async def _load(pack: Pack, *, only_if_empty: bool) -> int:
    settings = read_settings()
    async with open_store(settings) as database:
        if only_if_empty and not await database.read(is_empty):
            return 0
        loaded = await database.write(
            load_pack, pack, why="Loaded from files", now=SystemClock().now()
        )
    bus = await open_bus(settings.redis_url or None)
    await bus.publish(Event("content"))  # running replicas answer from it at once
    await bus.close()
    return loaded
