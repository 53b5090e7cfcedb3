"""Pages: sign in, sign out, sign out everywhere."""

from datetime import timedelta

from aiohttp import web

from staff.gate import SIGN_IN_PATH, give_cookie, read_session, take_cookie, token_of
from staff.sessions import close_all, close_session
from staff.sign_in import Refused, prove_password, start_session
from web.access import PUBLIC, Roles, signed_in
from web.client import client_address
from web.forms import field_text, read_form
from web.keys import CLOCK, DATABASE, VAULT
from web.pages import render
from web.routes import Route

_HOME = "/staff"


async def show(request: web.Request) -> web.Response:
    """The sign-in form; who is signed in already goes on."""
    onward = safe_next(request.query.get("next", ""))
    if await read_session(request):
        raise web.HTTPSeeOther(onward)
    return render(request, "staff/sign_in.html", onward=onward, email="", problem="")


async def sign_in(request: web.Request) -> web.Response:
    """Take e-mail and password; open a session or say that it did not work."""
    fields = await read_form(request)
    email = field_text(fields, "email", most=254)
    database, now = request.app[DATABASE], request.app[CLOCK].now()
    proven = await prove_password(
        database,
        request.app[VAULT],
        email=email,
        password=fields.get("password", ""),
        address=client_address(request),
        now=now,
    )
    onward = safe_next(fields.get("next", ""))
    if isinstance(proven, Refused):
        return _refuse(request, proven, email=email, onward=onward)
    token = await database.write(start_session, proven, now, replaces=token_of(request))
    response = web.Response(status=303, headers={"Location": onward})
    give_cookie(request, response, token)
    return response


async def sign_out(request: web.Request) -> web.Response:
    """End this sign-in."""
    await request.app[DATABASE].write(close_session, token_of(request))
    return _signed_out(request)


async def sign_out_everywhere(request: web.Request) -> web.Response:
    """End every sign-in of this member, on all devices."""
    await request.app[DATABASE].write(close_all, signed_in(request).staff_id)
    return _signed_out(request)


def safe_next(path: str) -> str:
    """Where to go after signing in: only ever a staff page of our own."""
    own = path == _HOME or path.startswith(f"{_HOME}/")
    plain = path.isascii() and path.isprintable() and "//" not in path and "\\" not in path
    return path if own and plain and not path.startswith(SIGN_IN_PATH) else _HOME


def wait_words(wait: timedelta) -> str:
    """A wait in plain words, rounded up."""
    seconds = max(1, round(wait.total_seconds()))
    if seconds <= 90:
        return f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"


def _refuse(request: web.Request, refused: Refused, *, email: str, onward: str) -> web.Response:
    if refused.wait:
        problem = f"Too many tries. Try again in {wait_words(refused.wait)}."
    else:
        problem = "That e-mail and password do not fit together. Check both and try again."
    response = render(request, "staff/sign_in.html", onward=onward, email=email, problem=problem)
    response.set_status(429 if refused.wait else 401)
    if refused.wait:
        response.headers["Retry-After"] = str(int(refused.wait.total_seconds()) + 1)
    return response


def _signed_out(request: web.Request) -> web.Response:
    response = web.Response(status=303, headers={"Location": SIGN_IN_PATH})
    take_cookie(request, response)
    return response


def routes() -> list[Route]:
    """Signing in and out."""
    return [
        Route("GET", SIGN_IN_PATH, show, PUBLIC),
        Route("POST", SIGN_IN_PATH, sign_in, PUBLIC, form=True),
        Route("POST", "/staff/sign-out", sign_out, Roles.ALL, form=True, while_pending=True),
        Route(
            "POST",
            "/staff/sign-out-everywhere",
            sign_out_everywhere,
            Roles.ALL,
            form=True,
            while_pending=True,
        ),
    ]
