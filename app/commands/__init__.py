"""The command line: `connexions`. Each command is a file; errors say what to do and end with 1."""

import sys

import click
from sqlalchemy.exc import DBAPIError

from app.commands.content import content
from app.commands.evaluate import evaluate
from app.commands.key import key
from app.commands.replay import replay
from app.commands.serve import serve
from app.commands.setup import setup
from app.commands.staff import staff
from app.commands.train import train
from app.settings import SettingsError
from content.problems import ContentError
from store.encryption import SealedWithOtherKeyError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def connexions() -> None:
    """Connexions Direct: answers for young people, with advisers behind them."""


for command in (serve, setup, staff, content, train, evaluate, replay, key):
    connexions.add_command(command)


def main() -> None:
    """Run a command; what a person can mend is said in plain words, without a trace."""
    try:
        connexions()
    except (SettingsError, ContentError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except SealedWithOtherKeyError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except DBAPIError as error:
        click.echo(
            f"The database cannot be used ({str(error.orig).splitlines()[0]}). "
            "Look at its address, its disk and who may write there. Nothing stored was changed.",
            err=True,
        )
        sys.exit(1)
    except OSError as error:
        what = error.strerror or type(error).__name__
        click.echo(
            f"{what}: {error.filename or 'a file or address'}. Nothing stored was changed.",
            err=True,
        )
        sys.exit(1)
