"""Writing to the young person: sending, taking back while that can be done, and keeping the draft."""

from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy import Connection

from content.library import Library
from handoff import unsent
from handoff.cases import CaseError, owned_conversation
from handoff.drafts import LONGEST_DRAFT, keep_draft
from handoff.speaking import Sent
from staff.desk.deeds import Fields, keep_trail
from web.access import signed_in
from web.errors import Conflict
from web.forms import field_text, read_form
from web.keys import CLOCK, DATABASE

UNDO_FOR: web.AppKey[timedelta] = web.AppKey("undo_for")
"""How long a reply waits before it goes, so that it can be taken back."""


def reply(
    tx: Connection,
    case_id: int,
    staff_id: int,
    fields: Fields,
    _library: Library,
    now: datetime,
    *,
    undo_for: timedelta,
) -> Sent | None:
    """Say something to the young person."""
    text = field_text(fields, "text", most=LONGEST_DRAFT)
    once = field_text(fields, "once", most=40)
    sent = unsent.reply(
        tx, case_id=case_id, staff_id=staff_id, text=text, now=now, undo_for=undo_for, once=once
    )
    keep_trail(tx, case_id, staff_id, "replied", now)
    return sent


def undo(
    tx: Connection, case_id: int, staff_id: int, _fields: Fields, _library: Library, now: datetime
) -> None:
    """Take the last reply back before it goes."""
    unsent.undo(tx, case_id=case_id, staff_id=staff_id, now=now)
    keep_trail(tx, case_id, staff_id, "took reply back", now)


async def draft(request: web.Request) -> web.Response:
    """Keep what stands in the box of a case that the adviser holds."""
    case_id, me = int(request.match_info["case"]), signed_in(request).staff_id
    text = field_text(await read_form(request), "text", most=LONGEST_DRAFT)
    now = request.app[CLOCK].now()

    def work(tx: Connection) -> None:
        owned_conversation(tx, case_id, me)
        keep_draft(tx, case_id=case_id, staff_id=me, text=text, now=now)

    try:
        await request.app[DATABASE].write(work)
    except CaseError as error:
        raise Conflict(str(error)) from None
    return web.Response(status=204)
