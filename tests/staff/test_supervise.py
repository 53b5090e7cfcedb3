"""The supervisor's page: who has how much, who waits, and second looks kept from the form."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.decision import Level
from handoff.moves import pick_up
from handoff.presence import note_present
from handoff.profiles import keep_profile
from staff.audit import deeds
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import LIBRARY, WAIT, adviser, waiting_case
from tests.staff.conftest import Browser
from web.access import Role

PATH = "/staff/supervise"
SignedIn = Callable[[Role], Awaitable[Browser]]


async def page_of(browser: Browser) -> str:
    return await (await browser.get(PATH)).text()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SUPERVISOR])
async def test_only_supervisors_see_it(signed_in: SignedIn, role: Role) -> None:
    browser = await signed_in(role)
    assert (await browser.get(PATH)).status == 403
    assert (await browser.send(f"{PATH}/draw")).status == 403


async def test_it_shows_who_is_here_with_how_much_and_what_they_can_do(
    sqlite: Database, clock: SetClock, signed_in: SignedIn
) -> None:
    sam = await sqlite.write(adviser)
    await sqlite.write(note_present, sam, clock.now())
    await sqlite.write(
        keep_profile, sam, languages="Polish,  Welsh", skills="housing", areas="", most=6
    )
    for number, level in enumerate((Level.EMERGENCY, Level.URGENT, Level.COMPLEX)):
        _, case_id = await sqlite.write(waiting_case, clock.now(), address=f"{number}", level=level)
        if number < 2:
            await sqlite.write(
                pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now()
            )
    clock.forward(WAIT + timedelta(minutes=1))
    await sqlite.write(note_present, sam, clock.now())
    page = await page_of(await signed_in(Role.SUPERVISOR))
    assert "7 of 6: too much" in page
    assert "Polish, Welsh, housing" in page
    assert "over since" in page
    assert 'href="/staff/desk/cases/1"' in page
    assert 'href="/staff/supervise" aria-current="page"' in page


async def test_a_second_look_is_kept_and_the_case_leaves_the_list(
    sqlite: Database, clock: SetClock, signed_in: SignedIn
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now(), level=Level.EMERGENCY)
    browser = await signed_in(Role.SUPERVISOR)
    assert f'id="verdict-emergency-{case_id}"' in await page_of(browser)
    look = {"case": str(case_id), "kind": "emergency"}
    refused = await browser.send(f"{PATH}/look", **look, verdict="lower", text="no")
    assert refused.status == 409
    assert "Say why in a few words" in await refused.text()
    kept = await browser.send(f"{PATH}/look", **look, verdict="lower", text="It was a song")
    assert kept.status == 303
    assert f'id="verdict-emergency-{case_id}"' not in await page_of(browser)
    [deed] = await sqlite.read(deeds, subject=f"case {case_id}")
    assert deed.action == "second look"


async def test_drawing_from_nothing_says_so(signed_in: SignedIn) -> None:
    browser = await signed_in(Role.SUPERVISOR)
    told = await browser.send(f"{PATH}/draw")
    assert told.status == 409
    assert "no case closed in the last seven days" in await told.text()
