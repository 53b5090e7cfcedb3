"""Which role opens which route: the whole table, written out a second time."""

import pytest

from staff.entries.routes import entry_routes
from staff.learn.routes import learn_routes
from staff.roles import DUTIES, PLACES, places_for
from staff.routes import staff_routes
from tests.staff.conftest import AsRole, Browser
from web.access import Open, Role

EVERYONE = set(Role)
ADMINISTRATORS = {Role.ADMINISTRATOR}
WHO = {
    ("GET", "/staff"): EVERYONE,
    ("GET", "/staff/password"): EVERYONE,
    ("POST", "/staff/password"): EVERYONE,
    ("POST", "/staff/sign-out"): EVERYONE,
    ("POST", "/staff/sign-out-everywhere"): EVERYONE,
    ("GET", "/staff/reports"): {Role.SUPERVISOR, Role.MANAGER},
    ("GET", "/staff/promises"): {Role.ADVISER, Role.SUPERVISOR},
    ("GET", "/staff/services"): {Role.ADVISER, Role.SUPERVISOR, Role.MANAGER},
    ("GET", "/staff/services/file"): {Role.SUPERVISOR, Role.MANAGER},
    ("GET", "/staff/services/file/download"): {Role.SUPERVISOR, Role.MANAGER},
    ("POST", "/staff/services/file"): {Role.SUPERVISOR, Role.MANAGER},
    ("GET", "/staff/supervise"): {Role.SUPERVISOR},
    ("POST", "/staff/supervise/look"): {Role.SUPERVISOR},
    ("POST", "/staff/supervise/draw"): {Role.SUPERVISOR},
    ("GET", "/staff/audit"): {Role.MANAGER, Role.ADMINISTRATOR},
    ("GET", "/staff/members"): ADMINISTRATORS,
    ("POST", "/staff/members"): ADMINISTRATORS,
    ("POST", r"/staff/members/{id:\d{1,9}}/reset"): ADMINISTRATORS,
    ("POST", r"/staff/members/{id:\d{1,9}}/disable"): ADMINISTRATORS,
    ("POST", r"/staff/members/{id:\d{1,9}}/enable"): ADMINISTRATORS,
}


def test_the_table_names_every_route_of_the_room_but_the_sign_in_page() -> None:
    editors = [*entry_routes(), *learn_routes()]  # these have tests of their own
    named = {(route.method, route.path) for route in staff_routes() if route not in editors}
    assert named == {*WHO, ("GET", "/staff/sign-in"), ("POST", "/staff/sign-in")}


def test_only_the_sign_in_page_is_open_to_all_the_world() -> None:
    opened = {route.path for route in staff_routes() if isinstance(route.access, Open)}
    assert opened == {"/staff/sign-in"}


@pytest.mark.parametrize("role", Role)
async def test_a_role_opens_what_the_table_says_and_nothing_else(
    signed_in: AsRole, role: Role
) -> None:
    browser = await signed_in(role)
    for (method, path), allowed in WHO.items():
        if "sign-out" in path:
            continue
        address = path.replace(r"{id:\d{1,9}}", "999")
        answer = await (browser.get(address) if method == "GET" else browser.send(address))
        refused = "Your role does not open this page." in await answer.text()
        assert refused == (role not in allowed), (method, path)


@pytest.mark.parametrize("path", [path for method, path in WHO if method == "GET"])
async def test_nobody_opens_anything_without_signing_in(browser: Browser, path: str) -> None:
    answer = await browser.get(path)
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/staff/sign-in")


async def test_nobody_changes_anything_without_signing_in(browser: Browser) -> None:
    for method, path in WHO:
        if method == "POST":
            address = path.replace(r"{id:\d{1,9}}", "1")
            assert (await browser.post(address)).status == 401


@pytest.mark.parametrize("role", Role)
async def test_the_navigation_names_only_what_the_role_may_open(
    signed_in: AsRole, role: Role
) -> None:
    browser = await signed_in(role)
    page = await (await browser.get("/staff/password")).text()
    for place in PLACES:
        assert (f'href="{place.path}"' in page) == (role in place.open_to)


@pytest.mark.parametrize("role", Role)
def test_every_role_starts_in_a_place_it_may_open(role: Role) -> None:
    assert DUTIES[role].home in {place.path for place in places_for(role)}
