"""The administrators' page: who works here, and adding, disabling and resetting them."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from aiohttp import web

from handoff.telling import tell_of_moves
from staff import members, passwords
from staff.members import MemberError
from staff.pages import staff_page
from staff.roles import DUTIES
from web.access import Role, Roles, signed_in
from web.errors import BadRequest
from web.forms import field_text, read_form
from web.keys import BUS, CLOCK, DATABASE, LIBRARY
from web.routes import Route

_PATH = "/staff/members"
T = TypeVar("T")


async def show(request: web.Request) -> web.Response:
    """The list, and the form to add somebody."""
    return await _list(request)


async def add(request: web.Request) -> web.Response:
    """Add a member and show their one-time password, once."""
    fields = await read_form(request)
    password = passwords.new_one_time_password()
    name = field_text(fields, "name", least=1, most=120)
    email = field_text(fields, "email", least=3, most=254)
    try:
        await request.app[DATABASE].write(
            members.add_member,
            email=_checked_email(email),
            name=name,
            shown_name=field_text(fields, "shown_name", most=60) or name.split()[0],
            role=_role(fields.get("role", "")),
            password_hash=await passwords.hash_password(password),
            now=request.app[CLOCK].now(),
            by=signed_in(request).staff_id,
        )
    except MemberError as error:
        return await _list(request, problem=str(error))
    return await _list(request, told=f"{name} is added.", password=password)


async def reset(request: web.Request) -> web.Response:
    """Give a member a new one-time password, shown once."""
    password = passwords.new_one_time_password()
    try:
        await request.app[DATABASE].write(
            members.reset_password,
            _number(request),
            password_hash=await passwords.hash_password(password),
            now=request.app[CLOCK].now(),
            by=signed_in(request).staff_id,
        )
    except MemberError as error:
        return await _list(request, problem=str(error))
    return await _list(request, told="The password is replaced.", password=password)


async def disable(request: web.Request) -> web.Response:
    """Close the door to a member."""
    returned = await _change(
        request, partial(members.disable, library=request.app[LIBRARY].current)
    )
    if isinstance(returned, web.Response):
        return returned
    await tell_of_moves(request.app[BUS], returned)
    raise web.HTTPSeeOther(_PATH)


async def enable(request: web.Request) -> web.Response:
    """Open it again."""
    refused = await _change(request, members.enable)
    if isinstance(refused, web.Response):
        return refused
    raise web.HTTPSeeOther(_PATH)


async def _change(request: web.Request, deed: Callable[..., T]) -> T | web.Response:
    """Change a member, or say on the page why that cannot be done."""
    now, me = request.app[CLOCK].now(), signed_in(request)
    try:
        return await request.app[DATABASE].write(deed, _number(request), now=now, by=me.staff_id)
    except MemberError as error:
        return await _list(request, problem=str(error))


async def _list(
    request: web.Request, *, told: str = "", password: str = "", problem: str = ""
) -> web.Response:
    return staff_page(
        request,
        "staff/members.html",
        status=409 if problem else 200,
        members=await request.app[DATABASE].read(members.members),
        duties=DUTIES,
        told=told,
        password=password,
        problem=problem,
    )


def _number(request: web.Request) -> int:
    return int(request.match_info["id"])


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise BadRequest("There is no such role.", "Choose one from the list.") from None


def _checked_email(text: str) -> str:
    name, _, host = text.partition("@")
    if not name or "." not in host or "@" in host or any(c.isspace() for c in text):
        raise BadRequest("That is not an e-mail address.", "Write it like name@example.org.")
    return text


def routes() -> list[Route]:
    """Administrators only."""
    who, one = Roles.ADMINISTERING, _PATH + r"/{id:\d{1,9}}"
    return [
        Route("GET", _PATH, show, who),
        Route("POST", _PATH, add, who, form=True),
        Route("POST", f"{one}/reset", reset, who, form=True),
        Route("POST", f"{one}/disable", disable, who, form=True),
        Route("POST", f"{one}/enable", enable, who, form=True),
    ]
