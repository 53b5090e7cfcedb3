"""Asking a second person to look at a version, and what they say."""

from dataclasses import dataclass

from aiohttp import web
from sqlalchemy import Connection

from content.history import Version
from content.reviewing import (
    APPROVED,
    ASKED,
    Look,
    ReviewError,
    may_go_live,
    review_of,
)
from staff.entries import asking, deeds
from web.access import Roles, signed_in
from web.errors import BadRequest, Conflict
from web.forms import field_text, read_form
from web.keys import CLOCK, DATABASE


@dataclass(frozen=True)
class Standing:
    """Where a version stands between its author and going live, for whoever looks at the page."""

    needed: bool
    look: Look | None
    may_decide: bool
    own: bool

    @property
    def asked(self) -> bool:
        """Whether somebody waits for a second person."""
        return self.look is not None and self.look.state == ASKED

    @property
    def approved(self) -> bool:
        """Whether a second person has said yes."""
        return self.look is not None and self.look.state == APPROVED


async def standing(request: web.Request, chosen: Version) -> Standing:
    """Where this version stands."""
    me = signed_in(request)

    def read(tx: Connection) -> tuple[bool, Look | None]:
        allowed = may_go_live(tx, chosen.entry_id, chosen.number)
        return not allowed, review_of(tx, chosen.entry_id, chosen.number)

    needed, look = await request.app[DATABASE].read(read)
    return Standing(
        needed=needed,
        look=look,
        may_decide=me.role in Roles.APPROVING and chosen.author_id != me.staff_id,
        own=chosen.author_id == me.staff_id,
    )


async def ask(request: web.Request) -> web.Response:
    """Ask for a second person."""
    fields = await read_form(request)
    try:
        await request.app[DATABASE].write(
            deeds.ask_review,
            asking.entry_id(request),
            int(request.match_info["number"]),
            by=signed_in(request).staff_id,
            words=asking.why(fields),
            now=request.app[CLOCK].now(),
        )
    except ReviewError as error:
        raise Conflict(str(error), "Go back and load the page again.") from None
    raise web.HTTPSeeOther(f"{asking.address(asking.entry_id(request))}?told=asked")


async def decide(request: web.Request) -> web.Response:
    """Approve the version, or send it back with a reason."""
    fields = await read_form(request)
    do = fields.get("do")
    if do not in ("approve", "send-back"):
        raise BadRequest("That is not what this page sends.", "Load the page again.")
    words = asking.why(fields)
    if do == "send-back":
        words = field_text(fields, "why", least=asking.LEAST_WHY, most=asking.MOST_WHY)
    number = int(request.match_info["number"])
    try:
        await request.app[DATABASE].write(
            deeds.decide_review,
            asking.entry_id(request),
            number,
            approve=do == "approve",
            by=signed_in(request).staff_id,
            words=words,
            now=request.app[CLOCK].now(),
        )
    except ReviewError as error:
        raise Conflict(str(error), "Go back and load the page again.") from None
    place = asking.address(asking.entry_id(request))
    if do == "approve" and asking.may_edit(request):
        raise web.HTTPSeeOther(f"{place}/publish/{number}?told=approved")
    raise web.HTTPSeeOther(f"{place}?told={'approved' if do == 'approve' else 'sent-back'}")
