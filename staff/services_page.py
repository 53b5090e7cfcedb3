"""The directory of services: found by advisers, taken away and brought back as a file by who keeps it."""

import asyncio

from aiohttp import web
from sqlalchemy import Connection

from content.nation import Nation
from content.problems import ContentError, Problem
from handoff.services import keeping
from handoff.services.csv_file import MOST_BYTES, as_csv, from_csv
from handoff.services.keeping import Change
from handoff.services.service import KINDS, LOOKED_FOR, Service
from staff.audit import record
from staff.pages import staff_page
from store.clock import in_london
from web.access import Roles, signed_in
from web.errors import BadRequest
from web.keys import CLOCK, DATABASE
from web.routes import Route

HOME = "/staff/services"
_MOST_SHOWN = 100
_MOST_PROBLEMS = 50


async def show(request: web.Request) -> web.Response:
    """The services that fit what is looked for."""
    asked = {name: request.query.get(name, "")[:80] for name in LOOKED_FOR}
    found = [
        each for each in await request.app[DATABASE].read(keeping.services) if each.serves(**asked)
    ]
    return staff_page(
        request,
        "staff/services/list.html",
        found=found[:_MOST_SHOWN],
        more=max(len(found) - _MOST_SHOWN, 0),
        asked=asked,
        kinds=KINDS,
        nations=list(Nation),
        keeps=signed_in(request).role in Roles.KEEPING_SERVICES,
    )


async def show_file(request: web.Request) -> web.Response:
    """What can be done with the file."""
    return _file_page(request)


async def download(request: web.Request) -> web.Response:
    """Every service, the withdrawn ones too, named by its day."""
    here = await request.app[DATABASE].read(keeping.services, withdrawn=True)
    day = in_london(request.app[CLOCK].now()).date().isoformat()
    headers = {"Content-Disposition": f'attachment; filename="connexions-services-{day}.csv"'}
    return web.Response(
        body=as_csv(here), content_type="text/csv", charset="utf-8", headers=headers
    )


async def upload(request: web.Request) -> web.Response:
    """Say what a file would change, and change it where that was asked for and no row is broken."""
    fields = await request.post()
    sent, do = fields.get("file"), fields.get("do")
    if not isinstance(sent, web.FileField) or do not in ("look", "import"):
        raise BadRequest("There is no file.", "Choose the CSV file.")
    data = await asyncio.to_thread(sent.file.read)
    try:
        incoming = await asyncio.to_thread(from_csv, data, sent.filename[:80])
    except ContentError as error:
        return _file_page(request, problems=error.problems, status=422)
    if do == "look":
        change = await request.app[DATABASE].read(keeping.changes, incoming)
        return _file_page(request, change)
    change = await request.app[DATABASE].write(_import, request, incoming)
    return _file_page(request, change, done=True)


def _import(tx: Connection, request: web.Request, incoming: list[Service]) -> Change:
    by, now = signed_in(request).staff_id, request.app[CLOCK].now()
    record(tx, at=now, staff_id=by, action="import services", subject="services")
    return keeping.keep(tx, incoming)


def _file_page(
    request: web.Request,
    change: Change | None = None,
    *,
    problems: list[Problem] | None = None,
    done: bool = False,
    status: int = 200,
) -> web.Response:
    problems = problems or []
    return staff_page(
        request,
        "staff/services/file.html",
        status=status,
        change=change,
        problems=problems[:_MOST_PROBLEMS],
        more=max(len(problems) - _MOST_PROBLEMS, 0),
        done=done,
        kinds=KINDS,
    )


def routes() -> list[Route]:
    """Advisers look; supervisors and managers keep it."""
    keeps = Roles.KEEPING_SERVICES
    return [
        Route("GET", HOME, show, Roles.FINDING_SERVICES),
        Route("GET", f"{HOME}/file", show_file, keeps),
        Route("GET", f"{HOME}/file/download", download, keeps),
        Route("POST", f"{HOME}/file", upload, keeps, form=True, body_limit=MOST_BYTES + 65536),
    ]
