"""Referring from a case: choose a service, then item by item what it gets; and what it got, to send."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from content.nation import Nation
from handoff.cases import CaseError
from handoff.referring import outcomes
from handoff.referring.refer import LONGEST, Referred
from handoff.referring.refer import refer as make_referral
from handoff.referring.referrals import Sharing, referral_of
from handoff.referring.shareable import Item, shareable
from handoff.services.keeping import service_of, services
from handoff.services.service import KINDS, LOOKED_FOR, Service
from handoff.speaking import Sent
from handoff.telling import tell_of_messages, tell_of_words
from handoff.unsent import send_now
from staff.audit import record
from staff.desk.days import moment_in
from staff.desk.deeds import quietly
from staff.desk.pages import case_number, look_at
from staff.pages import staff_page
from store.bus import Event
from web.access import signed_in
from web.errors import NotFound
from web.forms import field_text, read_form
from web.keys import BUS, CLOCK, DATABASE, LIBRARY

_LONGEST_WORDS = 1000
_MOST_SHOWN = 60


async def choose(request: web.Request) -> web.Response:
    """The services that fit; with one chosen, the form for what it gets."""
    chosen = request.query.get("service", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 16:
        return await _form_page(request, int(chosen), {}, "")
    view = await look_at(request, case_number(request))
    asked = {name: request.query.get(name, "")[:80] for name in LOOKED_FOR}
    known = next((one.value for one in view.summary.known if one.what == "nation"), "")
    if "nation" not in request.query:
        asked["nation"] = next((one for one in Nation if known in (one, one.title)), "")
    found = [one for one in await request.app[DATABASE].read(services) if one.serves(**asked)]
    return staff_page(
        request,
        "staff/desk/choose_service.html",
        view=view,
        found=found[:_MOST_SHOWN],
        more=max(len(found) - _MOST_SHOWN, 0),
        asked=asked,
        kinds=KINDS,
        nations=list(Nation),
    )


async def send(request: web.Request) -> web.Response:
    """Make the referral. What is missing is told in place, with everything still ticked and typed."""
    case_id, me = case_number(request), signed_in(request).staff_id
    post = await request.post()
    ticked = [str(value) for value in post.getall("item", [])]
    fields = await read_form(request)
    now, library = request.app[CLOCK].now(), request.app[LIBRARY].current
    number = fields.get("service", "")
    service_id = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0

    def work(tx: Connection) -> tuple[Sent | None, Referred]:
        before = send_now(tx, case_id=case_id, now=now)  # written first, so told first
        missing = "Say by when the service should be in touch. Nothing was shared."
        made = make_referral(
            tx,
            case_id=case_id,
            staff_id=me,
            service_id=service_id,
            chosen=ticked,
            asked_for=field_text(fields, "asked_for", most=LONGEST),
            agreed={"consent": True, "without": False}.get(fields.get("basis", "")),
            ground=field_text(fields, "ground", most=_LONGEST_WORDS),
            due_at=moment_in(fields, "by", missing),
            library=library,
            now=now,
            quietly=quietly(fields),
        )
        detail = f"referral {made.referral_id}, {fields.get('basis', '')}"
        record(tx, at=now, staff_id=me, action="referred", subject=f"case {case_id}", detail=detail)
        return before, made

    try:
        before, made = await request.app[DATABASE].write(work)
    except CaseError as error:
        return await _form_page(request, service_id, fields, str(error), ticked)
    if before:
        await tell_of_words(request.app[BUS], before)
    await tell_of_messages(request.app[BUS], [made.told] if made.told else [])
    await request.app[BUS].publish(Event("queue"))
    raise web.HTTPSeeOther(f"/staff/desk/cases/{case_id}/referrals/{made.referral_id}")


async def show_letter(request: web.Request) -> web.Response:
    """What was shared, to print or copy, how it is sent, and where the referral stands."""
    return await _letter(request)


async def change(request: web.Request) -> web.Response:
    """Acknowledged, first contact, outcome."""
    fields = await read_form(request)
    act, me = request.match_info["act"], signed_in(request).staff_id
    sharing = await _sharing(request)
    now = request.app[CLOCK].now()

    def work(tx: Connection) -> None:
        this: dict[str, Any] = {"referral_id": sharing.id, "staff_id": me, "now": now}
        words = field_text(fields, "text", most=_LONGEST_WORDS)
        if act == "acknowledged":
            outcomes.acknowledge(tx, **this)
        elif act == "contacted":
            outcomes.confirm_contact(tx, words=words, **this)
        else:
            outcomes.end(tx, outcome=fields.get("outcome", ""), words=words, **this)
        subject = f"case {sharing.case_id}"
        record(
            tx, at=now, staff_id=me, action=f"referral {act}", subject=subject,
            detail=f"referral {sharing.id}",
        )  # fmt: skip

    try:
        await request.app[DATABASE].write(work)
    except CaseError as error:
        return await _letter(request, problem=str(error), where=act, typed=fields.get("text", ""))
    await request.app[BUS].publish(Event("queue"))
    raise web.HTTPSeeOther(f"/staff/desk/cases/{sharing.case_id}/referrals/{sharing.id}")


async def _form_page(
    request: web.Request,
    service_id: int,
    typed: Mapping[str, str],
    problem: str,
    ticked: list[str] | None = None,
) -> web.Response:
    view = await look_at(request, case_number(request))
    database = request.app[DATABASE]
    service: Service | None = await database.read(service_of, service_id)
    if service is None:
        raise NotFound("There is no such service.", "Choose another from the directory.")
    groups: dict[str, list[Item]] = {}
    for item in await database.read(shareable, view.summary):
        groups.setdefault(item.group, []).append(item)
    return staff_page(
        request,
        "staff/desk/refer.html",
        status=409 if problem else 200,
        view=view,
        service=service,
        groups=groups,
        typed=typed,
        ticked=ticked or [],
        problem=problem,
    )


async def _letter(
    request: web.Request, *, problem: str = "", where: str = "", typed: str = ""
) -> web.Response:
    sharing = await _sharing(request)
    await look_at(request, sharing.case_id)
    return staff_page(
        request,
        "staff/desk/letter.html",
        status=409 if problem else 200,
        sharing=sharing,
        outcomes=outcomes.OUTCOMES,
        problem=problem,
        where=where,
        typed=typed,
    )


async def _sharing(request: web.Request) -> Sharing:
    number = request.match_info["referral"]
    sharing = (
        await request.app[DATABASE].read(referral_of, int(number)) if len(number) < 16 else None
    )
    if sharing is None or sharing.case_id != case_number(request):
        raise NotFound("There is no such referral.", "Go back to the case.")
    return sharing
