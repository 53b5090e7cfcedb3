"""`connexions evaluate`: how well the bot understands, and what the risk check catches and misses."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from app.checking import file_in_service
from app.commands.train import published_lessons
from app.measuring import (
    data_in_words,
    is_public,
    kept_files,
    measure_model,
    measure_public,
    model_in_words,
    open_encoder,
)
from app.report import risk as risk_report
from app.report import understanding as understanding_report
from app.risk_in_service import is_refused, risk_in_service
from app.service import open_store
from app.settings import Settings, read_settings
from app.training import Lessons, ModelFiles, files_for
from bot.risk.assess import RiskAssessor
from bot.risk.evaluate import KEPT_CASES, lines_of, read_cases
from bot.risk.evaluate import evaluate as evaluate_risk
from bot.risk.families import read_families
from bot.risk.score import RiskModel
from bot.understanding.nlu_files import read_examples
from bot.understanding.second_encoder import open_second

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_new_file = click.Path(dir_okay=False, writable=True, path_type=Path)
_report_option = click.option("--report", type=_new_file, help="Write a page with pictures (HTML).")
_json_option = click.option("--json", "numbers", type=_new_file, help="Write the numbers (JSON).")


@click.group(invoke_without_command=True)
@click.option(
    "--data",
    type=_file,
    help="Other messages: JSON lines (text, expect, also, kind), or a file in the shape of CLINC150.",
)
@_report_option
@_json_option
@click.pass_context
def evaluate(
    asked: click.Context, data: Path | None, report: Path | None, numbers: Path | None
) -> None:
    """Measure the understanding that is in service; with `risk`, the risk check."""
    if asked.invoked_subcommand is not None:
        if data or report or numbers:
            raise click.UsageError(f"Write options after `{asked.invoked_subcommand}`.")
        return
    settings = read_settings()
    lessons, files = asyncio.run(_published(settings))
    if data and is_public(data):
        measured = measure_public(data, lessons)
    else:
        serving = asyncio.run(_understanding_in_service(settings, lessons, files))
        _see_that_it_is_there(serving)
        _see_that_it_can_be_read(data, read_examples)
        if serving != files.understanding:
            click.echo("The newest model waits (see Entries): measured is the one in service.")
        measured = measure_model([data] if data else kept_files(), serving, lessons)
    click.echo("\n".join(understanding_report.lines_of(measured)))
    _write(report, lambda: understanding_report.page_of(measured))
    _write(numbers, lambda: _as_json(understanding_report.numbers_of(measured)))


@evaluate.command()
@click.option("--data", type=_file, help="Other labelled messages, a JSON object a line.")
@click.option("--quiet", is_flag=True, help="Leave out the lists of misses and false alarms.")
@_report_option
@_json_option
def risk(data: Path | None, quiet: bool, report: Path | None, numbers: Path | None) -> None:
    """Measure what the risk check catches, what it misses, and what it calls wrongly."""
    lessons, files = asyncio.run(_published(read_settings()))
    serving = risk_in_service(files.risk)
    _see_that_it_is_there(serving.score)
    _see_that_it_can_be_read(data, read_cases)
    if is_refused(files.risk):
        click.echo("The newest risk check was refused: measured is the last good one.")
    encoder, second = open_encoder(lessons), open_second()
    found = evaluate_risk(
        RiskAssessor(
            read_families(serving.patterns),
            RiskModel.load(serving.score),
            encoder.encode if encoder else None,
            second.encode if second else None,
        ),
        read_cases(data or KEPT_CASES),
    )
    about = [model_in_words(serving.score, lessons), data_in_words([data or KEPT_CASES])]
    click.echo("\n".join([*about, "", *lines_of(found, each=not quiet), ""]))
    click.echo("\n".join(risk_report.sweep_lines(found)))
    _write(report, lambda: risk_report.page_of(found, about, each=not quiet))
    _write(numbers, lambda: _as_json(risk_report.numbers_of(found, about)))


async def _published(settings: Settings) -> tuple[Lessons, ModelFiles]:
    lessons = await published_lessons(settings)
    return lessons, files_for(lessons, settings.data_folder / "models")


async def _understanding_in_service(
    settings: Settings, lessons: Lessons, files: ModelFiles
) -> Path:
    async with open_store(settings) as database:
        return await file_in_service(database, lessons, files)


def _see_that_it_is_there(model: Path) -> None:
    if not model.exists():
        raise click.ClickException(
            "What is published now has not been trained yet: run `connexions train` first."
        )


def _see_that_it_can_be_read(data: Path | None, read: Callable[[Path], object]) -> None:
    try:
        if data:
            read(data)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise click.ClickException(
            f"{data} cannot be read as labelled messages ({type(error).__name__}: {error}). "
            "Write a JSON object a line; docs/operators.md shows both shapes."
        ) from error


def _write(file: Path | None, words: Callable[[], str]) -> None:
    if file:
        file.write_text(words(), "utf-8")
        click.echo(f"Written: {file}")


def _as_json(numbers: dict[str, Any]) -> str:
    return json.dumps(numbers, indent=2, ensure_ascii=False) + "\n"
