"""The page that says what will change for young people, and then changes it."""

from aiohttp import web

from content import history
from content.history import Version
from content.publishing import EditConflictError, PublishError, headline
from content.reviewing import NeedsSecondPersonError
from staff.entries import asking, deeds, review_page
from staff.entries.comparing import compare
from staff.entries.previewing import preview
from staff.entries.trying import trial_of
from staff.entries.waiting_page import percent
from staff.pages import staff_page
from store.bus import Event
from web.access import signed_in
from web.errors import Conflict
from web.forms import read_form
from web.keys import BUS, CLOCK, DATABASE

_MOVED = (
    "What is live has changed since you looked, so nothing was published. "
    "Below is what would change now."
)
_TOLD = {"approved": "You have approved this version. It can be published now."}
_WORSE = (
    "Nothing was published: the bot would answer clearly fewer kept questions rightly. "
    "Mend the phrases, or say why you publish it all the same."
)
_UNTRIED = (
    "Nothing was published: it is still being tried on the kept questions. "
    "Wait a moment, or say why you do not."
)
_TWO = "Nothing was published: a second person has to approve this version first."


async def show(request: web.Request) -> web.Response:
    """Old and new side by side, and what stands in the way."""
    return await _page(request)


async def publish(request: web.Request) -> web.Response:
    """Put the version in service, if nothing stands in the way."""
    fields = await read_form(request)
    replaces = asking.number(fields, "replaces") or None
    trial = await trial_of(request, (await asking.numbered(request)).piece)
    anyway = asking.why(fields)
    if trial.asks_why and len(anyway) < asking.LEAST_WHY:
        return await _page(request, problem=_WORSE if trial.worse else _UNTRIED, status=409)
    try:
        await request.app[DATABASE].write(
            deeds.publish,
            asking.entry_id(request),
            int(request.match_info["number"]),
            replaces=replaces,
            by=signed_in(request).staff_id,
            hours=asking.library(request).hours,
            now=request.app[CLOCK].now(),
            trial=trial,
            anyway=anyway if trial.asks_why else "",
        )
    except PublishError:
        return await _page(
            request, problem="Nothing was published: some things must be mended first."
        )
    except NeedsSecondPersonError:
        return await _page(request, problem=_TWO, status=409)
    except EditConflictError:
        return await _page(request, problem=_MOVED, status=409)
    await _tell(request)
    raise web.HTTPSeeOther(f"{asking.address(asking.entry_id(request))}?told=published")


async def withdraw(request: web.Request) -> web.Response:
    """Take the answer out of service."""
    fields = await read_form(request)
    try:
        await request.app[DATABASE].write(
            deeds.withdraw,
            asking.entry_id(request),
            replaces=asking.number(fields, "replaces"),
            by=signed_in(request).staff_id,
            why=asking.why(fields),
            now=request.app[CLOCK].now(),
        )
    except EditConflictError:
        raise Conflict(
            "What is live has changed since you looked, or it cannot be withdrawn.",
            "Go back, load the page again, and look once more.",
        ) from None
    await _tell(request)
    raise web.HTTPSeeOther(f"{asking.address(asking.entry_id(request))}?told=withdrawn")


async def roll_back(request: web.Request) -> web.Response:
    """Put an old version back in service with one click."""
    fields = await read_form(request)
    try:
        await request.app[DATABASE].write(
            deeds.roll_back,
            asking.entry_id(request),
            int(request.match_info["number"]),
            replaces=asking.number(fields, "replaces") or None,
            by=signed_in(request).staff_id,
            hours=asking.library(request).hours,
            now=request.app[CLOCK].now(),
        )
    except PublishError as error:
        first = error.findings[0]
        raise Conflict(
            f"The old version does not pass today's checks: {first.what}",
            "Open it in the history, go back to it as a draft, mend it, then publish. "
            "What is live was not changed.",
        ) from None
    except NeedsSecondPersonError:
        raise Conflict(
            "This version was never live, and nobody but its author has looked at it.",
            "Open it, and ask a second person to look at it. Nothing was changed.",
        ) from None
    except EditConflictError:
        raise Conflict(
            "What is live has changed since you looked, so nothing was changed.",
            "Go back, load the page again, and look once more.",
        ) from None
    await _tell(request)
    raise web.HTTPSeeOther(f"{asking.address(asking.entry_id(request))}?told=rolled-back")


async def _tell(request: web.Request) -> None:
    """Every process reads what is live again."""
    await request.app[BUS].publish(Event("content", {"entry": asking.entry_id(request)}))


async def _page(request: web.Request, *, problem: str = "", status: int = 422) -> web.Response:
    chosen = await asking.numbered(request)
    live = await _live(request, chosen)
    library, day = asking.library(request), asking.today(request)
    label, _ = headline(chosen.piece)
    return staff_page(
        request,
        "staff/entries/publish.html",
        status=status if problem else 200,
        version=chosen,
        live=live,
        label=label,
        pairs=compare(live.piece if live else None, chosen.piece),
        preview=preview(chosen.piece, library, day),
        piece=chosen.piece,
        problem=problem,
        review=await review_page.standing(request, chosen),
        trial=await trial_of(request, chosen.piece),
        percent=percent,
        told=_TOLD.get(request.query.get("told", ""), ""),
        may_edit=asking.may_edit(request),
    )


async def _live(request: web.Request, chosen: Version) -> Version | None:
    if chosen.live is None:
        return None
    return await request.app[DATABASE].read(history.version, chosen.entry_id, chosen.live)
