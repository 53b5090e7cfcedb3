"""The same story by text message: signed webhooks in, the telephone company's interface out."""

from playwright.async_api import Browser, expect

from tests.story.browsing import member, picture
from tests.story.running import Company, RunningService

ROBIN, SAM = "+447700900123", "+447700900124"
DANGER = "i took a load of my mums pills an hour ago and i dont want to wake up"


async def test_from_a_question_to_danger_to_an_adviser_and_back(
    company: Company, service: RunningService, browser: Browser
) -> None:
    assert await company.text_in(ROBIN, "how much is ema in wales") == 200
    assert "EMA in Wales is £40 a week" in await company.next_text(ROBIN)
    assert await company.text_in(SAM, "can i talk to a real person please") == 200
    assert "number 1 in the line" in await company.next_text(SAM)

    assert await company.text_in(ROBIN, DANGER) == 200
    assert "999" in await company.next_text(ROBIN)
    assert "number 1 in the line" in await company.next_text(ROBIN)

    amina = await member(browser, service, "adviser")
    desk = amina.page
    await expect(desk.locator("#queue .row")).to_have_count(2)
    await expect(desk.locator("#queue .row").first).to_contain_text("Text message")
    await amina.opens_case_first_in_line()
    await expect(desk.locator("#summary .why q").first).to_contain_text("pills")
    await expect(desk.locator("#messages")).to_contain_text(DANGER)
    assert ROBIN not in await desk.content()
    await picture(desk, "desk-text-case")
    await desk.get_by_role("button", name="Pick up", exact=True).click()
    assert "Amina" in await company.next_text(ROBIN)

    await desk.locator("#reply-text").fill("Is somebody with you right now?")
    await picture(desk, "desk-text-reply")
    await desk.get_by_role("button", name="Send text").click()
    assert await company.next_text(ROBIN) == "Is somebody with you right now?"
    await company.reported()
    assert await company.text_in(ROBIN, "my sister is here") == 200
    await expect(desk.locator("#messages .theirs").last).to_contain_text("my sister is here")

    await desk.locator("#do-release summary").click()
    await desk.get_by_role("button", name="Release", exact=True).click()
    # The bot was mute meanwhile: the next text is the one that says that it is back.
    assert "automatic" in (await company.next_text(ROBIN)).lower()
    assert await company.text_in(ROBIN, "how much is ema in scotland") == 200
    assert "EMA in Scotland is £30 a week" in await company.next_text(ROBIN)


async def test_danger_is_answered_even_after_stop(
    company: Company, service: RunningService
) -> None:
    assert await company.text_in(ROBIN, "STOP") == 200
    assert "START" in await company.next_text(ROBIN)
    assert await company.text_in(ROBIN, DANGER) == 200
    assert "999" in await company.next_text(ROBIN)


async def test_who_texts_again_after_stop_is_answered(
    company: Company, service: RunningService
) -> None:
    assert await company.text_in(ROBIN, "STOP") == 200
    assert "START" in await company.next_text(ROBIN)
    assert await company.text_in(ROBIN, "how much is ema in wales") == 200
    assert "EMA in Wales" in await company.next_text(ROBIN)


async def test_a_text_that_the_company_did_not_sign_is_refused(
    company: Company, service: RunningService
) -> None:
    company.service = service.url
    honest = company._validator
    company._validator = type(honest)("a guess")
    assert await company.text_in(ROBIN, "hello") == 403
    company._validator = honest
    assert await company.text_in(ROBIN, "hello") == 200
