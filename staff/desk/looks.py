"""Noting who has which case open, and letting the others who look at it know."""

from aiohttp import web

from handoff.looking import looked_lately, note_look
from store.bus import Event
from web.access import signed_in
from web.keys import BUS, CLOCK, DATABASE


async def note_looking(request: web.Request, case_id: int) -> None:
    """Whoever asks has this case open now."""
    database, now, me = request.app[DATABASE], request.app[CLOCK].now(), signed_in(request).staff_id
    if await database.read(looked_lately, case_id, me, now):
        return
    for conversation in await database.write(note_look, case_id, me, now):
        await request.app[BUS].publish(Event("looking", {"conversation": conversation}))
