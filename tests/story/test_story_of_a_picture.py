"""A picture by text, from the phone to the adviser who has the case, where the partnership allows pictures."""

from playwright.async_api import Browser, expect

from channels.sms.stand_in_pictures import made_up_picture
from tests.story.browsing import member
from tests.story.running import RunningService, telephone_company

ROBIN = "+447700900123"


async def test_a_picture_reaches_the_adviser_who_has_the_case(
    on_sqlite: RunningService, browser: Browser
) -> None:
    on_sqlite.settings = {"sms_pictures": "true"}
    async with telephone_company(on_sqlite) as company:
        await on_sqlite.start()
        picture = made_up_picture()
        assert await company.text_in(ROBIN, "", pictures=[picture]) == 200
        assert "cannot look at pictures" in await company.next_text(ROBIN)
        assert await company.text_in(ROBIN, "can i talk to a real person please") == 200
        assert "number 1 in the line" in await company.next_text(ROBIN)

        amina = await member(browser, on_sqlite, "adviser")
        desk = amina.page
        await amina.opens_case_first_in_line()
        await expect(desk.locator("#messages")).to_contain_text("The adviser who has this case")
        await desk.get_by_role("button", name="Pick up", exact=True).click()
        async with desk.context.expect_page() as opening:
            await desk.get_by_role("link", name="Open picture 1").click()
        shown = await opening.value
        await shown.wait_for_load_state()
        assert await shown.locator("img").evaluate("picture => picture.naturalWidth") == 160
        assert picture.asked == 1
        assert await on_sqlite.stop() == 0
        assert picture.media not in on_sqlite.log
