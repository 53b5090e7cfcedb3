"""While an adviser writes a text, the desk says how many parts it is and what they cost."""

from playwright.async_api import expect

from handoff.moves import pick_up
from store.clock import SetClock
from store.database import Database
from tests.browser.test_handing_on import Desk, address, desk  # noqa: F401 - fixtures
from tests.handoff.stories import LIBRARY, adviser, waiting_case
from tests.staff.conftest import site  # noqa: F401 - a fixture
from tests.staff.desk.conftest import app, bus, undo_for  # noqa: F401 - fixtures


async def test_the_box_says_parts_and_cost_as_it_is_filled(
    sqlite: Database,
    clock: SetClock,
    desk: Desk,  # noqa: F811
) -> None:
    sam = await sqlite.write(adviser)
    _, case_id = await sqlite.write(waiting_case, clock.now(), channel="sms")
    await sqlite.write(
        pick_up, case_id=case_id, staff_id=sam, library=LIBRARY, now=clock.now(), quietly=True
    )
    page = await desk(sam)
    await page.goto(f"{page.url}/cases/{case_id}")
    size = page.locator("#reply-size")
    for words, said in (
        ("Hello", "1 text, 155 characters left in the last, about 4p."),
        ("x" * 161, "2 texts, 145 characters left in the last, about 8p."),
    ):
        await page.locator("#reply-text").fill(words)
        await expect(size).to_have_text(said)
