"""What is mine at the desk: canned replies in my own wording, and what I can do. And finding words."""

from collections.abc import Callable, Mapping

from aiohttp import web
from sqlalchemy import Connection

from content.replies import LONGEST_NAME, LONGEST_TEXT
from handoff.canned import canned_of, drop_canned, keep_canned
from handoff.cases import CaseError
from handoff.profiles import Profile, keep_profile, profiles
from staff.audit import record
from staff.desk.ready_words import ready_words
from staff.pages import staff_page
from store.clock import in_london
from web.access import signed_in
from web.forms import field_text, read_form
from web.keys import CLOCK, DATABASE, LIBRARY

_PATH = "/staff/desk/words"
_MOST_LOAD = 99


async def show(request: web.Request) -> web.Response:
    """My canned replies and my profile."""
    return await _page(request)


async def keep(request: web.Request) -> web.Response:
    """Keep a canned reply."""
    fields = await read_form(request)
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()

    def work(tx: Connection) -> None:
        kept = keep_canned(
            tx,
            staff_id=me,
            name=field_text(fields, "name", most=LONGEST_NAME),
            text=field_text(fields, "text", most=LONGEST_TEXT),
            now=now,
        )
        record(tx, at=now, staff_id=me, action="kept reply", subject=f"reply {kept}")

    return await _done(request, work, fields)


async def drop(request: web.Request) -> web.Response:
    """Throw a canned reply away."""
    fields = await read_form(request)
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    number = _number(fields, "id")

    def work(tx: Connection) -> None:
        drop_canned(tx, staff_id=me, canned_id=number)
        record(tx, at=now, staff_id=me, action="dropped reply", subject=f"reply {number}")

    return await _done(request, work, fields)


async def profile(request: web.Request) -> web.Response:
    """Keep what I can do."""
    fields = await read_form(request)
    me = signed_in(request).staff_id

    def work(tx: Connection) -> None:
        most = _number(fields, "most")
        if not 1 <= most <= _MOST_LOAD:
            message = f"Give the most you should have as a number from 1 to {_MOST_LOAD}."
            raise CaseError(message)
        keep_profile(
            tx,
            me,
            languages=field_text(fields, "languages", most=200),
            skills=field_text(fields, "skills", most=200),
            areas=field_text(fields, "areas", most=200),
            most=most,
        )

    return await _done(request, work, fields)


async def find(request: web.Request) -> web.Response:
    """Words to put into the reply to a case, for the desk's own script."""
    fields = await read_form(request)
    found = await request.app[DATABASE].read(
        ready_words,
        case_id=_number(fields, "case"),
        staff_id=signed_in(request).staff_id,
        asked=field_text(fields, "asked", most=200),
        library=request.app[LIBRARY].current,
        day=in_london(request.app[CLOCK].now()).date(),
    )
    return staff_page(request, "staff/desk/found.html", found=found)


async def _done(
    request: web.Request, work: Callable[[Connection], None], fields: Mapping[str, str]
) -> web.Response:
    try:
        await request.app[DATABASE].write(work)
    except CaseError as error:
        return await _page(request, problem=str(error), typed=fields)
    raise web.HTTPSeeOther(_PATH)


async def _page(
    request: web.Request, *, problem: str = "", typed: Mapping[str, str] | None = None
) -> web.Response:
    database, me = request.app[DATABASE], signed_in(request).staff_id
    return staff_page(
        request,
        "staff/desk/words.html",
        status=409 if problem else 200,
        canned=await database.read(canned_of, me, request.app[LIBRARY].current.replies),
        profile=(await database.read(profiles)).get(me, Profile()),
        problem=problem,
        typed=typed or {},
        longest=LONGEST_TEXT,
    )


def _number(fields: Mapping[str, str], name: str) -> int:
    text = fields.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
