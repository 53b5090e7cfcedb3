"""The desk's page, and the parts of it that are fetched again when something changed."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from handoff.cases import Outcome
from handoff.promises.challenges import WAYS
from handoff.speaking import LONGEST_WEB_TEXT, MOST_SMS_PARTS
from staff.desk.beside import Beside, beside_case
from staff.desk.clocks import TARGETS, Shut, shut_now
from staff.desk.contact_form import CHANGES
from staff.desk.knowing import Knowing, knowing
from staff.desk.moving import ForMe, Moving, for_me, moving
from staff.desk.open_case import OpenCase, note, read_case
from staff.desk.queue_reading import GRACE, QueueView, queue_view, why_in_words
from staff.desk.reading import CaseView
from staff.pages import staff_page
from web.access import Role, SignedIn, signed_in
from web.errors import NotFound
from web.keys import CLOCK, DATABASE, LIBRARY

OUTCOMES = {
    Outcome.HELPED: "Helped",
    Outcome.REFERRED: "Referred to somebody else",
    Outcome.NO_REPLY: "They did not write back",
    Outcome.NOT_NEEDED: "No adviser was needed",
}
_OWNERS_FORMS = (
    "reply", "undo", "anyway", "release", "close", "contact", "promise", "callback", "challenge",
)  # fmt: skip


async def show_desk(request: web.Request) -> web.Response:
    """The queue, with no case open."""
    return await desk_page(request, None)


async def show_queue(request: web.Request) -> web.Response:
    """The queue alone, with what the alarm needs to know."""
    asked = request.query.get("open", "")
    open_case = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    queue = await _queue(request, open_case)
    html = part(request, "queue", queue=queue, shut=_shut(request), open_case=open_case)
    mine = await _for_me(request)
    over = {row.case_id for row in queue.over}
    return web.json_response(
        {
            "queue": html,
            "for_me": part(request, "for_me", mine=mine),
            "marks": mine.marks,
            "opens_at": queue.opens_at.isoformat() if queue.opens_at else "",
            "waiting": [
                {"case": row.case_id, "level": row.level, "over": row.case_id in over}
                for row in queue.everyone
            ],
        }
    )


async def show_case(request: web.Request) -> web.Response:
    """One case: the whole page, or its parts for a page that is open already. Looking is noted."""
    if not wants_json(request):
        return await desk_page(request, await look_at(request, case_number(request)))
    case = await read_case(request, case_number(request))
    # The note is on its way to the disk while the parts are made, and is there before they leave.
    _, parts = await asyncio.gather(note(request, case), _parts(request, case))
    return web.json_response(parts)


async def look_at(request: web.Request, case_id: int) -> CaseView:
    """Read a case for somebody, and note in the audit trail that they saw it."""
    case = await read_case(request, case_id)
    await note(request, case)
    return case.view


async def _parts(request: web.Request, case: OpenCase) -> dict[str, Any]:
    """What the page's own script puts in place of what stands there."""
    view, moves, beside = case.view, case.moves, case.beside
    values = {"view": view, "moves": moves, "beside": beside, "knowing": _knowing(request, view)}
    return {
        "case": view.summary.case_id,
        "conversation": view.summary.conversation_id,
        "state": view.summary.state,
        "owner": view.owner_id,
        "last": view.last_seq,
        "title": part(request, "title", view=view),
        "looking": part(request, "looking", beside=beside),
        "draft": beside.draft,
        "messages": part(request, "messages", view=view, beside=beside),
        "acts": part(request, "acts", **values, chosen={}, **acts()),
        "summary": part(request, "summary", view=view),
    }


async def desk_page(
    request: web.Request,
    view: CaseView | None,
    *,
    status: int = 200,
    chosen: Mapping[str, str] | None = None,
    **kept: str,
) -> web.Response:
    """The whole page. `kept` carries a problem and what was typed back to the form it came from, or
    above the forms where that form is gone: somebody else has the case by now, or it is closed.
    """
    queue = await _queue(request, view.summary.case_id if view else None)
    moves = await _moving(request, view) if view else None
    beside = await _beside(request, view) if view else None
    if (
        view
        and beside
        and beside.draft
        and not kept
        and view.owner_id == signed_in(request).staff_id
    ):
        kept = {"where": "reply", "typed": beside.draft}
    return staff_page(
        request,
        "staff/desk/desk.html",
        status=status,
        queue=queue,
        mine=await _for_me(request),
        shut=_shut(request),
        view=view,
        moves=moves,
        beside=beside,
        open_case=view.summary.case_id if view else None,
        why_in_words=why_in_words,
        astray=bool(kept) and kept["where"] not in _forms(view, moves, signed_in(request)),
        chosen=chosen or {},
        knowing=_knowing(request, view) if view else None,
        **acts(**kept),
    )


async def _queue(request: web.Request, open_case: int | None) -> QueueView:
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    everything = request.query.get("all", "") == "yes"
    return await request.app[DATABASE].read(
        queue_view,
        me,
        now,
        grace=request.app[GRACE],
        everything=everything,
        open_case=open_case,
    )


async def _for_me(request: web.Request) -> ForMe:
    now = request.app[CLOCK].now()
    return await request.app[DATABASE].read(for_me, signed_in(request).staff_id, now)


async def _moving(request: web.Request, view: CaseView) -> Moving:
    now = request.app[CLOCK].now()
    return await request.app[DATABASE].read(moving, view.summary.case_id, now)


def _knowing(request: web.Request, view: CaseView) -> Knowing:
    name, now = signed_in(request).shown_name, request.app[CLOCK].now()
    return knowing(view.summary, request.app[LIBRARY].current, name, now)


async def _beside(request: web.Request, view: CaseView) -> Beside:
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    return await request.app[DATABASE].read(beside_case, view.summary.case_id, me, now)


def _shut(request: web.Request) -> Sequence[Shut]:
    return shut_now(request.app[TARGETS].hours, request.app[CLOCK].now())


def _forms(view: CaseView | None, moves: Moving | None, me: SignedIn) -> set[str]:
    """The forms that the page of a case shows to this member of staff."""
    if view is None or moves is None:
        return set()
    if view.summary.state == "closed":
        return set() if view.summary.joined_to else {"reopen"}
    mine, waiting = view.owner_id == me.staff_id, view.summary.state == "waiting"
    supervising, offer = me.role is Role.SUPERVISOR, moves.offer
    offered_to_me = offer is not None and offer.to_id == me.staff_id
    shown = {
        **dict.fromkeys(("note", "fact", "rate", "step"), True),
        "sendplan": mine and any(step.state == "open" for step in view.summary.plan),
        "claim": waiting and not offered_to_me,
        **dict.fromkeys((*_OWNERS_FORMS, "ask"), mine),
        "level": mine or supervising,
        "offer": (mine or supervising) and offer is None,
        "takeover": supervising and not mine and not waiting,
        **dict.fromkeys(("accept", "refuse"), offered_to_me),
        "takeback": offer is not None
        and not offered_to_me
        and (mine or supervising or offer.by_id == me.staff_id),
        "answer": moves.asked_of(me.staff_id) is not None,
    }
    return {form for form, there in shown.items() if there}


def part(request: web.Request, name: str, **values: Any) -> str:
    """One part of the desk as HTML."""
    page = staff_page(request, f"staff/desk/{name}.html", why_in_words=why_in_words, **values)
    return page.text or ""


def acts(*, problem: str = "", where: str = "", typed: str = "") -> dict[str, Any]:
    """What the forms need: the outcomes to choose from, the limits, and what went wrong where."""
    return {
        "outcomes": OUTCOMES,
        "changes": CHANGES,
        "ways": WAYS,
        "longest": LONGEST_WEB_TEXT,
        "most_parts": MOST_SMS_PARTS,
        "problem": problem,
        "where": where,
        "typed": typed,
    }


def case_number(request: web.Request) -> int:
    """The case that the address names."""
    number = request.match_info["case"]
    if len(number) > 15:
        raise NotFound("There is no such case.", "Go back to the queue.")
    return int(number)


def wants_json(request: web.Request) -> bool:
    """Whether our own script asks, and not a browser for a page."""
    return "application/json" in request.headers.get("Accept", "")
