"""The page of what is asked and what helps."""

from aiohttp import web

from content.nation import Nation
from staff.entries.asking import library
from staff.learn.using import SPANS, by_entry, never_asked, over_the_day, together, uses
from staff.pages import staff_page
from web.keys import CLOCK, DATABASE

NATIONS = {**{nation.value: nation.title for nation in Nation}, "": "Not said"}
CHANNELS = {"web": "Web chat", "sms": "Text message"}


async def show(request: web.Request) -> web.Response:
    """Every entry that was asked, or one of them by revision; and what nobody asked."""
    asked_for = request.query.get("days", "")
    days = int(asked_for) if asked_for in {str(span) for span in SPANS} else 28
    chosen = request.query.get("entry", "")[:80]
    now, live = request.app[CLOCK].now(), library(request)
    rows = await request.app[DATABASE].read(uses, now, days, chosen)
    used = by_entry(rows, live)
    return staff_page(
        request,
        "staff/learn/use.html",
        used=used,
        one=next((use for use in used if use.entry_id == chosen), None) if chosen else None,
        chosen=chosen,
        never=[] if chosen else never_asked(used, live),
        hours=over_the_day(used),
        by_nation=together(use.nations for use in used),
        by_channel=together(use.channels for use in used),
        nations=NATIONS,
        channels=CHANNELS,
        spans=SPANS,
        days=days,
        label=live.label,
        revisions=live.revisions,
    )
