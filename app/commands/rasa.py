"""What `train` and `replay` do where the engine is Rasa."""

import asyncio
from pathlib import Path

import click
from aiohttp import ClientError

from app.rasa_client import RasaClient
from app.rasa_server import RasaFailed, RasaMissing, find_rasa
from app.rasa_training import calibration_of, model_file, train_rasa
from app.settings import Settings
from app.training import Lessons


def train_rasa_on(lessons: Lessons, settings: Settings, *, again: bool) -> None:
    """Train Rasa unless it knows these lessons, and load the model into the server of the settings."""
    from app.teaching import calibrating_examples, with_small_talk  # noqa: PLC0415  heavy

    phrases = with_small_talk(lessons.phrases)
    model = model_file(phrases, settings.data_folder / "models")
    try:
        if again or not (model.exists() and calibration_of(model).exists()):
            find_rasa()
            model.parent.mkdir(parents=True, exist_ok=True)
            train_rasa(phrases, calibrating_examples(), model, click.echo)
        click.echo(f"Rasa's model of what is published now is {model}.")
        if settings.rasa_url:
            asyncio.run(_load_into_server(settings, model.resolve()))
    except (RasaMissing, RasaFailed) as error:
        raise click.ClickException(str(error)) from error


async def see_that_rasa_answers(settings: Settings) -> None:
    """A replay is to show what Rasa makes of the transcripts, not the engine behind it."""
    client = RasaClient(settings.rasa_url, settings.rasa_timeout)
    try:
        await client.loaded_model()
    except (ClientError, TimeoutError, ValueError) as error:
        raise click.ClickException(
            f"Rasa does not answer at {client.url} ({type(error).__name__}). Start it with a model "
            "(docs/rasa.md), or use --engine embedded."
        ) from error
    finally:
        await client.close()


async def _load_into_server(settings: Settings, model: Path) -> None:
    client = RasaClient(settings.rasa_url, settings.rasa_timeout)
    try:
        await client.load(model)
        click.echo(f"Rasa at {client.url} answers with it now.")
    except (ClientError, TimeoutError, ValueError) as error:
        raise RasaFailed(
            f"Rasa at {client.url} did not load the model ({type(error).__name__}). It must run with "
            f"--enable-api and find the model at the same path: {model}"
        ) from error
    finally:
        await client.close()
