"""The page of what was asked in vain, and what an editor does about it with one click."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from content.repository import ANSWER
from staff.entries.asking import library, may_edit
from staff.learn import deeds
from staff.pages import staff_page
from staff.questions import reading
from staff.questions.grouping import by_week, group
from staff.questions.settling import settle as settle_questions
from staff.questions.vectors import VECTORS
from store.learning import CORRECTED, NOT_HELPED, UNANSWERED, UNSURE
from web.access import signed_in
from web.errors import BadRequest, NotFound
from web.forms import field_text, read_form
from web.keys import CLOCK, DATABASE

HOME = "/staff/learn"
KINDS = {
    UNANSWERED: "No answer",
    UNSURE: "Unsure",
    NOT_HELPED: "Did not help",
    CORRECTED: "Corrected by an adviser",
}
_SHOWN = 40
_TOLD = {
    "not-ours": "Put aside as not ours. You find it under “Not ours”.",
    "ours": "Back among the questions.",
    "known": "The entry has these phrases already. The questions are settled.",
}


async def show(request: web.Request) -> web.Response:
    """The questions in groups, the most asked first."""
    now, aside = request.app[CLOCK].now(), request.query.get("show") == "not-ours"
    what = request.query.get("what", "")
    found = await request.app[DATABASE].read(
        reading.questions,
        now,
        request.app[VECTORS].words,
        settled=reading.NOT_OURS if aside else reading.OPEN,
        what=what if what in KINDS else "",
    )
    vectors = await asyncio.to_thread(request.app[VECTORS].of, [one.meant for one in found])
    groups = await asyncio.to_thread(group, found, vectors)
    live = library(request)
    return staff_page(
        request,
        "staff/learn/questions.html",
        groups=groups[:_SHOWN],
        more=max(len(groups) - _SHOWN, 0),
        total=len(found),
        full=len(found) >= reading.MOST,
        weeks=by_week(found, now),
        by_week=lambda one: by_week(one.asked, now),
        kinds=KINDS,
        what=what,
        aside=aside,
        entries=sorted((key, one.entry.label) for key, one in live.entries.items()),
        label=live.label,
        may_edit=may_edit(request),
        told=_TOLD.get(request.query.get("told", ""), ""),
    )


async def settle(request: web.Request) -> web.Response:
    """Make phrases of a group, begin a new entry with it, or put it aside."""
    fields = await read_form(request)
    ids, do = reading.numbers(fields.get("ids", "")), fields.get("do", "")
    if do == "entry":
        raise web.HTTPSeeOther(f"/staff/entries/new?learn={','.join(map(str, ids[:200]))}")
    if do == "phrases":
        return await _to_phrases(request, ids, fields)
    if do not in ("not-ours", "ours"):
        raise BadRequest("That is not what this page sends.", "Load the page again.")
    await request.app[DATABASE].write(
        settle_questions,
        ids,
        reading.NOT_OURS if do == "not-ours" else reading.OPEN,
        by=signed_in(request).staff_id,
        now=request.app[CLOCK].now(),
    )
    back = f"{HOME}?told={do}" if do == "not-ours" else f"{HOME}?show=not-ours&told={do}"
    raise web.HTTPSeeOther(back)


async def _to_phrases(
    request: web.Request, ids: list[int], fields: Mapping[str, str]
) -> web.Response:
    entry_id = field_text(fields, "entry", most=80)
    try:
        added = await request.app[DATABASE].write(
            deeds.make_phrases,
            ids,
            entry_id,
            by=signed_in(request).staff_id,
            now=request.app[CLOCK].now(),
        )
    except deeds.NoSuchAnswerError:
        raise NotFound(
            f"There is no {ANSWER} with this name.", "Go back and choose one from the list."
        ) from None
    if not added:
        raise web.HTTPSeeOther(f"{HOME}?told=known")
    raise web.HTTPSeeOther(f"/staff/entries/{entry_id}?told=phrases#phrases")
