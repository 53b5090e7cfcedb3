"""Reading the chat: states of a message, days, size and spacing, announcements, and every way to look."""

from datetime import timedelta

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from store.bus import Event, LocalBus
from store.clock import SetClock
from tests.browser.conftest import Open, say
from tests.channels.web.conftest import StoringIntake

SIDEWAYS = """[document.documentElement, document.querySelector('#scroll')]
    .some((part) => part.scrollWidth > part.clientWidth)"""


async def _axe_finds_nothing(page: Page) -> None:
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def _talk(page: Page) -> None:
    await say(page, "ema")
    await expect(page.locator(".kind-answer")).to_be_attached()
    await say(page, "im scared")
    await expect(page.locator(".kind-handoff")).to_be_attached()


async def test_a_message_is_sent_and_then_seen_by_the_adviser(
    visit: Open, intake: StoringIntake, bus: LocalBus
) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".own .state")).to_have_text("Sent")
    await intake.adviser_reads(1, 2)
    await expect(page.locator(".own .state")).to_have_text("Seen")
    await say(page, "two")
    await expect(page.locator(".own .state").last).to_have_text("Sent")
    await page.reload()
    await expect(page.locator(".own .state").first).to_have_text("Seen")
    await expect(page.locator(".own .state").last).to_have_text("Sent")


async def test_each_new_day_is_said_above_its_first_message(visit: Open, clock: SetClock) -> None:
    page = await visit(timezone_id="Europe/London")
    await page.clock.set_fixed_time(clock.now() + timedelta(days=1))
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    clock.forward(timedelta(days=1))
    await page.reload()
    await expect(page.locator(".day")).to_have_text(["Tuesday 17 November"])
    await say(page, "two")
    await expect(page.locator(".bot")).to_have_count(2)
    await expect(page.locator(".day")).to_have_text(["Tuesday 17 November", "Today"])
    await page.reload()
    await expect(page.locator(".day")).to_have_text(["Tuesday 17 November", "Today"])


async def test_only_what_is_new_is_announced(visit: Open, intake: StoringIntake) -> None:
    page = await visit()
    await say(page, "one")
    await expect(page.locator(".bot")).to_contain_text("re: one")
    await page.reload()
    log = page.get_by_role("log")
    await expect(log).to_have_attribute("aria-live", "polite")
    await page.evaluate(
        """() => { window.added = []; new MutationObserver((changes) => changes.forEach((change) =>
        change.addedNodes.forEach((node) => added.push(node.textContent)))).observe(
        document.getElementById("log"), {childList: true}); }"""
    )
    await intake.adviser_says(1, "Hello, I am Sam")
    await expect(page.locator(".adviser")).to_contain_text("Hello, I am Sam")
    (added,) = await page.evaluate("added")
    assert "Hello, I am Sam" in added


async def test_size_and_spacing_are_kept_in_this_tab(visit: Open) -> None:
    page = await visit()
    before = await page.evaluate("getComputedStyle(document.body).fontSize")
    await page.get_by_role("link", name="Reading help").click()
    await page.get_by_label("Very large").check()
    await page.get_by_label("More space between words and lines").check()
    await page.reload()
    after = await page.evaluate("getComputedStyle(document.body).fontSize")
    assert float(after.removesuffix("px")) == 1.5 * float(before.removesuffix("px"))
    await _talk(page)
    assert not await page.evaluate(SIDEWAYS)
    await expect(page.get_by_role("link", name="Leave quickly")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_label("Your message")).to_be_in_viewport(ratio=1)
    await _axe_finds_nothing(page)


async def test_the_conversation_can_be_kept_as_text(visit: Open) -> None:
    page = await visit()
    await _talk(page)
    await page.get_by_role("link", name="Reading help").click()
    async with page.expect_download() as downloading:
        await page.get_by_role("button", name="Keep this chat as text").click()
    kept = (await (await downloading.value).path()).read_text()
    assert "17 November 2026" in kept
    assert "- You must be 16 to 18.\n" in kept
    assert "Next step: Ask college." in kept
    assert "Childline: 0800 1111. Day and night" in kept
    assert "Student Finance Wales: https://www.example.org/ema" in kept
    assert kept.index("ema") < kept.index("im scared") < kept.index("A person is coming.")


@pytest.mark.parametrize(
    "look",
    [
        {"forced_colors": "active"},
        {"reduced_motion": "reduce"},
        {"viewport": {"width": 320, "height": 200}},
        {"viewport": {"width": 640, "height": 1024}, "color_scheme": "dark"},
    ],
    ids=["forced colours", "reduced motion", "four times as large", "dark tablet"],
)
async def test_every_way_to_look_at_it_can_be_used(visit: Open, look: dict[str, object]) -> None:
    page = await visit(**look)
    await _talk(page)
    assert not await page.evaluate(SIDEWAYS)
    assert await page.evaluate("document.getAnimations().length") == 0
    await expect(page.get_by_role("link", name="Leave quickly")).to_be_in_viewport(ratio=1)
    await expect(page.get_by_label("Your message")).to_be_in_viewport()
    await _axe_finds_nothing(page)


async def test_written_from_right_to_left_the_page_is_mirrored(visit: Open) -> None:
    page = await visit()
    await page.evaluate("document.documentElement.dir = 'rtl'")
    await say(page, "مرحبا 16")
    await expect(page.locator(".bot")).to_be_visible()
    await expect(page.locator(".own p[dir=auto]")).to_have_css("direction", "rtl")
    own = await page.locator(".own .body").bounding_box()
    bot = await page.locator(".bot .body").bounding_box()
    assert own
    assert bot
    assert own["x"] < 30
    assert bot["x"] + bot["width"] > 330
    leave = await page.get_by_role("link", name="Leave quickly").bounding_box()
    assert leave
    assert leave["x"] < 40
    assert not await page.evaluate(SIDEWAYS)
    await _axe_finds_nothing(page)


async def test_every_control_can_be_reached_and_used_by_keyboard(visit: Open) -> None:
    page = await visit()
    reached = []
    for _ in range(30):
        await page.keyboard.press("Tab")
        name = await page.evaluate(
            "document.activeElement.textContent.trim() || document.activeElement.id"
        )
        if name in reached:
            break
        reached.append(name)
    for wanted in ("Talk to a person", "Leave quickly", "Courses", "box", "Send", "Reading help"):
        assert wanted in reached
    await page.get_by_role("button", name="Courses").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bot")).to_contain_text("re: What courses can I do?")
    assert await page.evaluate("document.activeElement.id") == "log"


@pytest.mark.parametrize("state", ["first screen", "tools open", "in line", "offline", "typing"])
async def test_axe_finds_nothing_in_any_state(visit: Open, bus: LocalBus, state: str) -> None:
    page = await visit()
    if state == "tools open":
        await page.get_by_role("link", name="Reading help").click()
        small = await page.evaluate(
            "[...document.querySelectorAll('.tools label, .tools summary, .foot a')]"
            ".filter((part) => part.getBoundingClientRect().height < 43.5).length"
        )
        assert small == 0
    elif state == "in line":
        await page.evaluate("document.getElementById('line').hidden = false")
    elif state == "offline":
        await page.context.set_offline(True)
        await expect(page.locator("#offline")).to_be_visible()
    elif state == "typing":
        await say(page, "one")
        await expect(page.locator(".bot")).to_contain_text("re: one")
        await bus.publish(Event("typing", {"conversation": 1, "who": "Sam"}))
        await expect(page.get_by_text("Sam is typing")).to_be_visible()
    await _axe_finds_nothing(page)


@pytest.mark.parametrize("path", ["privacy", "leave"])
async def test_axe_finds_nothing_on_the_pages_around_it(visit: Open, path: str) -> None:
    await _axe_finds_nothing(await visit(path))
