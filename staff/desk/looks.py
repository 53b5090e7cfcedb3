"""Noting who has which case open, and letting the others who look at it know."""

from collections.abc import Iterable

from aiohttp import web

from handoff.looking import looked_lately, note_look
from store.bus import Event
from web.access import signed_in
from web.keys import BUS, CLOCK, DATABASE


async def note_looking(request: web.Request, case_id: int) -> None:
    """Whoever asks has this case open now."""
    database, now, me = request.app[DATABASE], request.app[CLOCK].now(), signed_in(request).staff_id
    if not await database.read(looked_lately, case_id, me, now):
        await tell_of_looks(request, await database.write(note_look, case_id, me, now))


async def tell_of_looks(request: web.Request, conversations: Iterable[int]) -> None:
    """The desks that have one of these open must look again at who else has; not the looker's own."""
    by = signed_in(request).staff_id
    for conversation in conversations:
        await request.app[BUS].publish(Event("looking", {"conversation": conversation, "by": by}))
