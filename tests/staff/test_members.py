"""Adding, disabling and resetting members, and what the audit trail says of it."""

import re
from typing import Any

import pytest
from sqlalchemy import Connection

from staff import audit, members
from staff.members import MemberError, add_member
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import LIBRARY
from tests.staff.conftest import CHOSEN, AsRole, Browser
from web.access import Role

ONCE = re.compile(r'class="once">([^<]+)<')


def shown_once(page: str) -> str:
    """The password that a page shows this once."""
    found = ONCE.search(page)
    assert found
    return found[1]


NEW: dict[str, Any] = {"name": "Alex Moss", "email": "Alex@Example.org", "role": "adviser"}


async def test_a_new_member_signs_in_with_the_password_shown_once(
    signed_in: AsRole, browser: Browser
) -> None:
    administrator = await signed_in(Role.ADMINISTRATOR)
    page = await (await administrator.send("/staff/members", **NEW)).text()
    given = shown_once(page)
    assert given not in await (await administrator.get("/staff/members")).text()
    assert (await browser.sign_in("alex@example.org", given)).status == 303
    assert (await browser.get("/staff")).headers["Location"] == "/staff/password"
    assert "Alex" in await (await browser.get("/staff/password")).text()


async def test_an_e_mail_is_on_the_list_once(signed_in: AsRole) -> None:
    administrator = await signed_in(Role.ADMINISTRATOR)
    await administrator.send("/staff/members", **NEW)
    answer = await administrator.send("/staff/members", **NEW)
    assert answer.status == 409
    assert "on the list already" in await answer.text()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 121}, {"email": "alex"}, {"email": "a b@c.d"}, {"role": "owner"}],
)
async def test_what_cannot_be_a_member_is_refused(signed_in: AsRole, wrong: dict[str, str]) -> None:
    administrator = await signed_in(Role.ADMINISTRATOR)
    assert (await administrator.send("/staff/members", **{**NEW, **wrong})).status == 400


async def test_a_member_disabled_is_out_at_once_and_may_come_back(
    signed_in: AsRole, sqlite: Database, browser: Browser
) -> None:
    administrator = await signed_in(Role.ADMINISTRATOR)
    manager = await signed_in(Role.MANAGER)
    staff_id = next(
        one.id for one in await sqlite.read(members.members) if one.role is Role.MANAGER
    )
    await administrator.send(f"/staff/members/{staff_id}/disable")
    assert (await manager.get("/staff/reports")).status == 303
    await administrator.send(f"/staff/members/{staff_id}/enable")
    assert (await manager.get("/staff/reports")).status == 303
    assert (await browser.sign_in("manager@example.org", CHOSEN)).status == 303


async def test_a_reset_password_ends_the_old_one_and_every_sign_in(
    signed_in: AsRole, sqlite: Database, browser: Browser
) -> None:
    administrator = await signed_in(Role.ADMINISTRATOR)
    manager = await signed_in(Role.MANAGER)
    staff_id = next(
        one.id for one in await sqlite.read(members.members) if one.role is Role.MANAGER
    )
    page = await (await administrator.send(f"/staff/members/{staff_id}/reset")).text()
    assert (await manager.get("/staff/reports")).status == 303
    assert (await browser.sign_in("manager@example.org", CHOSEN)).status == 401
    assert (await browser.sign_in("manager@example.org", shown_once(page))).status == 303


async def test_an_unknown_member_cannot_be_changed(signed_in: AsRole) -> None:
    administrator = await signed_in(Role.ADMINISTRATOR)
    for deed in ("disable", "enable", "reset"):
        assert (await administrator.send(f"/staff/members/999/{deed}")).status == 409


async def test_an_administrator_is_always_left(database: Database, clock: SetClock) -> None:
    def two(tx: Connection) -> list[int]:
        new: dict[str, Any] = {
            "shown_name": "A",
            "role": Role.ADMINISTRATOR,
            "password_hash": "",
            "now": clock.now(),
        }
        return [add_member(tx, email=f"{name}@example.org", name=name, **new) for name in "ab"]

    first, second = await database.write(two)
    with pytest.raises(MemberError, match="yourself"):
        await database.write(members.disable, first, library=LIBRARY, now=clock.now(), by=first)
    await database.write(members.disable, second, library=LIBRARY, now=clock.now(), by=first)
    with pytest.raises(MemberError, match="last administrator"):
        await database.write(members.disable, first, library=LIBRARY, now=clock.now(), by=second)


async def test_every_change_is_on_record_with_who_did_it(
    database: Database, clock: SetClock
) -> None:
    def change(tx: Connection) -> int:
        new: dict[str, Any] = {"shown_name": "A", "password_hash": "", "now": clock.now()}
        boss = add_member(tx, email="a@b.c", name="Boss", role=Role.ADMINISTRATOR, **new)
        other = add_member(tx, email="d@e.f", name="Kim", role=Role.EDITOR, by=boss, **new)
        members.reset_password(tx, other, password_hash="", now=clock.now(), by=boss)
        members.disable(tx, other, library=LIBRARY, now=clock.now(), by=boss)
        members.enable(tx, other, now=clock.now(), by=boss)
        return other

    other = await database.write(change)
    deeds = await database.read(audit.deeds, subject=f"staff {other}")
    assert [deed.action for deed in deeds] == [
        "enable member",
        "disable member",
        "reset password",
        "add member",
    ]
    assert {deed.who for deed in deeds} == {"Boss"}


async def test_a_refused_change_leaves_nothing_behind(database: Database, clock: SetClock) -> None:
    def add_twice(tx: Connection) -> None:
        new: dict[str, Any] = {
            "email": "a@b.c",
            "name": "A",
            "shown_name": "A",
            "role": Role.EDITOR,
        }
        for _ in range(2):
            add_member(tx, password_hash="", now=clock.now(), **new)

    with pytest.raises(MemberError):
        await database.write(add_twice)
    assert await database.read(members.members) == []
    assert await database.read(audit.deeds) == []
