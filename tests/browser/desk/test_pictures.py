"""A picture that came with a text, in a real browser: shown when it is opened, and alone."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect
from sqlalchemy import Connection, select

from channels.sms.stand_in_pictures import made_up_picture
from store import pictures
from store.clock import SetClock
from store.database import Database
from store.pictures import NewPicture
from store.tables import Message
from tests.browser.desk.conftest import OpenDesk
from tests.handoff.stories import waiting_case
from web.access import Role

PICTURE = made_up_picture().content


def with_pictures(tx: Connection, clock: SetClock) -> int:
    """Somebody sent a picture that is here, and one that is not. The number of their case."""
    _, case_id = waiting_case(tx, clock.now(), channel="sms", address="+447700900123")
    message_id = tx.execute(select(Message.id)).scalar_one()
    new = [NewPicture("image/png", "https://carrier.example/1")] * 2
    pictures.add(tx, message_id, new, clock.now())
    pictures.keep(tx, 1, kind="image/png", content=PICTURE)
    pictures.lose(tx, 2, reason="size")
    return case_id


@pytest.mark.parametrize(("width", "height"), [(320, 640), (1440, 900)])
async def test_a_picture_is_opened_on_purpose_and_shown_alone(
    sqlite: Database, clock: SetClock, desk_at: OpenDesk, width: int, height: int
) -> None:
    case_id = await sqlite.write(with_pictures, clock)
    page = await desk_at(Role.ADVISER, width, height)
    await page.locator(f"#case-{case_id}").click()
    await expect(page.locator("#messages")).to_contain_text("The adviser who has this case")
    await page.get_by_role("button", name="Pick up", exact=True).click()
    link = page.get_by_role("link", name="Open picture 1")
    await expect(link).to_be_visible()
    await expect(page.locator("#messages")).to_contain_text("could not be fetched: it is too large")
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width

    async with page.context.expect_page() as opening:
        await link.press("Enter")
    picture = await opening.value
    await picture.wait_for_load_state()
    assert await picture.locator("img").evaluate("picture => picture.naturalWidth") == 160
    assert await picture.evaluate("window.opener") is None
