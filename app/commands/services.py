"""`connexions services`: the directory that advisers refer from, out as a CSV file and in again."""

import asyncio
from pathlib import Path

import click
from sqlalchemy import Connection

from app.service import open_store
from app.settings import read_settings
from handoff.services import keeping
from handoff.services.csv_file import as_csv, from_csv
from handoff.services.service import Service
from staff.audit import record
from store.clock import SystemClock


@click.group()
def services() -> None:
    """Export and import the directory of services for referral."""


@services.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def export(target: Path) -> None:
    """Write every service, the withdrawn ones too, to the CSV file TARGET."""
    found = asyncio.run(_found())
    target.write_bytes(as_csv(found))
    click.echo(f"Exported {len(found)} services to {target}.")


@services.command(name="import")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--look", is_flag=True, help="Only say what would change.")
def import_(source: Path, *, look: bool) -> None:
    """Take in the CSV file SOURCE, all of it or nothing. Services that are not in it stay as they are."""
    incoming = from_csv(source.read_bytes(), source.name)
    change = asyncio.run(_import(incoming, look=look))
    for name in change.new:
        click.echo(f"new: {name}")
    for name in change.changed:
        click.echo(f"changed: {name}")
    done = "Would change" if look else "Changed"
    click.echo(
        f"{done} {len(change.changed)}, new {len(change.new)}, the same {change.same}, "
        f"left alone {change.left_alone}."
    )


async def _found() -> list[Service]:
    async with open_store(read_settings()) as database:
        return await database.read(keeping.services, withdrawn=True)


async def _import(incoming: list[Service], *, look: bool) -> keeping.Change:
    async with open_store(read_settings()) as database:
        if look:
            return await database.read(keeping.changes, incoming)
        return await database.write(_keep, incoming)


def _keep(tx: Connection, incoming: list[Service]) -> keeping.Change:
    record(tx, at=SystemClock().now(), staff_id=None, action="import services", subject="services")
    return keeping.keep(tx, incoming)
