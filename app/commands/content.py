"""`connexions content`: load the starter pack; export everything as files, and import it again."""

import asyncio
from pathlib import Path

import click

from app.service import open_store
from app.settings import Settings, read_settings
from content.archive import as_zip, from_zip, read_folder, write_folder
from content.export import as_files
from content.importing import carry_out, prepare
from content.incoming import Incoming, read_files
from content.repository import is_empty
from content.starter import CONTENT, PHRASES, Pack, load_pack, read_pack
from content.whole import held
from store.bus import Event
from store.clock import SystemClock, in_london
from store.opening import open_bus


@click.group()
def content() -> None:
    """Load, export and import content as files."""


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


@content.command()
@click.argument("target", type=click.Path(path_type=Path))
def export(target: Path) -> None:
    """Write everything (live, drafted, withdrawn) as files to TARGET: a folder, or a file named .zip."""
    files = asyncio.run(_exported())
    if target.suffix == ".zip":
        target.write_bytes(as_zip(files))
    else:
        write_folder(files, target)
    click.echo(f"Exported {len(files)} files to {target}.")


@content.command(name="import")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--look", is_flag=True, help="Only say what would change.")
@click.option("--anyway", is_flag=True, help="Publish although checks stand in the way.")
def import_(source: Path, *, look: bool, anyway: bool) -> None:
    """Take in what `export` wrote to SOURCE, all of it or nothing. What is only here is left alone."""
    files = read_folder(source) if source.is_dir() else from_zip(source.read_bytes())
    asyncio.run(_import(read_files(files), look=look, anyway=anyway))


async def _exported() -> dict[str, bytes]:
    async with open_store(read_settings()) as database:
        return as_files(await database.read(held))


async def _import(incoming: Incoming, *, look: bool, anyway: bool) -> None:
    settings, now = read_settings(), SystemClock().now()
    async with open_store(settings) as database:
        here = await database.read(held)
        prepared = prepare(incoming, here, settings.hours_in_words, in_london(now).date())
        for step in prepared.steps:
            click.echo(f"{step.what}: {step.entry_id}{' (new)' if step.new else ''}")
        for problem in prepared.problems:
            click.echo(str(problem), err=True)
        if prepared.problems and not (anyway or look):
            raise click.ClickException(
                "Nothing was changed: mend what is named above, or use --anyway."
            )
        if not look:
            await database.write(carry_out, prepared, by=None, why="Imported from files", now=now)
    done = "Would change" if look else "Changed"
    click.echo(f"{done} {len(prepared.steps)}; {prepared.unchanged} are the same.")
    if prepared.steps and not look:
        await _tell(settings)


async def _load(pack: Pack, *, only_if_empty: bool) -> int:
    settings = read_settings()
    async with open_store(settings) as database:
        if only_if_empty and not await database.read(is_empty):
            return 0
        loaded = await database.write(
            load_pack, pack, why="Loaded from files", now=SystemClock().now()
        )
    await _tell(settings)
    return loaded


async def _tell(settings: Settings) -> None:
    """Running replicas answer from it at once."""
    bus = await open_bus(settings.redis_url or None)
    await bus.publish(Event("content"))
    await bus.close()
