"""The page on which a member changes their password; the first stop with a one-time password."""

from aiohttp import web

from staff import passwords
from staff.gate import give_cookie
from staff.members import change_password
from staff.pages import staff_page
from staff.sessions import NEW_PASSWORD_PATH
from staff.sign_in import Proven, Refused, prove_password, start_session
from staff.sign_in_pages import wait_words
from web.access import Roles, SignedIn, signed_in
from web.client import client_address
from web.forms import read_form
from web.keys import CLOCK, DATABASE, VAULT
from web.routes import Route


async def show(request: web.Request) -> web.Response:
    """The form."""
    return _form(request, {})


async def change(request: web.Request) -> web.Response:
    """Check the old password and the new one; then start afresh with a new session."""
    me, fields = signed_in(request), await read_form(request)
    old, new = fields.get("old", ""), fields.get("new", "")
    problem = passwords.problem_with(new, email=me.email, name=me.name)
    if problem is None and new == old:
        problem = "Choose another password than the one you have now."
    if problem:
        return _form(request, {"new": problem})
    if new != fields.get("again", ""):
        return _form(request, {"again": "The two new passwords differ."})
    proven = await _prove(request, me, old)
    if isinstance(proven, Refused):
        wait = f"Too many tries. Try again in {wait_words(proven.wait)}." if proven.wait else ""
        return _form(request, {"old": wait or "That is not the password you have now."})
    return await _keep(request, proven, new)


async def _prove(request: web.Request, me: SignedIn, password: str) -> Proven | Refused:
    return await prove_password(
        request.app[DATABASE],
        request.app[VAULT],
        email=me.email,
        password=password,
        address=client_address(request),
        now=request.app[CLOCK].now(),
    )


async def _keep(request: web.Request, proven: Proven, password: str) -> web.Response:
    database, now = request.app[DATABASE], request.app[CLOCK].now()
    password_hash = await passwords.hash_password(password)
    await database.write(change_password, proven.staff_id, password_hash=password_hash, now=now)
    token = await database.write(start_session, proven, now)
    response = web.Response(status=303, headers={"Location": "/staff"})
    give_cookie(request, response, token)
    return response


def _form(request: web.Request, problems: dict[str, str]) -> web.Response:
    return staff_page(
        request,
        "staff/password.html",
        status=422 if problems else 200,
        problems=problems,
        least=passwords.LEAST,
    )


def routes() -> list[Route]:
    """The password page."""
    path = NEW_PASSWORD_PATH
    return [
        Route("GET", path, show, Roles.ALL, while_pending=True),
        Route("POST", path, change, Roles.ALL, form=True, while_pending=True),
    ]
