"""A summary to take along: a page to print, plain text, and a form for machines. Each look is noted."""

import json

from aiohttp import web

from staff.audit import record
from staff.desk.pages import case_number, look_at
from staff.pages import staff_page
from web.access import signed_in
from web.keys import CLOCK, DATABASE


async def to_print(request: web.Request) -> web.Response:
    """The whole summary as text on a page of its own."""
    view = await look_at(request, case_number(request))
    await _note(request, "to print")
    return staff_page(request, "staff/desk/print.html", summary=view.summary)


async def for_machines(request: web.Request) -> web.Response:
    """The summary as JSON."""
    view = await look_at(request, case_number(request))
    await _note(request, "JSON")
    text = json.dumps(view.summary.as_json(), ensure_ascii=False, indent=1)
    return web.Response(text=text, content_type="application/json")


async def _note(request: web.Request, form: str) -> None:
    await request.app[DATABASE].write(
        record,
        at=request.app[CLOCK].now(),
        staff_id=signed_in(request).staff_id,
        action="took summary",
        subject=f"case {case_number(request)}",
        detail=form,
    )
