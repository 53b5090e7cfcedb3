"""Demonstration mode: made-up staff, texts that go nowhere, and where to look."""

import json
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Connection, select

from app.settings import Settings
from staff.members import add_member
from staff.passwords import hashed, new_one_time_password
from store.database import Database
from store.tables import StaffMember
from web.access import Role

_PASSWORDS = "demo-passwords.json"
_STAFF = (
    ("adviser@example.org", "Amina Example", "Amina", Role.ADVISER),
    ("supervisor@example.org", "Sol Example", "Sol", Role.SUPERVISOR),
    ("editor@example.org", "Eddie Example", "Eddie", Role.EDITOR),
    ("manager@example.org", "Mo Example", "Mo", Role.MANAGER),
    ("administrator@example.org", "Ada Example", "Ada", Role.ADMINISTRATOR),
)


async def add_demonstration_staff(database: Database, folder: Path, now: datetime) -> None:
    """Add one made-up member of staff a role, once; their one-time passwords are kept beside the data."""
    if await database.read(nobody_yet):
        passwords = {email: new_one_time_password() for email, *_ in _STAFF}
        await database.write(_add, passwords, now)
        file = folder / _PASSWORDS
        file.touch(mode=0o600)
        file.write_text(json.dumps(passwords), "utf-8")


async def say_where(settings: Settings, database: Database) -> None:
    """Tell the person at the terminal where everything is, and how to sign in."""
    base = settings.site_url
    click.echo(f"\nThe young person's page   {base}/")
    click.echo(f"The staff pages           {base}/staff")
    if not settings.demo:
        return
    click.echo(f"The text message phone    {base}/demo/phone\n")
    click.echo("Made-up staff (a one-time password is changed at the first sign-in):")
    file = settings.data_folder / _PASSWORDS
    passwords = json.loads(file.read_text("utf-8")) if file.exists() else {}
    unchanged = await database.read(_still_one_time)
    for email, *_, role in _STAFF:
        password = passwords.get(email) if email in unchanged else None
        click.echo(f"  {role:14} {email:28} {password or 'password changed since'}")
    click.echo("\nStop with Ctrl+C. What was written is kept.")


def nobody_yet(tx: Connection) -> bool:
    """Whether there is no member of staff at all."""
    return tx.execute(select(StaffMember.id).limit(1)).first() is None


def _still_one_time(tx: Connection) -> set[str]:
    waiting = select(StaffMember.email).where(StaffMember.must_change_password)
    return set(tx.execute(waiting).scalars())


def _add(tx: Connection, passwords: dict[str, str], now: datetime) -> None:
    for email, name, shown_name, role in _STAFF:
        add_member(
            tx,
            email=email,
            name=name,
            shown_name=shown_name,
            role=role,
            password_hash=hashed(passwords[email]),
            now=now,
        )
