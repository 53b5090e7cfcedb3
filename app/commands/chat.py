"""`connexions chat`: talk with the service in the terminal, on what is published, with nothing kept."""

import asyncio
import sys
from uuid import uuid4

import click

from app.logs import start_logging
from app.settings import Settings, read_settings
from app.throw_away import ThrowAway, open_throw_away
from channels.delivery import Delivery
from channels.terminal.sender import CHANNEL, TerminalSender, typed
from store.clock import SystemClock

_HOW = "Write as a young person would. Nothing is kept, and nobody is told. An empty line ends it."


@click.command()
def chat() -> None:
    """Talk with the service here, as a young person would. Nothing is kept or sent."""
    settings = read_settings()
    start_logging("error", readable=True)
    asyncio.run(_chat(settings))


async def _chat(settings: Settings) -> None:
    clock = SystemClock()
    async with open_throw_away(settings, clock) as opened:
        sender = TerminalSender(lambda text: click.echo(f"\n{text}\n"))
        delivery = Delivery(opened.database, opened.bus, clock, {CHANNEL: sender})
        click.echo(_HOW)
        await _talk(opened, delivery)


async def _talk(opened: ThrowAway, delivery: Delivery) -> None:
    address = uuid4().hex
    while line := (await asyncio.to_thread(_asked)).strip():
        await opened.intake.receive(typed(line, address))
        await delivery.drain()


def _asked() -> str:
    """The next line; empty at the end of the input."""
    click.echo("> ", nl=False)
    return sys.stdin.readline()
