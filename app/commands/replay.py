"""`connexions replay`: try transcripts on what is published, with nothing stored and nothing sent."""

import asyncio
import json
from pathlib import Path
from typing import TextIO

import click
from tqdm import tqdm

from app.commands.rasa import see_that_rasa_answers
from app.replay import BadLine, Replayed
from app.replay_service import open_replay
from app.settings import Settings, read_settings


@click.command()
@click.argument("transcripts", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option(
    "--summaries",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write each case's handoff summary to this file.",
)
@click.option(
    "--engine", type=click.Choice(["embedded", "rasa"]), help="Other than that of the settings."
)
def replay(transcripts: TextIO, summaries: Path | None, engine: str | None) -> None:
    """Play TRANSCRIPTS (JSON lines, - for standard input) through the real way in.

    Prints a JSON line for each input line. docs/replay.md describes both.
    """
    settings = read_settings(engine=engine) if engine else read_settings()
    asyncio.run(_replay(lines_of(transcripts.read()), summaries, settings))


def lines_of(text: str) -> list[str]:
    """The lines of a file. Other characters that end a line somewhere may stand inside a message."""
    return [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]


async def _replay(lines: list[str], summaries: Path | None, settings: Settings) -> None:
    if settings.engine == "rasa":
        await see_that_rasa_answers(settings)
    async with open_replay(settings) as replaying:
        with tqdm(total=len(lines), unit=" messages", leave=False, disable=None) as bar:
            async for played in replaying.play(lines):
                bar.update()
                _print(played)
        if summaries:
            found = await replaying.summaries()
            text = "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in found)
            await asyncio.to_thread(summaries.write_text, text, "utf-8")


def _print(played: Replayed | BadLine) -> None:
    click.echo(json.dumps(played.as_json(), ensure_ascii=False))
    if isinstance(played, BadLine):
        click.echo(f"line {played.number}: {played.problem}", err=True)
