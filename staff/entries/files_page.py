"""Everything as files: taken away in one zip, and brought back, looked at first."""

import asyncio

from aiohttp import web
from sqlalchemy import Connection

from content.archive import LARGEST, as_zip, from_zip
from content.export import as_files
from content.importing import Import, carry_out, prepare
from content.incoming import read_files
from content.problems import ContentError, Problem
from content.publishing import EditConflictError
from content.whole import Held, held
from staff.audit import record
from staff.entries import asking
from staff.pages import staff_page
from store.bus import Event
from web.access import signed_in
from web.errors import BadRequest, Conflict
from web.keys import BUS, CLOCK, DATABASE

HOME = "/staff/entries/files"
MOST_BYTES = LARGEST // 2
_MOST_PROBLEMS = 50
_WHY = "Imported from files"


async def show(request: web.Request) -> web.Response:
    """What can be done here."""
    return _page(request)


async def download(request: web.Request) -> web.Response:
    """The zip, named by its day."""
    here = await request.app[DATABASE].read(held)
    data = await asyncio.to_thread(lambda: as_zip(as_files(here)))
    name = f"connexions-content-{asking.today(request).isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(body=data, content_type="application/zip", headers=headers)


async def upload(request: web.Request) -> web.Response:
    """Say what a zip would change, and change it where that was asked for and nothing is wrong."""
    fields = await request.post()
    sent, do = fields.get("file"), fields.get("do")
    if not isinstance(sent, web.FileField) or do not in ("look", "import"):
        raise BadRequest("There is no file.", "Choose the zip file of an export.")
    data = await asyncio.to_thread(sent.file.read)
    here = await request.app[DATABASE].read(held)
    try:
        prepared = await asyncio.to_thread(_prepared, request, data, here)
    except ContentError as error:
        return _page(request, problems=error.problems, status=422)
    if prepared.problems:
        return _page(request, prepared, problems=list(prepared.problems), status=422)
    if do == "look" or not prepared.steps:
        return _page(request, prepared)
    try:
        await request.app[DATABASE].write(_import, request, prepared)
    except EditConflictError:
        raise Conflict(
            "Somebody saved or published something meanwhile, so nothing was imported.",
            "Go back and send the file again.",
        ) from None
    await request.app[BUS].publish(Event("content"))
    return _page(request, prepared, done=True)


def _prepared(request: web.Request, data: bytes, here: dict[str, Held]) -> Import:
    incoming = read_files(from_zip(data))
    return prepare(incoming, here, asking.library(request).hours, asking.today(request), alone=True)


def _import(tx: Connection, request: web.Request, prepared: Import) -> None:
    by, now = signed_in(request).staff_id, request.app[CLOCK].now()
    carry_out(tx, prepared, by=by, why=_WHY, now=now)
    for step in prepared.steps:
        action = f"import: {step.what}"
        record(tx, at=now, staff_id=by, action=action, subject=f"entry {step.entry_id}"[:80])


def _page(
    request: web.Request,
    prepared: Import | None = None,
    *,
    problems: list[Problem] | None = None,
    done: bool = False,
    status: int = 200,
) -> web.Response:
    problems = problems or []
    return staff_page(
        request,
        "staff/entries/files.html",
        status=status,
        prepared=prepared,
        problems=problems[:_MOST_PROBLEMS],
        more=max(len(problems) - _MOST_PROBLEMS, 0),
        done=done,
        may_edit=asking.may_edit(request),
    )
