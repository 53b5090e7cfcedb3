"""The chat with scripts switched off: plain forms on the same page, with the same promises."""

import asyncio
from collections.abc import Iterable

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import BrowserContext, Cookie, Page, Request, expect

from store.bus import LocalBus
from store.clock import SetClock
from tests.browser.conftest import Open
from tests.channels.web.conftest import StoringIntake


async def _plain(visit: Open, **more: object) -> Page:
    return await visit(java_script_enabled=False, **more)


async def _say(page: Page, text: str) -> None:
    await page.get_by_label("Your message").fill(text)
    async with page.expect_navigation():
        await page.get_by_role("button", name="Send").click()


async def give(context: BrowserContext, cookies: Iterable[Cookie]) -> None:
    """Let a browser have what another held."""
    await context.add_cookies(
        [
            {
                "name": one["name"],
                "value": one["value"],
                "domain": one["domain"],
                "path": one["path"],
            }
            for one in cookies
        ]
    )


async def test_a_question_is_sent_and_its_answer_shown(visit: Open) -> None:
    page = await _plain(visit)
    await _say(page, "can i get ema")
    await expect(page.locator(".own .state")).to_have_text("Sent")
    answer = page.locator(".kind-answer")
    await expect(answer).to_contain_text("You may be able to get EMA in Wales.")
    await expect(answer).to_contain_text("Checked on 1 February 2026.")
    await expect(answer.get_by_role("link", name="Student Finance Wales")).to_be_visible()
    await expect(page.locator("#newest")).to_be_in_viewport()


async def test_a_suggestion_is_chosen_by_its_button(visit: Open, intake: StoringIntake) -> None:
    page = await _plain(visit)
    await _say(page, "ema")
    await page.get_by_role("button", name="Working while you study").click()
    await expect(page.locator(".own").last).to_contain_text("Working while you study")
    assert intake.heard[-1].choice == "entry:ema/part-time-job"
    await expect(page.get_by_role("button", name="Working while you study")).to_have_count(0)


async def test_whether_it_helped_can_be_said(visit: Open, intake: StoringIntake) -> None:
    page = await _plain(visit)
    await _say(page, "ema")
    await page.get_by_role("button", name="Yes").click()
    await expect(page.locator(".bot").last).to_contain_text("Thank you for saying.")
    assert intake.heard[-1].choice == "helped:yes:ema/who@2"
    await expect(page.locator(".helped")).to_have_count(0)
    await expect(page.get_by_role("button", name="Working while you study")).to_be_visible()


async def test_a_topic_asks_its_question_and_a_person_can_be_asked_for(
    visit: Open, intake: StoringIntake
) -> None:
    page = await _plain(visit)
    await page.get_by_role("button", name="Benefits").click()
    await expect(page.locator(".bot")).to_contain_text("re: What benefits can I claim?")
    await page.get_by_role("button", name="Talk to a person").click()
    await expect(page.locator(".own").last).to_contain_text("Talk to a person")
    assert [message.choice for message in intake.heard] == ["", "person"]


async def test_in_danger_the_numbers_can_be_tapped(visit: Open) -> None:
    page = await _plain(visit)
    await _say(page, "im scared")
    panel = page.locator(".kind-safety")
    await expect(panel.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    await expect(panel.get_by_role("link", name="Call 999")).to_be_in_viewport()
    await expect(panel.get_by_role("link", name="Text SHOUT to 85258")).to_have_attribute(
        "href", "sms:85258?body=SHOUT"
    )


async def test_what_an_adviser_writes_is_there_when_asked_for(
    visit: Open, intake: StoringIntake
) -> None:
    page = await _plain(visit)
    await _say(page, "hi")
    await intake.adviser_says(1, "Hello, see https://www.gov.uk/ema.")
    await page.get_by_role("button", name="Show new messages").click()
    link = page.locator(".adviser .body a")
    await expect(link).to_have_attribute("href", "https://www.gov.uk/ema")
    await intake.adviser_says(1, "And a second thing")
    await page.get_by_role("button", name="Show new messages").click()
    await expect(page.locator(".adviser .body")).to_have_count(2)


async def test_a_reload_and_a_second_tab_show_the_same_once_and_in_order(visit: Open) -> None:
    page = await _plain(visit)
    for text in ("one", "two"):
        await _say(page, text)
    await page.reload()
    other = await page.context.new_page()
    await other.goto(page.url)
    for tab in (page, other):
        await expect(tab.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])


async def test_the_same_form_sent_twice_says_it_once(visit: Open) -> None:
    page = await _plain(visit)
    await _say(page, "one")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    await _say(page, "two")
    (post,) = sent
    headers = {**await post.all_headers(), "sec-fetch-site": "same-origin"}
    again = await page.context.request.post(
        post.url, data=post.post_data or "", headers=headers, max_redirects=0
    )
    assert again.status == 303
    await page.reload()
    await expect(page.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])


async def test_nothing_written_is_said_beside_the_box(visit: Open, intake: StoringIntake) -> None:
    page = await _plain(visit)
    await _say(page, "  ")
    box = page.get_by_label("Your message")
    await expect(box).to_have_attribute("aria-invalid", "true")
    await expect(box).to_have_accessible_description(
        "Nothing was written. Write it, then press Send."
    )
    assert intake.heard == []


async def test_what_could_not_be_stored_stays_in_the_box(
    visit: Open, intake: StoringIntake
) -> None:
    page = await _plain(visit)
    await _say(page, "one")
    intake.failures = 1
    await _say(page, "two")
    await expect(page.get_by_role("alert")).to_contain_text("did not reach us yet")
    await expect(page.get_by_label("Your message")).to_have_value("two")
    await expect(page.locator(".body")).to_have_text(["one", "re: one"])
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])


async def test_what_people_type_stays_text(visit: Open) -> None:
    evil = "<img src=x> **not bold** </textarea>"
    page = await _plain(visit)
    await _say(page, evil)
    await expect(page.locator(".body")).to_have_text([evil, f"re: {evil}"])
    await expect(page.locator("#log img")).to_have_count(0)


async def test_leaving_takes_the_key_away_and_back_shows_nothing(visit: Open) -> None:
    page = await _plain(visit)
    await _say(page, "my secret")
    (cookie,) = await page.context.cookies()
    assert (cookie["httpOnly"], cookie["expires"], cookie["sameSite"]) == (True, -1, "Lax")
    await page.get_by_role("link", name="Leave quickly").click()
    await page.wait_for_url("https://www.bbc.co.uk/weather")
    assert await page.context.cookies() == []
    await page.go_back()
    await expect(page.locator("#log .message")).to_have_count(0)
    assert "secret" not in await page.content()
    await give(page.context, [cookie])
    await page.reload()
    await expect(page.locator("#log .message")).to_have_count(0)


async def test_scripts_switched_on_later_carry_the_conversation_on(
    visit: Open, intake: StoringIntake, bus: LocalBus
) -> None:
    plain = await _plain(visit)
    await _say(plain, "one")
    page = await visit()
    await give(page.context, await plain.context.cookies())
    await page.reload()
    await expect(page.locator(".body")).to_have_text(["one", "re: one"])
    await page.get_by_label("Your message").fill("two")
    await page.keyboard.press("Enter")
    await expect(page.locator(".body")).to_have_text(["one", "re: one", "two", "re: two"])
    assert len({message.address for message in intake.heard}) == 1
    left = asyncio.Event()
    with bus.subscriptions.listening("left", lambda _event: left.set()):
        await page.get_by_role("link", name="Leave quickly").click()
        await left.wait()


async def test_another_day_is_said(visit: Open, clock: SetClock) -> None:
    page = await _plain(visit)
    await _say(page, "one")
    await expect(page.locator(".day")).to_have_count(0)
    clock.set(clock.now().replace(day=18))
    await _say(page, "two")
    await expect(page.locator(".day")).to_have_text(
        ["Tuesday 17 November", "Wednesday 18 November"]
    )


async def test_the_conversation_can_be_kept_as_text(visit: Open) -> None:
    page = await _plain(visit)
    await _say(page, "ema")
    await page.get_by_text("Reading help, saving").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Keep this chat as text").click()
    kept = await downloading.value
    assert kept.suggested_filename == "notes.txt"
    assert "14:05 You:\nema\n" in (await kept.path()).read_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(320, 256), (360, 640), (1440, 900)])
async def test_everything_fits_and_can_be_tapped(
    visit: Open, scheme: str, width: int, height: int
) -> None:
    page = await _plain(visit, color_scheme=scheme, viewport={"width": width, "height": height})
    await _say(page, "ema")
    await _say(page, "im scared")
    await _say(page, " ")
    await expect(page.get_by_role("alert")).to_be_visible()
    buttons = page.locator("button:visible, .leave, .contacts a, .foot a:visible")
    for number in range(await buttons.count()):
        box = await buttons.nth(number).bounding_box()
        assert box
        assert box["height"] >= 43.5
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    await expect(page.get_by_role("link", name="Leave quickly")).to_be_in_viewport()
    await expect(page.get_by_label("Your message")).to_be_in_viewport()


async def test_no_state_of_the_plain_page_has_a_fault_that_axe_finds(visit: Open) -> None:
    plain = await _plain(visit)
    await _say(plain, "ema")
    await _say(plain, "im scared")
    await _say(plain, " ")
    await expect(plain.get_by_role("alert")).to_be_visible()
    # The checker is a script: the same page is looked at where scripts run, without ours.
    page = await visit()
    await page.context.route("**/*.js", lambda route: route.abort())
    await page.set_content(await plain.content())
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
