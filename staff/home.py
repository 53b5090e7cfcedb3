"""The start page sends each role to its place."""

from typing import NoReturn

from aiohttp import web

from staff.roles import DUTIES
from web.access import Roles, signed_in
from web.routes import Route


async def show(request: web.Request) -> NoReturn:
    """Go where this role works."""
    raise web.HTTPSeeOther(DUTIES[signed_in(request).role].home)


def routes() -> list[Route]:
    """All staff."""
    return [Route("GET", "/staff", show, Roles.ALL)]
