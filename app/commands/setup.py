"""`connexions setup`: everything a fresh machine needs before it can serve. Safe to repeat."""

import click

from app.set_up import set_up
from app.settings import read_settings


@click.command()
def setup() -> None:
    """Prepare the data folder: weights, database, starter content, models, demonstration staff."""
    set_up(read_settings())
