"""What an editor plans for a day to come, and lets go of again."""

from collections.abc import Mapping
from datetime import UTC, datetime

from aiohttp import web

from content.planning import PUBLISH, WITHDRAW, PlanError
from staff.entries import asking, deeds
from store.clock import LONDON
from web.access import signed_in
from web.errors import BadRequest, Conflict
from web.forms import field_text, read_form
from web.keys import CLOCK, DATABASE


async def plan(request: web.Request) -> web.Response:
    """Publish a version, or withdraw the answer, at a moment to come."""
    fields = await read_form(request)
    what = fields.get("what", "")
    if what not in (PUBLISH, WITHDRAW):
        raise BadRequest("That is not what this page sends.", "Load the page again.")
    try:
        await request.app[DATABASE].write(
            deeds.plan,
            asking.entry_id(request),
            what,
            number=asking.number(fields, "number") if what == PUBLISH else None,
            at=_moment(fields),
            by=signed_in(request).staff_id,
            why=asking.why(fields),
            now=request.app[CLOCK].now(),
        )
    except PlanError as error:
        raise Conflict(str(error), "Go back and look once more. Nothing was changed.") from None
    raise web.HTTPSeeOther(f"{asking.address(asking.entry_id(request))}?told=planned")


async def cancel(request: web.Request) -> web.Response:
    """Let go of a plan."""
    await read_form(request)
    done = await request.app[DATABASE].write(
        deeds.cancel_plan,
        asking.entry_id(request),
        int(request.match_info["number"]),
        by=signed_in(request).staff_id,
        now=request.app[CLOCK].now(),
    )
    if not done:
        raise Conflict("This plan is carried out or cancelled already.", "Load the page again.")
    raise web.HTTPSeeOther(f"{asking.address(asking.entry_id(request))}?told=unplanned")


def _moment(fields: Mapping[str, str]) -> datetime:
    """A moment as a clock in the UK shows it."""
    text = field_text(fields, "at", most=32)
    try:
        return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRequest("That is not a day and a time.", "Write it as 2027-04-06T00:01.") from None
