"""The page of what is stale and what soon will be."""

from aiohttp import web

from content.history import glances
from staff.entries.asking import library, today
from staff.entries.listing import WITHDRAWN, lines
from staff.entries.staleness import contacts_due, due, rates_due, source_pages
from staff.pages import staff_page
from web.keys import DATABASE


async def show(request: web.Request) -> web.Response:
    """Entries by review date, rates, directory, and the source pages to check."""
    found = await request.app[DATABASE].read(glances)
    live, day = library(request), today(request)
    every = [line for line in lines(found, live, day) if line.state != WITHDRAWN]
    return staff_page(
        request,
        "staff/entries/dates.html",
        spans=due(every, day),
        rates=rates_due(live, day),
        contacts=contacts_due(live, day),
        pages=source_pages(live),
        day=day,
    )
