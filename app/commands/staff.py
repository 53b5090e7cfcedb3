"""`connexions staff add`: the first members of staff, who then add the others on the web."""

import asyncio

import click

from app.service import open_store
from app.settings import read_settings
from staff.members import MemberError, add_member
from staff.passwords import hashed, new_one_time_password
from store.clock import SystemClock
from web.access import Role


@click.group()
def staff() -> None:
    """Manage who may sign in."""


@staff.command()
@click.argument("email")
@click.option("--name", prompt=True, help="Full name, seen by staff only.")
@click.option("--shown-name", default="", help="First name, as young people see it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), prompt=True)
def add(email: str, name: str, shown_name: str, role: str) -> None:
    """Add a member of staff and print their one-time password."""
    if "@" not in email:
        raise click.ClickException(
            f"{email} is not an e-mail address. Write it as name@example.org."
        )
    password = new_one_time_password()
    try:
        asyncio.run(
            _add(email, name, shown_name or name.split(maxsplit=1)[0], Role(role), password)
        )
    except MemberError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"Added {email} as {role}. One-time password (to be changed at first sign-in): {password}"
    )


async def _add(email: str, name: str, shown_name: str, role: Role, password: str) -> None:
    async with open_store(read_settings()) as database:
        await database.write(
            add_member,
            email=email,
            name=name,
            shown_name=shown_name,
            role=role,
            password_hash=hashed(password),
            now=SystemClock().now(),
        )
