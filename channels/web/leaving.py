"""Leaving quickly: the session is ended, and the browser is told to keep nothing of it."""

from typing import Final

from aiohttp import web

from channels.web.pages import NEUTRAL_SITE
from channels.web.plain_key import key_of, take_key
from channels.web.protocol import TOKEN
from channels.web.socket import refuse_foreign
from store.bus import Event
from store.chat_keys import leave
from web.keys import BUS, CLOCK, DATABASE, VAULT

_OURS: Final = frozenset({"same-origin", "none"})


async def left(request: web.Request) -> web.Response:
    """What the script says as the page goes away: the token of the session that is over."""
    refuse_foreign(request)
    await _end(request, (await request.text()) or key_of(request))
    response = web.Response(status=204)
    _forget(request, response)
    return response


async def leave_plainly(request: web.Request) -> web.Response:
    """Go to the neutral site from a page where no script runs. Another site's link ends nothing."""
    response = web.Response(status=303, headers={"Location": NEUTRAL_SITE})
    if request.headers.get("Sec-Fetch-Site", "none") in _OURS:
        await _end(request, key_of(request))
        _forget(request, response)
    return response


async def _end(request: web.Request, token: str) -> None:
    if not TOKEN.fullmatch(token):
        return
    conversation = await request.app[DATABASE].write(
        leave, request.app[VAULT].lookup(token), request.app[CLOCK].now()
    )
    if conversation:
        ids = {"conversation": conversation}
        await request.app[BUS].publish(Event("left", ids))
        await request.app[BUS].publish(Event("conversation", ids))


def _forget(request: web.Request, response: web.Response) -> None:
    take_key(request, response)
    # Not "cookies": that would take those of every other site under the same domain too.
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
