"""The supervisor's page: everyone's cases and waits as they are now, and what needs a second look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom

from aiohttp import web
from sqlalchemy import Connection

from handoff import second_looks
from handoff.cases import CaseError
from handoff.presence import Colleague, colleagues
from handoff.profiles import USUAL_MOST, Profile, loads, profiles
from handoff.queue import InLine, line
from handoff.second_looks import VERDICTS, ToReview
from staff.audit import record
from staff.pages import staff_page
from web.access import Roles, signed_in
from web.forms import field_text, read_form
from web.keys import CLOCK, DATABASE
from web.routes import Route

_PATH = "/staff/supervise"
_SAMPLE = 5
_LONGEST_WORDS = 2000


@dataclass(frozen=True)
class Desk:
    """One colleague: how much they have of how much they should, what they can do, and their cases."""

    who: Colleague
    load: int
    profile: Profile
    cases: Sequence[InLine]


@dataclass(frozen=True)
class Supervision:
    """Everything on the page, of one moment."""

    desks: Sequence[Desk]
    waiting: Sequence[InLine]
    over: Sequence[InLine]
    emergencies: Sequence[ToReview]
    disagreements: Sequence[ToReview]
    sampled: Sequence[ToReview]


def supervision(tx: Connection, now: datetime) -> Supervision:
    """How things stand now."""
    everyone = line(tx)
    waiting = [each for each in everyone if each.state == "waiting"]
    can, load = profiles(tx), loads(tx)
    return Supervision(
        desks=[
            Desk(
                who,
                load.get(who.id, 0),
                can.get(who.id, Profile(most=USUAL_MOST)),
                [each for each in everyone if each.owner_id == who.id],
            )
            for who in colleagues(tx, now)
        ],
        waiting=waiting,
        over=[each for each in waiting if each.due_at <= now],
        emergencies=second_looks.emergencies_to_check(tx, now),
        disagreements=second_looks.disagreements(tx, now),
        sampled=second_looks.sampled(tx),
    )


async def show(request: web.Request) -> web.Response:
    """The page; its live part alone for the page's own script."""
    return await _page(request)


async def look_again(request: web.Request) -> web.Response:
    """Keep what was found in a second look."""
    fields = await read_form(request)
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    number = fields.get("case", "")
    case_id = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0

    def work(tx: Connection) -> None:
        second_looks.look_again(
            tx,
            case_id=case_id,
            staff_id=me,
            kind=fields.get("kind", ""),
            verdict=fields.get("verdict", ""),
            words=field_text(fields, "text", most=_LONGEST_WORDS),
            now=now,
        )
        record(tx, at=now, staff_id=me, action="second look", subject=f"case {case_id}")

    try:
        await request.app[DATABASE].write(work)
    except CaseError as error:
        return await _page(request, problem=str(error), typed=fields)
    raise web.HTTPSeeOther(_PATH)


async def draw(request: web.Request) -> web.Response:
    """Draw a random sample of closed cases for quality."""
    now, me = request.app[CLOCK].now(), signed_in(request).staff_id

    def work(tx: Connection) -> int:
        drawn = second_looks.draw_sample(tx, many=_SAMPLE, now=now, chance=SystemRandom())
        record(tx, at=now, staff_id=me, action="drew sample", subject=f"{drawn} cases")
        return drawn

    if not await request.app[DATABASE].write(work):
        problem = "There is no case closed in the last seven days that was not drawn before."
        return await _page(request, problem=problem)
    raise web.HTTPSeeOther(_PATH)


async def _page(
    request: web.Request, *, problem: str = "", typed: Mapping[str, str] | None = None
) -> web.Response:
    now = request.app[CLOCK].now()
    part = "staff/supervise_now.html" if request.query.get("now") else "staff/supervise.html"
    return staff_page(
        request,
        part,
        status=409 if problem else 200,
        seen=await request.app[DATABASE].read(supervision, now),
        verdicts=VERDICTS,
        problem=problem,
        typed=typed or {},
    )


def routes() -> list[Route]:
    """Supervisors only."""
    who = Roles.SUPERVISING
    return [
        Route("GET", _PATH, show, who),
        Route("POST", f"{_PATH}/look", look_again, who, form=True),
        Route("POST", f"{_PATH}/draw", draw, who, form=True),
    ]
