"""The whole story in real browsers, with the real service: question, danger, adviser, and the bot again."""

from playwright.async_api import Browser, expect

from tests.story.browsing import member, picture, young_person
from tests.story.running import RunningService

DANGER = "i took a load of my mums pills an hour ago and i dont want to wake up"


async def test_from_a_question_to_danger_to_an_adviser_and_back(
    service: RunningService, browser: Browser
) -> None:
    robin = await young_person(browser, service)
    await picture(robin.page, "chat-opened")
    await robin.says("how much is ema in wales")
    await robin.is_told("EMA in Wales is £40 a week")
    await picture(robin.page, "chat-answer")

    sam = await young_person(browser, service)
    await sam.says("can i talk to a real person please")
    await expect(sam.page.locator("#line")).to_contain_text("number 1 in the line")
    await picture(sam.page, "chat-in-line")

    await robin.says(DANGER)
    panel = robin.page.locator(".kind-safety")
    await expect(panel.get_by_role("link", name="Call 999").first).to_be_in_viewport(ratio=1)
    await expect(panel.locator(".contacts li")).not_to_have_count(0)
    await expect(robin.page.locator("#line")).to_contain_text("number 1 in the line")
    await expect(sam.page.locator("#line")).to_contain_text("number 2 in the line")
    await picture(robin.page, "chat-danger")

    amina = await member(browser, service, "adviser")
    desk = amina.page
    await expect(desk.locator("#queue .row")).to_have_count(2)
    first = desk.locator("#queue .row").first
    await expect(first).to_contain_text("Emergency")
    await expect(first).to_contain_text("pills")
    await picture(desk, "desk-queue")
    await amina.opens_case_first_in_line()
    await expect(desk.locator("#summary .why q").first).to_contain_text("pills")
    await expect(desk.locator("#summary")).to_contain_text("ema/how-much")
    await expect(desk.locator("#summary")).to_contain_text("They were told")
    await expect(desk.locator("#messages")).to_contain_text(DANGER)
    await picture(desk, "desk-case")
    await desk.get_by_role("button", name="Pick up").first.click()
    await robin.is_told("Amina")
    await expect(robin.page.locator("#line")).to_be_hidden()
    await expect(sam.page.locator("#line")).to_contain_text("number 1 in the line")

    await amina.replies("Hi, I am Amina. Is somebody with you right now?")
    await robin.is_told("Is somebody with you right now?")
    await expect(robin.page.locator(".adviser .who").last).to_contain_text("Amina, adviser")
    before = len(await robin.messages())
    await robin.says("my sister is here")
    await expect(desk.locator("#messages .theirs").last).to_contain_text("my sister is here")
    await picture(desk, "desk-talk")
    await picture(robin.page, "chat-adviser")
    assert len(await robin.messages()) == before + 1  # the bot is mute

    shown = await robin.messages()
    await robin.page.reload()
    await expect(robin.page.locator(".message")).to_have_count(len(shown))
    assert await robin.messages() == shown

    await desk.locator("#do-release summary").click()
    await desk.get_by_role("button", name="Release", exact=True).click()
    await expect(desk.locator("#title")).to_contain_text("closed")
    await picture(desk, "desk-released")
    await robin.says("how much is ema in scotland")
    await robin.is_told("EMA in Scotland is £30 a week")
    await picture(robin.page, "chat-bot-again")

    await robin.page.get_by_role("link", name="Leave quickly").click()
    await robin.page.wait_for_url("https://www.bbc.co.uk/weather")
    await robin.page.go_back()
    await expect(robin.page.locator(".message")).to_have_count(0)
    assert "sister" not in await robin.page.content()


async def test_an_adviser_who_had_the_page_open_sees_the_case_come_in(
    service: RunningService, browser: Browser
) -> None:
    amina = await member(browser, service, "adviser")
    await expect(amina.page.locator("#queue")).to_contain_text("Nobody is waiting.")
    robin = await young_person(browser, service)
    await robin.says(DANGER)
    await expect(amina.page.locator("#queue .row")).to_contain_text("Emergency")


async def test_what_an_editor_publishes_is_answered_within_seconds(
    service: RunningService, browser: Browser
) -> None:
    robin = await young_person(browser, service)
    await robin.says("how much is ema in wales")
    await robin.is_told("EMA in Wales is £40 a week")
    eddie = await member(browser, service, "editor")
    await picture(eddie.page, "editor-list")
    await eddie.page.get_by_role("link", name="How much EMA pays").click()
    wales = eddie.page.locator("#web-wales")
    text = await wales.input_value()
    await wales.fill(text.replace("EMA in Wales is", "Good news: EMA in Wales is"))
    await eddie.page.get_by_label("Why you change it").fill("asked for by a college")
    await picture(eddie.page, "editor-edits")
    await eddie.page.get_by_role("button", name="Look over and publish").click()
    await eddie.page.get_by_role("button", name="Ask for a review").click()
    await expect(eddie.page.get_by_text("has asked a second person")).to_be_visible()
    sue = await member(browser, service, "supervisor")
    await sue.page.goto(f"{service.url}/staff/entries")
    await sue.page.get_by_role("link", name="1 wait for a second person").click()
    await sue.page.get_by_role("link", name="How much EMA pays").click()
    await sue.page.get_by_role("link", name="Look it over").click()
    await picture(sue.page, "supervisor-reviews")
    await sue.page.get_by_role("button", name="Approve this version").click()
    await expect(sue.page.get_by_text("Approved. An editor can publish")).to_be_visible()
    await eddie.page.get_by_role("link", name="Look it over").click()
    await picture(eddie.page, "editor-publishes")
    await eddie.page.get_by_role("button", name="Publish now").click()
    await expect(eddie.page.get_by_text("Published. Young people get it")).to_be_visible()
    await robin.says("how much is ema in wales")
    await robin.is_told("Good news: EMA in Wales is £40 a week")
