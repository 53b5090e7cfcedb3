"""Every version of a piece: who wrote it, when and why, what it changed, any two compared, the way back."""

from aiohttp import web

from content import history
from content.publishing import EditConflictError, headline
from content.reviewing import Look, reviews_of
from staff.entries import asking, deeds
from staff.entries.comparing import compare
from staff.entries.previewing import preview
from staff.pages import staff_page
from web.access import signed_in
from web.errors import BadRequest, Conflict
from web.forms import read_form
from web.keys import CLOCK, DATABASE


async def show(request: web.Request) -> web.Response:
    """The list of versions, newest first."""
    newest = await asking.newest(request)
    versions = await request.app[DATABASE].read(history.versions, newest.entry_id)
    reviews: dict[int, list[Look]] = {}
    for look in await request.app[DATABASE].read(reviews_of, newest.entry_id):
        reviews.setdefault(look.number, []).append(look)
    label, _ = headline(newest.piece)
    return staff_page(
        request,
        "staff/entries/history.html",
        entry_id=newest.entry_id,
        label=label,
        versions=versions,
        reviews=reviews,
        may_edit=asking.may_edit(request),
    )


async def show_one(request: web.Request) -> web.Response:
    """One version: what it changed, how it looks, and its file form."""
    chosen = await asking.numbered(request)
    before = await request.app[DATABASE].read(history.version, chosen.entry_id, chosen.number - 1)
    label, _ = headline(chosen.piece)
    return staff_page(
        request,
        "staff/entries/version.html",
        version=chosen,
        label=label,
        pairs=compare(before.piece, chosen.piece) if before else [],
        preview=preview(chosen.piece, asking.library(request), asking.today(request)),
        piece=chosen.piece,
        may_edit=asking.may_edit(request),
    )


async def compare_two(request: web.Request) -> web.Response:
    """Any two versions side by side, the older on the left."""
    chosen = [_number(request.query.get(name, "")) for name in ("one", "other")]
    database, entry_id = request.app[DATABASE], asking.entry_id(request)
    old, new = [
        asking.there(await database.read(history.version, entry_id, number))
        for number in sorted(chosen)
    ]
    label, _ = headline(new.piece)
    return staff_page(
        request,
        "staff/entries/compare.html",
        label=label,
        old=old,
        new=new,
        pairs=compare(old.piece, new.piece),
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise BadRequest("These are not two versions.", "Choose two in the history.")
    return int(text)


async def go_back(request: web.Request) -> web.Response:
    """Make a new draft from an old version; what came between stays in the history."""
    old = await asking.numbered(request)
    fields = await read_form(request)
    why = asking.why(fields) or f"Back to version {old.number}"
    try:
        await request.app[DATABASE].write(
            deeds.save,
            old.piece,
            started_from=asking.number(fields, "started_from"),
            by=signed_in(request).staff_id,
            why=why,
            now=request.app[CLOCK].now(),
        )
    except EditConflictError:
        raise Conflict(
            "Somebody saved a newer version meanwhile, so nothing was changed.",
            "Go back, load the page again, and look at theirs first.",
        ) from None
    raise web.HTTPSeeOther(f"{asking.address(old.entry_id)}?told=back")
