"""The guard before every handler, and the headers on every answer."""

import base64
import hashlib
import hmac
from functools import cache
from urllib.parse import urlsplit

from aiohttp import web

from web.access import GATE, Open, SignedIn, let_in
from web.errors import CrossSite, FormOutOfDate, NotAllowed, NotFound, NotSignedIn, TooLarge
from web.keys import SITE, Site
from web.routes import Handler, Route, declared_route

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})

USUAL_LIMIT = 256 * 1024
"""No request is read beyond this many bytes unless its route says so."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request through to its handler only if its route's declaration allows it."""
    if request.match_info.http_exception is not None:
        return await handler(request)
    route = declared_route(request)
    if route is None:
        raise NotFound("There is nothing at this address.")
    if request.content_length is not None and request.content_length > route.body_limit:
        raise TooLarge
    if route.body_limit > USUAL_LIMIT:
        request = request.clone(client_max_size=route.body_limit)
    if route.access is not Open.CARRIER:
        _refuse_cross_site(request)
    if isinstance(route.access, Open):
        return await handler(request)
    member = await request.app[GATE].read(request)
    if member is None:
        raise NotSignedIn
    let_in(request, member)
    if member.pending and not route.while_pending:
        raise web.HTTPSeeOther(member.pending)
    if member.role not in route.access:
        raise NotAllowed
    if request.method not in _HARMLESS:
        await _check_token(request, route, member)
    return await handler(request)


def _refuse_cross_site(request: web.Request) -> None:
    """A browser says where a request comes from; what says nothing is no browser of this decade."""
    opens_socket = request.headers.get("Upgrade", "").lower() == "websocket"
    if request.method in _HARMLESS and not opens_socket:
        return
    told = request.headers.get("Sec-Fetch-Site")
    if told is not None:
        if told not in {"same-origin", "none"}:
            raise CrossSite
        return
    origin = request.headers.get("Origin")
    ours = {request.host, request.app[SITE].host} - {""}
    if origin is not None and urlsplit(origin).netloc not in ours:
        raise CrossSite


async def _check_token(request: web.Request, route: Route, member: SignedIn) -> None:
    given = request.headers.get("X-CSRF-Token", "")
    if not given and route.form and request.content_type in _FORMS:
        given = str((await request.post()).get("csrf", ""))
    if not hmac.compare_digest(given.encode(), member.csrf_token.encode()):
        raise FormOutOfDate


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler for `on_response_prepare`: what the browser must and must not do with it."""
    site = request.app[SITE]
    route = declared_route(request)
    framed_by = site.framed_by(route.embeddable) if route else ()
    headers = response.headers
    headers.setdefault("Content-Security-Policy", content_policy(site, framed_by))
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "no-referrer")
    headers.setdefault(
        "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    )
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if not framed_by:
        headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Cache-Control", "no-store")
    if site.cookie_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def content_policy(site: Site, framed_by: tuple[str, ...], *, style: str = "") -> str:
    """Only our own files, no inline code, and no frames but on the sites named. No inline style either but
    the one of these very words."""
    own_style = f" '{_hash(style)}'" if style else ""
    schemes = ("wss", "ws") if site.demo else ("wss",)
    sockets = [f"{scheme}://{site.host}" for scheme in schemes if site.host]
    ancestors = " ".join(("'self'", *framed_by)) if framed_by else "'none'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self'{own_style}",
            "img-src 'self'",
            "font-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            # Older Safari does not count web sockets among 'self'.
            " ".join(("connect-src 'self'", *sockets)),
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-ancestors {ancestors}",
        )
    )


@cache
def _hash(words: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()}"
