"""`connexions key`: a fresh encryption key for the settings."""

import click

from store.encryption import new_key


@click.command()
def key() -> None:
    """Print a new key for CONNEXIONS_KEYS. Keep it safe: without it stored text cannot be read."""
    click.echo(new_key())
