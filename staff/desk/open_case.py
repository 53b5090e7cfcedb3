"""One look at a case: all that the desk shows of it, read in one moment, and the note of who looked."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from handoff.looking import looked_lately, note_look
from handoff.night import QuietHours
from staff.desk.beside import Beside, beside_case
from staff.desk.clocks import NIGHT
from staff.desk.looks import tell_of_looks
from staff.desk.moving import Moving, moving
from staff.desk.reading import CaseView, case_view, note_seen, seen_lately
from store.bus import Event
from store.conversations import adviser_saw
from web.access import signed_in
from web.keys import BUS, CLOCK, DATABASE


@dataclass(frozen=True)
class OpenCase:
    """A case as one member sees it. `audited` and `looked`: that they look is noted already."""

    view: CaseView
    moves: Moving
    beside: Beside
    audited: bool
    looked: bool


async def read_case(request: web.Request, case_id: int) -> OpenCase:
    """Read a case for whoever asks; NotFound where there is none. `note` must follow."""
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    return await request.app[DATABASE].read(_open_case, case_id, me, now, request.app[NIGHT])


async def note(request: web.Request, case: OpenCase) -> None:
    """Note in the audit trail that they saw it, for colleagues that they look, and for the young person
    how far the adviser who holds the case has it on the screen."""
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    in_sight = request.query.get("unseen", "") != "yes"  # the page lies open in the background
    reads_on = in_sight and case.view.owner_id == me and case.view.last_seq > case.view.seen_seq
    if case.audited and case.looked and not reads_on:
        return
    others, seen = await request.app[DATABASE].write(_note, case, me, now, reads_on=reads_on)
    await tell_of_looks(request, others)
    if seen:
        ids = {"conversation": case.view.summary.conversation_id, "seq": case.view.last_seq}
        await request.app[BUS].publish(Event("read", ids))


def _open_case(
    tx: Connection, case_id: int, me: int, now: datetime, night: QuietHours | None
) -> OpenCase:
    return OpenCase(
        case_view(tx, case_id, now, night),
        moving(tx, case_id, now),
        beside_case(tx, case_id, me, now),
        audited=seen_lately(tx, case_id, me, now),
        looked=looked_lately(tx, case_id, me, now),
    )


def _note(
    tx: Connection, case: OpenCase, me: int, now: datetime, *, reads_on: bool
) -> tuple[list[int], bool]:
    """The conversations of which others must hear that, and whether the young person must."""
    summary = case.view.summary
    if not case.audited:
        note_seen(tx, summary.case_id, me, now)
    others = [] if case.looked else note_look(tx, summary.case_id, me, now)
    seen = reads_on and adviser_saw(tx, summary.conversation_id, case.view.last_seq)
    return others, seen
