"""Keeping what is typed while it is typed, telling who else writes here, and throwing it away."""

from datetime import datetime
from typing import Any

from aiohttp import web

from content.history import is_known
from staff.entries import asking, typed
from store.clock import in_london
from web.access import signed_in
from web.errors import BadRequest
from web.forms import read_form, read_json
from web.keys import CLOCK, DATABASE


async def keep(request: web.Request) -> web.Response:
    """As JSON: keep the fields, if there are any, and say who else is writing."""
    body = await read_json(request)
    entry_id, fields, started_from = body.get("id"), body.get("fields"), body.get("started_from")
    if not isinstance(entry_id, str) or not isinstance(started_from, int):
        raise BadRequest("That is not what the editors' page sends.", "Load the page again.")
    database, now, by = request.app[DATABASE], request.app[CLOCK].now(), signed_in(request).staff_id
    place = entry_id or typed.NEW
    if place != typed.NEW and not await database.read(is_known, place):
        raise BadRequest("There is no such entry.", "Load the page again.")
    if isinstance(fields, dict):
        await database.write(
            typed.keep, place, by, started_from=started_from, fields=_texts(fields), now=now
        )
    others = await database.read(typed.writers, place, by, now) if place != typed.NEW else []
    said = [{"name": other.name, "at": _clock(other.at)} for other in others]
    return web.json_response({"others": said, "at": _clock(now)})


async def drop(request: web.Request) -> web.Response:
    """Throw away what was typed and not saved."""
    fields = await read_form(request)
    place = fields.get("id") or typed.NEW
    await request.app[DATABASE].write(typed.forget, place, signed_in(request).staff_id)
    if place == typed.NEW:
        raise web.HTTPSeeOther("/staff/entries/new")
    if not await request.app[DATABASE].read(is_known, place):
        raise BadRequest("There is no such entry.", "Load the page again.")
    raise web.HTTPSeeOther(asking.address(place))


def _clock(moment: datetime) -> str:
    return f"{in_london(moment):%H:%M}"


def _texts(fields: dict[Any, Any]) -> dict[str, str]:
    return {str(name): value for name, value in fields.items() if isinstance(value, str)}
