"""The shift hand-over: my open cases, each with what comes next, offered together to the next adviser."""

from collections.abc import Mapping

from aiohttp import web
from sqlalchemy import Connection

from handoff.cases import CaseError
from handoff.handover import accept_all, hand_over, held_by
from handoff.moves import Moved
from handoff.offers import offers_to
from handoff.presence import colleagues
from handoff.telling import tell_of_moves
from staff.audit import record
from staff.desk.deeds import quietly
from staff.desk.move_acts import member_number
from staff.pages import staff_page
from store.bus import Event
from web.access import signed_in
from web.forms import field_text, read_form
from web.keys import BUS, CLOCK, DATABASE, LIBRARY

_PATH = "/staff/desk/handover"
_LONGEST_NEXT = 2000


async def show(request: web.Request) -> web.Response:
    """What I hold, and what others hand to me."""
    return await _page(request)


async def hand_on(request: web.Request) -> web.Response:
    """Offer all my cases to the chosen colleague; what was typed stays where that cannot be done."""
    fields = await read_form(request)
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    nexts = {
        int(name.removeprefix("next-")): field_text(fields, name, most=_LONGEST_NEXT)
        for name in fields
        if name.removeprefix("next-").isdecimal() and len(name) < 21
    }

    def work(tx: Connection) -> None:
        to = member_number(fields)
        offered = hand_over(tx, staff_id=me, to=to, nexts=nexts, now=now)
        for case_id in offered:
            subject = f"case {case_id}"
            record(
                tx, at=now, staff_id=me, action="handed over", subject=subject,
                detail=f"to staff {to}",
            )  # fmt: skip

    try:
        await request.app[DATABASE].write(work)
    except CaseError as error:
        return await _page(request, problem=str(error), typed=fields)
    await request.app[BUS].publish(Event("queue"))
    raise web.HTTPSeeOther(_PATH)


async def take_all(request: web.Request) -> web.Response:
    """Accept everything that one colleague hands to me."""
    fields = await read_form(request)
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    library = request.app[LIBRARY].current

    def work(tx: Connection) -> list[Moved]:
        moved = accept_all(
            tx,
            staff_id=me,
            giver=member_number(fields),
            library=library,
            now=now,
            quietly=quietly(fields),
        )
        for each in moved:
            subject = f"case {each.case_id}"
            record(tx, at=now, staff_id=me, action="accepted case", subject=subject)
        return moved

    try:
        moved = await request.app[DATABASE].write(work)
    except CaseError as error:
        return await _page(request, problem=str(error))
    await tell_of_moves(request.app[BUS], moved)
    raise web.HTTPSeeOther(_PATH)


async def _page(
    request: web.Request, *, problem: str = "", typed: Mapping[str, str] | None = None
) -> web.Response:
    database, now = request.app[DATABASE], request.app[CLOCK].now()
    me = signed_in(request).staff_id
    offered = await database.read(offers_to, me, now)
    return staff_page(
        request,
        "staff/desk/handover.html",
        status=409 if problem else 200,
        held=await database.read(held_by, me, now),
        givers={offer.by_id: offer.by for offer in offered},
        offered=offered,
        colleagues=[one for one in await database.read(colleagues, now) if one.id != me],
        problem=problem,
        typed=typed or {},
    )
