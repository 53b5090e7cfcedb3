"""A new model that has to wait, for it does worse on the kept questions: shown, and used anyway if told."""

from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection

from content.model_checks import WORSE, Check, allow, newest
from staff.audit import record
from staff.entries import asking
from store.bus import Event
from web.access import signed_in
from web.errors import Conflict
from web.forms import field_text, read_form
from web.keys import BUS, CLOCK, DATABASE


def waiting(tx: Connection) -> Check | None:
    """What was measured of the model that waits; none when what is published now is in service."""
    check = newest(tx)
    return check if check and check.verdict == WORSE else None


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{share:.1%}"


async def use_anyway(request: web.Request) -> web.Response:
    """Put the waiting model in service in every process; the reason stays in the audit trail."""
    fields = await read_form(request)
    mark = field_text(fields, "mark", most=32)
    why = field_text(fields, "why", least=asking.LEAST_WHY, most=asking.MOST_WHY)
    by, now = signed_in(request).staff_id, request.app[CLOCK].now()
    if not await request.app[DATABASE].write(_use, mark, why, by=by, now=now):
        raise Conflict("This model does not wait any more.", "Look at the list again.")
    await request.app[BUS].publish(Event("content"))
    raise web.HTTPSeeOther("/staff/entries")


def _use(tx: Connection, mark: str, why: str, *, by: int, now: datetime) -> bool:
    done = allow(tx, mark)
    if done:
        record(
            tx, at=now, staff_id=by, action="use model anyway", subject=f"model {mark}", detail=why
        )
    return done
