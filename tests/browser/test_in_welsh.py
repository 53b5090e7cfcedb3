"""The chat in Welsh, in real browsers: switched by its link and by a word, with nothing lost on the way."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from channels.messages import InboundMessage
from store.conversations import NewMessage
from tests.browser.conftest import Open, say, usual_answers
from tests.channels.web.conftest import StoringIntake


def _in_welsh(message: InboundMessage) -> list[NewMessage]:
    if message.text == "Cymraeg":
        return [NewMessage("bot", "language", "Iawn.", detail={"language": "cy"})]
    return usual_answers(message)


async def _axe_finds_nothing(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_a_link_turns_the_chat_welsh_and_the_talk_stays(visit: Open) -> None:
    page = await visit()
    await say(page, "ema")
    await expect(page.locator(".kind-answer")).to_be_attached()
    await page.get_by_role("link", name="Cymraeg").click()
    await expect(page.locator("html")).to_have_attribute("lang", "cy")
    answer = page.locator(".kind-answer")
    await expect(answer).to_contain_text("Gwiriwyd ar 1 Chwefror 2026.")
    await expect(answer.locator(".body")).to_have_attribute("lang", "en")
    await expect(answer.get_by_role("button", name="Working")).to_have_attribute("lang", "en")
    await expect(page.locator(".own .state")).to_have_text("Wedi'i hanfon")


async def test_the_word_alone_turns_the_page_and_the_box_is_ready(
    visit: Open, intake: StoringIntake
) -> None:
    intake.answers = _in_welsh
    page = await visit()
    await say(page, "ema")
    await say(page, "Cymraeg")
    await expect(page.locator("html")).to_have_attribute("lang", "cy")
    box = page.get_by_label("Dy neges")
    await expect(box).to_be_focused()
    await expect(page.locator(".own")).to_have_count(2)
    await say(page, "ema", label="Dy neges")
    await expect(page.locator(".own")).to_have_count(3)
    assert intake.heard[-1].language == "cy"
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "cy")


async def test_the_embedded_chat_turns_welsh_within_its_frame(visit: Open) -> None:
    page = await visit("chat/embedded")
    await page.get_by_role("link", name="Cymraeg").click()
    await expect(page.locator("html")).to_have_attribute("lang", "cy")
    assert page.url.endswith("/chat/embedded?lang=cy")


async def test_a_welsh_chat_comes_back_in_welsh_on_an_english_page(
    visit: Open, intake: StoringIntake
) -> None:
    page = await visit("?lang=cy")
    await say(page, "ema", label="Dy neges")
    await page.reload()
    await expect(page.locator(".own")).to_have_count(1)
    await page.goto(page.url.partition("?")[0])
    await expect(page.locator("html")).to_have_attribute("lang", "cy")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_no_fault_in_welsh(visit: Open, scheme: str) -> None:
    page = await visit("?lang=cy", color_scheme=scheme)
    await _axe_finds_nothing(page)
    await say(page, "ema", label="Dy neges")
    await expect(page.locator(".kind-answer")).to_be_attached()
    await say(page, "im scared", label="Dy neges")
    await expect(page.locator(".kind-handoff")).to_be_attached()
    await _axe_finds_nothing(page)


@pytest.mark.parametrize("width", [320, 360])
async def test_nothing_is_cut_off_on_a_narrow_phone(visit: Open, width: int) -> None:
    page = await visit("?lang=cy", viewport={"width": width, "height": 640})
    assert not await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    await expect(page.get_by_role("link", name="Gadael yn gyflym").first).to_be_in_viewport(ratio=1)
    await expect(page.get_by_label("Dy neges")).to_be_in_viewport(ratio=1)
