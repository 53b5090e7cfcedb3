"""Who may look at content, and who may change it."""

import pytest

from staff.entries.routes import entry_routes
from tests.content.pieces import ENTRY_ID, PHRASES, body
from tests.staff.conftest import AsRole
from tests.staff.entries.conftest import typed
from web.access import Role, Roles

ONE = f"/staff/entries/{ENTRY_ID}"
CHANGING = [ONE, "/staff/entries/new", f"{ONE}/publish/1", f"{ONE}/withdraw", f"{ONE}/history/1"]
LOOKING = ["/staff/entries", ONE, f"{ONE}/history", f"{ONE}/history/1"]


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.MANAGER])
async def test_supervisors_and_managers_look_and_change_nothing(
    signed_in: AsRole, role: Role
) -> None:
    browser = await signed_in(role)
    for path in LOOKING:
        assert (await browser.get(path)).status == 200
    page = await (await browser.get(ONE)).text()
    assert '<fieldset class="bare" disabled>' in page
    assert "Save draft" not in page
    for path in CHANGING:
        fields = typed(body(), "\n".join(PHRASES), label="Changed")
        assert (await browser.send(path, **fields)).status == 403


@pytest.mark.parametrize("role", [Role.ADVISER, Role.ADMINISTRATOR])
async def test_other_roles_do_not_even_look(signed_in: AsRole, role: Role) -> None:
    browser = await signed_in(role)
    for path in LOOKING:
        assert (await browser.get(path)).status == 403


async def test_nobody_changes_anything_without_the_token_of_the_page(signed_in: AsRole) -> None:
    browser = await signed_in(Role.EDITOR)
    for path in CHANGING:
        assert (await browser.post(path, why="none", started_from="1")).status == 403


def test_whatever_changes_something_is_for_editors_alone_but_a_review() -> None:
    changing = [route for route in entry_routes() if route.method == "POST"]
    others = [route.path for route in changing if route.access != Roles.EDITING]
    assert [path.rpartition("/")[2] for path in others] == ["decide"]
    assert {route.access for route in changing} == {Roles.EDITING, Roles.APPROVING}
