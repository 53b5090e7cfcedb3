"""The command line: `connexions`. Each command is a file; errors say what to do and end with 1."""

import sys
from importlib import import_module

import click
from sqlalchemy.exc import DBAPIError

from app.logs import start_logging
from app.memory import garbage_left
from app.settings import SettingsError
from content.problems import ContentError
from store.encryption import SealedWithOtherKeyError

_COMMANDS = (
    "serve",
    "setup",
    "staff",
    "content",
    "services",
    "train",
    "evaluate",
    "replay",
    "chat",
    "key",
)


class _Commands(click.Group):
    """Commands by name, each read only when it is asked for: `serve` starts without the others' weight."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which a newcomer needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command in the file of this name."""
        if cmd_name not in _COMMANDS:
            return None
        with garbage_left():
            command: click.Command = getattr(import_module(f"app.commands.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
def connexions() -> None:
    """Connexions Direct: answers for young people, with advisers behind them."""


def main() -> None:
    """Run a command; what a person can mend is said in plain words, without a trace.

    What a command prints may be read by a program, so nothing that is logged stands in between.
    """
    start_logging("info", readable=True)
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
