"""The key to a conversation where no script runs: a cookie that lives as long as the browser is open.

It is set by the first message that is sent from a plain form, never read by script, sent to nobody
else, and taken away by "Leave quickly". Whoever asks for it lets it stay for some days.
"""

from datetime import timedelta
from typing import Final

from aiohttp import web

from web.keys import SITE

_NAME: Final = "chat"


def key_of(request: web.Request) -> str:
    """The key that the browser brought, or nothing."""
    return request.cookies.get(request.app[SITE].cookie_name(_NAME), "")


def give_key(
    request: web.Request, response: web.StreamResponse, key: str, *, kept: timedelta | None = None
) -> None:
    """Let the browser keep the key until it is closed, or for so long."""
    site = request.app[SITE]
    response.set_cookie(
        site.cookie_name(_NAME),
        key,
        max_age=int(kept.total_seconds()) if kept else None,
        httponly=True,
        secure=site.cookie_secure,
        samesite="Lax",
    )


def take_key(request: web.Request, response: web.StreamResponse) -> None:
    """Take the key away."""
    site = request.app[SITE]
    response.del_cookie(
        site.cookie_name(_NAME), httponly=True, secure=site.cookie_secure, samesite="Lax"
    )
