"""Searching the cases. What is looked for is sent as a form, so that it stands in no address and no log."""

from aiohttp import web

from handoff.finding import MOST_FOUND, FoundCase, find_cases
from staff.audit import record
from staff.pages import staff_page
from web.access import signed_in
from web.forms import field_text, read_form
from web.keys import CLOCK, DATABASE, VAULT


async def show(request: web.Request) -> web.Response:
    """The form alone."""
    return _page(request, "", None)


async def search(request: web.Request) -> web.Response:
    """What was found. That somebody searched is on the audit trail, with what for, sealed."""
    asked = field_text(await read_form(request), "asked", most=200)
    database, now, me = request.app[DATABASE], request.app[CLOCK].now(), signed_in(request).staff_id
    found = await database.read(find_cases, asked, request.app[VAULT].lookup)
    subject = f"{len(found)} cases"
    await database.write(
        record, at=now, staff_id=me, action="searched cases", subject=subject, detail=asked
    )
    return _page(request, asked, found)


def _page(request: web.Request, asked: str, found: list[FoundCase] | None) -> web.Response:
    return staff_page(request, "staff/desk/search.html", asked=asked, found=found, most=MOST_FOUND)
