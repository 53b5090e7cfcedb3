"""The cookie that carries a sign-in, and who it says is there."""

from aiohttp import web

from staff.sessions import LONGEST, find_session, touch
from web.access import Gate, SignedIn
from web.keys import CLOCK, DATABASE, SITE

SIGN_IN_PATH = "/staff/sign-in"
_COOKIE = "staff"


def token_of(request: web.Request) -> str:
    """The token that the browser sent; empty when it sent none."""
    return request.cookies.get(request.app[SITE].cookie_name(_COOKIE), "")


def give_cookie(request: web.Request, response: web.Response, token: str) -> None:
    """Hand the browser its token: unseen by scripts, and never sent from another site's page."""
    site = request.app[SITE]
    response.set_cookie(
        site.cookie_name(_COOKIE),
        token,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=site.cookie_secure,
        httponly=True,
        samesite="Strict",
    )


def take_cookie(request: web.Request, response: web.Response) -> None:
    """Have the browser forget its token."""
    site = request.app[SITE]
    response.del_cookie(
        site.cookie_name(_COOKIE),
        path="/",
        secure=site.cookie_secure,
        httponly=True,
        samesite="Strict",
    )


async def read_session(request: web.Request) -> SignedIn | None:
    """Who is signed in on this request."""
    token = token_of(request)
    if not token:
        return None
    database, now = request.app[DATABASE], request.app[CLOCK].now()
    found = await database.read(find_session, token, now)
    if found is None:
        return None
    if found.stale:
        await database.write(touch, token, now)
    return found.member


STAFF_GATE = Gate(read_session, SIGN_IN_PATH)
