"""The ledger of promises: what is to come, the late first; mine, or for supervisors everybody's."""

from aiohttp import web

from handoff.promises.ledger import tally, unsettled
from staff.pages import staff_page
from web.access import Role, Roles, signed_in
from web.keys import CLOCK, DATABASE
from web.routes import Route


async def show(request: web.Request) -> web.Response:
    """My promises and those of my cases; a supervisor sees everybody's unless they ask for their own."""
    me, database, now = signed_in(request), request.app[DATABASE], request.app[CLOCK].now()
    supervises = me.role is Role.SUPERVISOR
    mine = not supervises or request.query.get("whose") == "mine"
    entries = await database.read(unsettled, now, of=me.staff_id if mine else None)
    return staff_page(
        request,
        "staff/ledger.html",
        late=[entry for entry in entries if entry.is_late(now)],
        to_come=[entry for entry in entries if not entry.is_late(now)],
        mine=mine,
        supervises=supervises,
        tally=await database.read(tally, now) if supervises else None,
    )


def routes() -> list[Route]:
    """Advisers and supervisors."""
    return [Route("GET", "/staff/promises", show, Roles.ADVISING)]
