"""`connexions train`: teach the models from what is published, and keep back what got worse."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from tqdm import tqdm

from app.commands.rasa import train_rasa_on
from app.encoder import NoTorchError, teach_encoder, teach_second_encoder
from app.keeping_back import kept_back
from app.service import open_store
from app.settings import Settings, read_settings
from app.training import Lessons, ModelFiles, files_for, gather, ship_risk, train_models
from bot.understanding.weights import find_encoder
from content.live import LiveLibrary


@click.command()
@click.option(
    "--again", is_flag=True, help="Train even if nothing has changed since the last time."
)
@click.option("--anyway", is_flag=True, help="Use what was trained even where it got worse.")
@click.option(
    "--engine",
    type=click.Choice(["embedded", "rasa"]),
    default="embedded",
    help="rasa trains a Rasa model and loads it into the Rasa server of the settings.",
)
@click.option(
    "--ship",
    is_flag=True,
    help="Put the risk score into nlu_data/encoder, for machines that need not train it then.",
)
@click.option(
    "--encoder",
    is_flag=True,
    help="Teach an encoder of our own first. Needs PyTorch, and some minutes a turn.",
)
@click.option(
    "--weights",
    type=click.Path(exists=True, path_type=Path),
    help="With --encoder: a folder or wheel with the starting weights.",
)
@click.option(
    "--second",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Teach the encoder of the second reader anew, from a folder with its published weights. An hour.",
)
@click.option(
    "--public",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --encoder: a public labelled set that may teach the weights.",
)
def train(
    *,
    again: bool,
    anyway: bool,
    engine: str,
    ship: bool,
    encoder: bool,
    weights: Path | None,
    second: Path | None,
    public: Path | None,
) -> None:
    """Train the understanding and the risk check on what is published now.

    What does worse on the kept questions or the kept risk cases is not put in service.
    """
    settings = read_settings()
    if encoder:
        _teach(partial(teach_encoder, weights, public))
    if second:
        _teach(partial(teach_second_encoder, second))
    lessons = asyncio.run(published_lessons(settings))
    if engine == "rasa":
        train_rasa_on(lessons, settings, again=again)
        return
    files = files_for(lessons, settings.data_folder / "models")
    if again:
        files.understanding.unlink(missing_ok=True)
        files.risk.unlink(missing_ok=True)
    if files.there:
        click.echo("The models are up to date. --again trains them anyway.")
    else:
        train_models(lessons, files, click.echo)
        click.echo("Trained. A running service takes what is new when something is next published.")
    told = asyncio.run(_kept_back(settings, lessons, files, anyway=anyway))
    if told:
        raise click.ClickException("\n".join(told))
    if ship:
        click.echo(f"Put into {ship_risk(files)}.")


def _teach(
    how: Callable[[Callable[[str], None], Callable[[int, int, float], None]], None],
) -> None:
    """Run what teaches, which says things and how far it is."""
    with tqdm(unit=" steps", desc="Teaching") as bar:

        def progress(step: int, steps: int, loss: float) -> None:
            bar.total = steps
            bar.update(step - bar.n)
            bar.set_postfix(off=f"{loss:.2f}", refresh=False)

        try:
            how(bar.write, progress)
        except (NoTorchError, ValueError) as error:
            raise click.ClickException(str(error)) from error


async def published_lessons(settings: Settings) -> Lessons:
    """What there is to learn from, with the encoder that was set up."""
    async with open_store(settings) as database:
        library = await LiveLibrary(database, settings.hours_in_words).reload()
    return gather(library, find_encoder(settings.data_folder / "encoder"))


async def _kept_back(
    settings: Settings, lessons: Lessons, files: ModelFiles, *, anyway: bool
) -> list[str]:
    async with open_store(settings) as database:
        return await kept_back(database, lessons, files, anyway=anyway)
