"""Staff pages: the template folder, and the header that names only places the role may open."""

from pathlib import Path
from typing import Any

from aiohttp import web

from staff.roles import DUTIES, places_for
from web.access import signed_in
from web.assets import PageFolder
from web.pages import render

FOLDER = PageFolder("staff", Path(__file__).parent, translated=False)


def staff_page(
    request: web.Request, template: str, *, status: int = 200, **values: Any
) -> web.Response:
    """A page for whoever is signed in. The template extends `staff/page.html`."""
    role = signed_in(request).role
    response = render(request, template, places=places_for(role), duty=DUTIES[role], **values)
    response.set_status(status)
    return response
