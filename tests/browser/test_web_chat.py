"""The chat page in a real browser: what a young person sees, taps and leaves behind."""

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from store.bus import Event, LocalBus
from tests.browser.conftest import Open, say
from tests.channels.web.conftest import StoringIntake

EVIL = "<img src=x onerror=document.body.remove()>"


async def test_a_question_is_sent_and_its_answer_shown(visit: Open) -> None:
    page = await visit()
    await say(page, "can i get ema")
    await expect(page.locator(".own .state")).to_have_text("Sent")
    answer = page.locator(".kind-answer")
    await expect(answer).to_contain_text("You may be able to get EMA in Wales.")
    await expect(answer).to_contain_text("Checked on 1 February 2026.")
    await expect(answer.get_by_role("link", name="Student Finance Wales")).to_be_visible()


async def test_a_topic_asks_its_question(visit: Open) -> None:
    page = await visit()
    await page.get_by_role("button", name="Benefits").click()
    await expect(page.locator(".own")).to_contain_text("What benefits can I claim?")
    await expect(page.locator(".bot")).to_contain_text("re: What benefits can I claim?")


async def test_a_choice_turns_into_what_was_chosen(
    visit: Open,
    intake: StoringIntake,
) -> None:
    page = await visit()
    await say(page, "ema")
    await page.get_by_role("button", name="Working while you study").click()
    await expect(page.locator(".own").last).to_contain_text("Working while you study")
    await expect(page.get_by_role("button", name="Working while you study")).to_have_count(0)
    await expect(page.locator(".own .state").last).to_have_text("Sent")
    assert intake.heard[-1].choice == "entry:ema/part-time-job"


async def test_whether_it_helped_is_told_with_the_entry_and_its_revision(
    visit: Open,
    intake: StoringIntake,
) -> None:
    page = await visit()
    await say(page, "ema")
    await page.get_by_role("button", name="Yes").click()
    await expect(page.locator(".bot").last).to_contain_text("Thank you for saying.")
    assert intake.heard[-1].choice == "helped:yes:ema/who@2"
    await expect(page.locator(".helped")).to_have_count(0)
    await expect(page.get_by_role("button", name="Working while you study")).to_be_visible()


async def test_in_danger_the_numbers_can_be_tapped(visit: Open) -> None:
    page = await visit()
    await say(page, "im scared")
    panel = page.locator(".kind-safety")
    await expect(panel.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    await expect(panel.get_by_role("link", name="Call 0800 1111")).to_have_attribute(
        "href", "tel:08001111"
    )
    await expect(panel.get_by_role("link", name="Text SHOUT to 85258")).to_have_attribute(
        "href", "sms:85258?body=SHOUT"
    )
    await expect(panel.locator("p").first).to_be_in_viewport()


async def test_after_a_reload_the_conversation_is_there_once_and_in_order(visit: Open) -> None:
    page = await visit()
    for text in ("one", "two"):
        await say(page, text)
        await expect(page.locator(".bot").last).to_contain_text(f"re: {text}")
    await page.reload()
    await expect(page.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])
    await expect(page.locator("#log")).to_have_attribute("aria-live", "polite")


async def test_what_could_not_be_sent_is_kept_and_sent_later_once(
    visit: Open,
    intake: StoringIntake,
) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    intake.failures = 1
    await say(page, "two")
    await expect(page.locator(".bot").last).to_contain_text("re: two")
    await expect(page.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])
    assert intake.heard[-1].external_id == intake.heard[-2].external_id


async def test_what_was_written_without_a_connection_survives_a_reload(visit: Open) -> None:
    page = await visit()
    await page.route_web_socket("**/chat/socket", lambda socket: socket.close())
    await page.route("**/chat/exchange?*", lambda route: route.abort())
    await page.reload()
    await say(page, "written in a tunnel")
    await expect(page.locator(".own .state")).to_have_text("Sending")
    await expect(page.locator("#offline")).to_be_visible()
    kept = await page.evaluate("sessionStorage.getItem('chat')")
    again = await page.context.new_page()
    await again.add_init_script(f"sessionStorage.setItem('chat', {kept!r})")
    await again.goto(page.url)
    await expect(again.locator(".body")).to_have_text(
        ["written in a tunnel", "re: written in a tunnel"]
    )


async def test_script_in_a_message_is_shown_and_never_run(visit: Open) -> None:
    page = await visit()
    await say(page, EVIL)
    await expect(page.locator(".bot .body")).to_have_text(f"re: {EVIL}")
    await expect(page.locator(".own .body")).to_have_text(EVIL)
    await expect(page.locator("#log img")).to_have_count(0)


@pytest.mark.parametrize("way", ["button", "keys"])
async def test_leaving_quickly_leaves_nothing_to_come_back_to(visit: Open, way: str) -> None:
    page = await visit("leave")
    await page.goto(page.url.removesuffix("leave"))
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    if way == "button":
        await page.get_by_role("link", name="Leave quickly").click()
    else:
        for _ in range(3):
            await page.keyboard.press("Shift")
    await page.wait_for_url("https://www.bbc.co.uk/weather")
    await page.go_back()
    assert page.url.endswith("/leave")
    assert await page.evaluate("sessionStorage.length") == 0


async def test_an_adviser_is_named_and_seen_typing(
    visit: Open,
    intake: StoringIntake,
    bus: LocalBus,
) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    await bus.publish(Event("typing", {"conversation": 1, "who": "Sam"}))
    await expect(page.get_by_text("Sam is typing")).to_be_visible()
    await intake.adviser_says(1, "Hello, see https://www.gov.uk/ema.")
    await expect(page.locator(".adviser .who")).to_contain_text("adviser")
    link = page.locator(".adviser .body a")
    await expect(link).to_have_attribute("href", "https://www.gov.uk/ema")
    await expect(page.get_by_text("Sam is typing")).to_be_hidden()


async def test_on_another_site_the_chat_opens_in_a_frame_and_leaving_takes_the_whole_page_away(
    visit: Open, address: str
) -> None:
    page = await visit("privacy")
    await page.context.route(
        "https://school.example.org/**",
        lambda route: route.fulfill(
            body=f'<h1>Our school</h1><script src="{address}widget.js" async></script>',
            content_type="text/html",
        ),
    )
    await page.goto("https://school.example.org/help")
    await page.get_by_role("button", name="Chat with us").click()
    chat = page.frame_locator("connexions-chat iframe")
    await chat.get_by_label("Your message").fill("hi there")
    await page.keyboard.press("Enter")
    await expect(chat.locator(".bot")).to_contain_text("re: hi there")
    await chat.get_by_role("link", name="Leave quickly").click()
    await page.wait_for_url("https://www.bbc.co.uk/weather")
    await page.go_back()
    assert page.url.endswith("/privacy")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(320, 256), (360, 640), (1440, 900)])
async def test_everything_fits_and_can_be_read_and_tapped(
    visit: Open, scheme: str, width: int, height: int
) -> None:
    page = await visit(color_scheme=scheme, viewport={"width": width, "height": height})
    await say(page, "ema")
    await expect(page.locator(".kind-answer")).to_be_attached()
    await say(page, "im scared")
    await expect(page.locator(".kind-handoff")).to_be_attached()
    wide = "[document.documentElement, document.querySelector('#scroll')]" + (
        ".some((part) => part.scrollWidth > part.clientWidth)"
    )
    assert not await page.evaluate(wide)
    small = await page.evaluate(
        "[...document.querySelectorAll('button, .leave, .contacts a')]"
        ".filter((part) => part.offsetParent && part.getBoundingClientRect().height < 43.5)"
        ".map((part) => part.textContent)"
    )
    assert small == []
    await expect(page.get_by_role("link", name="Leave quickly")).to_be_in_viewport()
    await expect(page.get_by_label("Your message")).to_be_in_viewport()
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
