"""The page on which managers and administrators read the audit trail."""

from aiohttp import web

from staff import audit
from staff.pages import staff_page
from web.access import Roles, signed_in
from web.errors import BadRequest
from web.keys import CLOCK, DATABASE
from web.routes import Route


async def show(request: web.Request) -> web.Response:
    """The newest deeds, or those before one, on one subject if asked. Reading is noted too."""
    before, subject = _number(request.query.get("before", "")), request.query.get("subject", "")
    database = request.app[DATABASE]
    deeds = await database.read(audit.deeds, before=before, subject=subject.strip()[:80])
    await database.write(
        audit.record,
        at=request.app[CLOCK].now(),
        staff_id=signed_in(request).staff_id,
        action="read audit",
        subject="audit",
    )
    older = deeds[-1].id if len(deeds) == audit.PAGE else None
    return staff_page(request, "staff/audit.html", deeds=deeds, subject=subject, older=older)


def _number(text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) < 16):
        raise BadRequest("That is not a place in the audit trail.")
    return int(text) if text else None


def routes() -> list[Route]:
    """Managers and administrators only."""
    return [Route("GET", "/staff/audit", show, Roles.AUDITING)]
