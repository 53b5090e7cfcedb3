"""Which understanding to serve: the newest, unless it does worse than the last good one and has to wait."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection

from app.elsewhere import in_its_own_process
from app.kept_questions import QUESTIONS, compare_on_kept, key_of
from app.training import Lessons, ModelFiles
from bot.understanding.encoder import MODEL, digest_of
from bot.understanding.model import encoder_of
from bot.understanding.training_set import Example
from content import trials
from content.model_checks import WORSE, Check, check_of, last_good, settle
from store.database import Database

log = structlog.get_logger()


async def file_in_service(database: Database, lessons: Lessons, files: ModelFiles) -> Path:
    """The model that answers now; nothing is measured, and nothing kept."""
    known, before = await database.read(_known, lessons, files)
    return before if before and known and known.verdict == WORSE else files.understanding


async def file_to_serve(
    database: Database,
    lessons: Lessons,
    files: ModelFiles,
    now: datetime,
    own: Sequence[Example] = (),
) -> Path:
    """The model to answer with from now on, after comparing a new one with the last good one.

    `own` are the editors' own test questions. What an editor had tried before publishing is not measured
    again. The first replica's verdict is kept and holds for all. Where the last good model is not to be had,
    or the two cannot be compared, the new one serves: no answers at all would be worse.
    """
    known, before = await database.read(_known, lessons, files)
    comparison = None
    if known is None and before:
        tried = key_of(lessons.understanding_mark, own)
        comparison = await database.read(trials.known, tried)
        try:
            comparison = comparison or await in_its_own_process(
                compare_on_kept, files.understanding, before, lessons.encoder, QUESTIONS, own
            )
        except Exception as error:
            log.error("model.not_compared", error=type(error).__name__)  # noqa: TRY400
            return files.understanding
    verdict = await database.write(settle, lessons.understanding_mark, comparison, now)
    if verdict != WORSE or before is None:
        return files.understanding
    log.warning("model.waits", why="it does worse on the kept questions than the last good one")
    return before


def _known(tx: Connection, lessons: Lessons, files: ModelFiles) -> tuple[Check | None, Path | None]:
    """What is known of the new model, and the file of the last good one if it could serve here."""
    mark = lessons.understanding_mark
    good = last_good(tx, besides=mark)
    before = files.understanding.with_name(f"understanding-{good}.npz") if good else None
    return check_of(tx, mark), before if before and _could_serve(before, lessons.encoder) else None


def _could_serve(model: Path, encoder: Path | None) -> bool:
    """Whether it is whole, and the encoder that it belongs to still there: else it would know words only."""
    there = {"", digest_of(encoder / MODEL)} if encoder else {""}
    try:
        return encoder_of(model) in there
    except (OSError, ValueError, KeyError):
        return False
