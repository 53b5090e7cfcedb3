"""Signing in and out, as a member of staff meets it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from staff.sessions import IDLE, LONGEST, find_session
from staff.sign_in_pages import safe_next
from store.clock import SetClock
from store.database import Database
from store.tables import AuditRecord, SignInFailure, StaffSession
from tests.staff.conftest import CHOSEN, GIVEN, Add, AsRole, Browser, OpenBrowser
from web.access import Role
from web.keys import Site


async def test_the_right_password_opens_the_place_where_the_role_works(
    browser: Browser, add: Add
) -> None:
    await add(Role.MANAGER)
    answer = await browser.sign_in(" Manager@Example.org ", CHOSEN)
    assert (answer.status, answer.headers["Location"]) == (303, "/staff")
    assert (await browser.get("/staff")).headers["Location"] == "/staff/reports"


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.ADVISER, "/staff/desk"),
        (Role.SUPERVISOR, "/staff/desk"),
        (Role.EDITOR, "/staff/entries"),
        (Role.MANAGER, "/staff/reports"),
        (Role.ADMINISTRATOR, "/staff/members"),
    ],
)
async def test_each_role_starts_in_its_own_place(signed_in: AsRole, role: Role, home: str) -> None:
    browser = await signed_in(role)
    assert (await browser.get("/staff")).headers["Location"] == home


async def test_a_wrong_password_and_an_unknown_e_mail_are_told_the_same(
    browser: Browser, add: Add
) -> None:
    await add(Role.ADVISER)
    told = []
    for email in ("adviser@example.org", "nobody@example.org"):
        answer = await browser.sign_in(email, "wrong")
        assert answer.status == 401
        told.append((await answer.text()).replace(email, ""))
    assert told[0] == told[1]
    assert browser.token == ""


async def test_a_disabled_member_cannot_sign_in(
    browser: Browser, add: Add, signed_in: AsRole
) -> None:
    staff_id = await add(Role.EDITOR)
    administrator = await signed_in(Role.ADMINISTRATOR)
    await administrator.send(f"/staff/members/{staff_id}/disable")
    assert (await browser.sign_in("editor@example.org", CHOSEN)).status == 401


async def test_guessing_is_slowed_and_then_goes_on(
    browser: Browser, add: Add, clock: SetClock
) -> None:
    await add(Role.ADVISER)
    for _ in range(5):
        assert (await browser.sign_in("adviser@example.org", "wrong")).status == 401
    slowed = await browser.sign_in("adviser@example.org", CHOSEN)
    assert slowed.status == 429
    assert "Too many tries. Try again in 15 seconds." in await slowed.text()
    clock.forward(timedelta(seconds=int(slowed.headers["Retry-After"])))
    assert (await browser.sign_in("adviser@example.org", CHOSEN)).status == 303


async def test_what_is_kept_of_guesses_names_nobody(
    browser: Browser, sqlite: Database, add: Add
) -> None:
    await browser.sign_in("nobody@example.org", "wrong")
    kept = await sqlite.read(lambda tx: tx.execute(select(SignInFailure.__table__)).all())
    assert len(kept) == 3
    assert "nobody" not in str(kept)
    noted = await sqlite.read(lambda tx: tx.execute(select(AuditRecord.__table__)).all())
    assert "sign-in refused" in str(noted)
    assert "nobody" not in str(noted)


async def test_the_cookie_is_kept_from_scripts_and_other_sites(browser: Browser, add: Add) -> None:
    await add(Role.ADVISER)
    cookie = (await browser.sign_in("adviser@example.org", CHOSEN)).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Path=/" in cookie


class TestOverHttps:
    @pytest.fixture
    def site(self) -> Site:
        return Site("https://help.example.org")

    async def test_the_cookie_is_tied_to_the_host(self, browser: Browser, add: Add) -> None:
        await add(Role.ADVISER)
        cookie = (await browser.sign_in("adviser@example.org", CHOSEN)).headers["Set-Cookie"]
        assert cookie.startswith("__Host-staff=")
        assert "Secure" in cookie
        assert "Domain" not in cookie


async def test_the_database_keeps_no_token(browser: Browser, add: Add, sqlite: Database) -> None:
    await add(Role.ADVISER)
    await browser.sign_in("adviser@example.org", CHOSEN)
    kept = await sqlite.read(lambda tx: tx.execute(select(StaffSession.__table__)).all())
    assert len(browser.token) >= 43
    assert browser.token not in str(kept)


async def test_signing_in_again_gives_a_new_token_and_ends_the_old_one(
    browser: Browser, add: Add, sqlite: Database
) -> None:
    await add(Role.ADVISER)
    await browser.sign_in("adviser@example.org", CHOSEN)
    first = browser.token
    await browser.sign_in("adviser@example.org", CHOSEN)
    assert browser.token != first
    kept = await sqlite.read(lambda tx: tx.execute(select(StaffSession.token_hash)).all())
    assert len(kept) == 1


async def test_a_token_brought_along_is_never_taken_over(
    browser: Browser, add: Add, sqlite: Database, clock: SetClock
) -> None:
    await add(Role.ADVISER)
    planted = {"Cookie": "staff=planted"}
    fields = {"email": "adviser@example.org", "password": CHOSEN}
    answer = await browser.post("/staff/sign-in", headers=planted, **fields)
    assert answer.status == 303
    assert "planted" not in answer.headers["Set-Cookie"]
    assert await sqlite.read(find_session, "planted", clock.now()) is None


async def test_who_is_signed_in_passes_by_the_sign_in_page(signed_in: AsRole) -> None:
    browser = await signed_in(Role.MANAGER)
    answer = await browser.get("/staff/sign-in?next=/staff/audit")
    assert answer.headers["Location"] == "/staff/audit"


async def test_an_idle_sign_in_ends(signed_in: AsRole, clock: SetClock) -> None:
    browser = await signed_in(Role.MANAGER)
    clock.forward(IDLE - timedelta(seconds=1))
    assert (await browser.get("/staff/reports")).status == 200
    clock.forward(IDLE)
    assert (await browser.get("/staff/reports")).status == 303


async def test_no_sign_in_outlasts_the_longest_even_in_use(
    signed_in: AsRole, clock: SetClock
) -> None:
    browser = await signed_in(Role.MANAGER)
    step = timedelta(minutes=30)
    for _ in range(LONGEST // step - 1):
        clock.forward(step)
        assert (await browser.get("/staff/reports")).status == 200
    clock.forward(step)
    assert (await browser.get("/staff/reports")).status == 303


async def test_signing_out_ends_the_sign_in_here_only(
    open_browser: OpenBrowser, signed_in: AsRole
) -> None:
    here = await signed_in(Role.MANAGER)
    there = await open_browser()
    await there.sign_in("manager@example.org", CHOSEN)
    assert (await here.send("/staff/sign-out")).headers["Location"] == "/staff/sign-in"
    assert here.token == ""
    assert (await here.get("/staff/reports")).status == 303
    assert (await there.get("/staff/reports")).status == 200


async def test_signing_out_everywhere_ends_every_sign_in(
    open_browser: OpenBrowser, signed_in: AsRole
) -> None:
    here = await signed_in(Role.MANAGER)
    there = await open_browser()
    await there.sign_in("manager@example.org", CHOSEN)
    await here.send("/staff/sign-out-everywhere")
    assert (await there.get("/staff/reports")).status == 303


async def test_a_one_time_password_leads_to_choosing_another_first(
    browser: Browser, add: Add
) -> None:
    await add(Role.MANAGER, password=GIVEN, new=True)
    await browser.sign_in("manager@example.org", GIVEN)
    assert (await browser.get("/staff/reports")).headers["Location"] == "/staff/password"
    answer = await browser.send("/staff/password", old=GIVEN, new=CHOSEN, again=CHOSEN)
    assert answer.headers["Location"] == "/staff"
    assert (await browser.get("/staff/reports")).status == 200


async def test_a_new_password_ends_every_older_sign_in(
    open_browser: OpenBrowser, signed_in: AsRole
) -> None:
    here = await signed_in(Role.MANAGER)
    there = await open_browser()
    await there.sign_in("manager@example.org", CHOSEN)
    await here.send("/staff/password", old=CHOSEN, new=f"{CHOSEN} two", again=f"{CHOSEN} two")
    assert (await here.get("/staff/reports")).status == 200
    assert (await there.get("/staff/reports")).status == 303


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"old": CHOSEN, "new": "short", "again": "short"}, "at least 12"),
        ({"old": CHOSEN, "new": CHOSEN, "again": CHOSEN}, "another password"),
        ({"old": CHOSEN, "new": "green ladder rain", "again": "green ladder sun"}, "differ"),
        (
            {"old": "wrong", "new": "green ladder rain", "again": "green ladder rain"},
            "not the password you have now",
        ),
    ],
)
async def test_a_new_password_that_cannot_be_taken_says_why(
    signed_in: AsRole, fields: dict[str, str], told: str
) -> None:
    browser = await signed_in(Role.MANAGER)
    answer = await browser.send("/staff/password", **fields)
    assert answer.status == 422
    page = await answer.text()
    assert told in page
    assert not re.search(f'value="({CHOSEN}|green ladder)', page)


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/staff/audit", "/staff/audit"),
        ("/staff", "/staff"),
        ("", "/staff"),
        ("https://evil.example", "/staff"),
        ("//evil.example", "/staff"),
        ("/staff//evil.example", "/staff"),
        ("/staff/\\evil.example", "/staff"),
        ("/staffevil", "/staff"),
        ("/staff/\r\nSet-Cookie: a=b", "/staff"),
        ("/staff/sign-in", "/staff"),
    ],
)
def test_after_signing_in_only_our_own_pages_follow(asked: str, goes: str) -> None:
    assert safe_next(asked) == goes
