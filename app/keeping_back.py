"""After training by hand: what got worse is kept back, with every reason told."""

from collections.abc import Iterator

from app.checking import file_to_serve
from app.risk_in_service import is_refused, put_in_service
from app.training import Lessons, ModelFiles
from content.model_checks import Check, allow, check_of
from store.clock import SystemClock
from store.database import Database


async def kept_back(
    database: Database, lessons: Lessons, files: ModelFiles, *, anyway: bool
) -> list[str]:
    """What is not put in service and why, as lines; none when all is. `anyway` puts all in service."""
    mark = lessons.understanding_mark
    serves = await file_to_serve(database, lessons, files, SystemClock().now())
    if anyway:
        put_in_service(files.risk, lessons.encoder)
        await database.write(allow, mark)
        return []
    told: list[str] = []
    if serves != files.understanding:
        told.append("The understanding got worse on the kept questions: the last good one serves.")
        told += _reasons(await database.read(check_of, mark))
    if is_refused(files.risk):
        told.append("The risk check got worse on the kept cases: the last good one serves.")
    if told:
        told.append("Mend what was changed, or put it in service with --anyway.")
    return told


def _reasons(check: Check | None) -> Iterator[str]:
    if check is None or check.comparison is None:
        return
    before, after = check.comparison.before, check.comparison.after
    yield f"  right at once    {before.right_at_once:.1%} -> {after.right_at_once:.1%}"
    yield f"  wrong as if sure {before.wrong_as_if_sure:.1%} -> {after.wrong_as_if_sure:.1%}"
    for each in check.comparison.lost:
        yield f"  {each.right}, now {each.taken_for or 'not understood'}: {each.text}"
