"""Who gets through the guard, and who does not."""

import pytest
from aiohttp import web

from tests.web.conftest import Serve
from web.access import CARRIER, PUBLIC, Access, Role, Roles
from web.routes import Route, add_routes, undeclared

GROUPS = [value for name, value in vars(Roles).items() if name.isupper()]


async def fine(request: web.Request) -> web.Response:
    return web.Response(text="fine")


@pytest.mark.parametrize("group", GROUPS)
async def test_a_staff_route_opens_to_its_roles_and_to_no_other(
    serve: Serve, group: frozenset[Role]
) -> None:
    client = await serve(Route("GET", "/staff/thing", fine, group))
    for role in Role:
        answer = await client.get("/staff/thing", headers={"Test-Role": role})
        assert answer.status == (200 if role in group else 403)


@pytest.mark.parametrize("access", [PUBLIC, CARRIER])
async def test_an_open_route_asks_for_no_sign_in(serve: Serve, access: Access) -> None:
    client = await serve(Route("GET", "/thing", fine, access))
    assert (await client.get("/thing")).status == 200


async def test_a_person_not_signed_in_is_sent_to_sign_in_and_back(serve: Serve) -> None:
    client = await serve(Route("GET", "/staff/thing", fine, Roles.ALL))
    answer = await client.get(
        "/staff/thing?secret=1", headers={"Accept": "text/html"}, allow_redirects=False
    )
    assert answer.status == 303
    assert answer.headers["Location"] == "/staff/sign-in?next=/staff/thing"


async def test_a_script_not_signed_in_is_told_so(serve: Serve) -> None:
    client = await serve(Route("GET", "/staff/thing", fine, Roles.ALL))
    answer = await client.get("/staff/thing")
    assert answer.status == 401
    assert (await answer.json())["error"] == "You are not signed in."


async def test_a_route_that_declares_nothing_is_listed_and_refused(serve: Serve) -> None:
    client = await serve(Route("GET", "/thing", fine, PUBLIC))
    client.app.router._frozen = False
    client.app.router.add_get("/forgotten", fine)
    assert "GET /forgotten" in undeclared(client.app)
    assert (await client.get("/forgotten")).status == 404


async def test_a_complete_application_has_no_undeclared_route(serve: Serve) -> None:
    client = await serve(Route("GET", "/thing", fine, PUBLIC))
    assert undeclared(client.app) == []


def test_a_route_open_to_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="name its roles"):
        add_routes(web.Application(), [Route("GET", "/thing", fine, frozenset())])


async def test_a_step_still_to_be_done_comes_before_every_other_page(serve: Serve) -> None:
    client = await serve(
        Route("GET", "/staff/thing", fine, Roles.ALL),
        Route("GET", "/staff/password", fine, Roles.ALL, while_pending=True),
    )
    told = {"Test-Role": "adviser", "Test-Pending": "/staff/password"}
    answer = await client.get("/staff/thing", headers=told, allow_redirects=False)
    assert answer.headers["Location"] == "/staff/password"
    assert (await client.get("/staff/password", headers=told)).status == 200
