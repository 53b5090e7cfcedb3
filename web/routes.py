"""The one way to register a route, so that every route says who may use it."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from aiohttp import web

from web.access import Access
from web.keys import Frames

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_KIB = 1024


@dataclass(frozen=True)
class Route:
    """A way in. Staff routes that change something always need the session's CSRF token.

    form: the token may come in the form's field `csrf`; otherwise only in `X-CSRF-Token`.
    embeddable: these sites in the settings may show the page in a frame.
    while_pending: open although a step of signing in (a new password) is still to be done.
    body_limit: the largest request taken, in bytes.
    """

    method: str
    path: str
    handler: Handler
    access: Access
    form: bool = False
    embeddable: Frames = ""
    while_pending: bool = False
    body_limit: int = 64 * _KIB


Declared = dict[web.AbstractRoute, Route]
_DECLARED: web.AppKey[Declared] = web.AppKey("declared_routes")


def add_routes(app: web.Application, routes: Iterable[Route]) -> None:
    """Register routes with their declared access; a GET answers HEAD too."""
    declared = app.setdefault(_DECLARED, {})
    for route in routes:
        if not route.access:
            raise ValueError(f"{route.method} {route.path} is open to nobody: name its roles")
        methods = ("GET", "HEAD") if route.method == "GET" else (route.method,)
        for method in methods:
            declared[app.router.add_route(method, route.path, route.handler)] = route


def declared_route(request: web.Request) -> Route | None:
    """What was declared for the route that this request matched."""
    return request.app.get(_DECLARED, {}).get(request.match_info.route)


def undeclared(app: web.Application) -> list[str]:
    """Routes that were registered past `add_routes`. Must be empty; they are refused anyway."""
    declared = app.get(_DECLARED, {})
    return [
        f"{route.method} {route.resource.canonical if route.resource else '?'}"
        for route in app.router.routes()
        if route not in declared
    ]
