"""Saving a piece that has a form of its own: what stands against it, the reason, two who save at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from content.checks.finding import Finding
from content.checks.piece import Piece, check_piece
from content.history import Version
from content.publishing import EditConflictError
from staff.entries import asking, deeds
from web.access import signed_in
from web.errors import Conflict
from web.keys import CLOCK, DATABASE


@dataclass(frozen=True)
class Refused:
    """Why nothing was saved. `theirs` is what somebody else saved meanwhile."""

    started_from: int
    why: str
    problems: tuple[Finding, ...] = ()
    told: str = ""
    theirs: Version | None = None

    @property
    def status(self) -> int:
        """What the browser is answered with."""
        return 409 if self.theirs else 422


async def save(
    request: web.Request, piece: Piece, fields: Mapping[str, str], *, what: str
) -> Refused:
    """Keep it as a draft and go on to look it over; or why it was not kept. `what` is its name."""
    started_from, why = asking.number(fields, "started_from"), asking.why(fields)
    found = check_piece(piece, asking.library(request), asking.today(request))
    problems = tuple(each for each in found if each.blocks)
    if problems:
        return Refused(started_from, why, problems)
    if len(why) < asking.LEAST_WHY:
        return Refused(started_from, why, told="Say in a few words why you change it.")
    try:
        number = await request.app[DATABASE].write(
            deeds.save,
            piece,
            started_from=started_from,
            by=signed_in(request).staff_id,
            why=why,
            now=request.app[CLOCK].now(),
        )
    except EditConflictError as error:
        if error.newest is None:
            raise Conflict(f"There are no such {what}.", "Load the page again.") from None
        told = (
            f"{error.newest.author or 'Somebody'} changed the {what} while you were writing. Nothing is "
            "overwritten, and yours are below. Look at theirs in the history, then save again."
        )
        return Refused(error.newest.number, why, told=told, theirs=error.newest)
    raise web.HTTPSeeOther(f"{asking.address(piece.id)}/publish/{number}")
