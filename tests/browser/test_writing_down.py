"""The summary of a long talk, and writing facts, ratings and the plan beside it, all by keyboard."""

from datetime import timedelta
from typing import Any

from playwright.async_api import Page, expect
from sqlalchemy import Connection

from bot.decision import Level
from handoff.facts import confirm_fact
from handoff.moves import pick_up
from handoff.summary import summary_of
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from tests.browser.test_handing_on import Desk, address, desk, no_barrier  # noqa: F401 - fixtures
from tests.handoff.stories import (
    LIBRARY,
    adviser,
    hears,
    needs_a_person,
    writes,
    young_person,
)
from tests.staff.conftest import site  # noqa: F401 - a fixture
from tests.staff.desk.conftest import app, bus, undo_for  # noqa: F401 - fixtures
from tests.story.browsing import picture

TALK = (
    "hi", "how much is the bursary", "im 16, i live in Leeds", "they refused my bursary last week",
    "i got excluded in september so im at college now", "my social worker never rings me back",
    "i live with my mum and step dad", "well i did", "im at the bus station", "no",
    "pls dont tell my mum", "i want somewhere to sleep", "im dyslexic so keep it short",
    "actually im 17",
)  # fmt: skip
IN_VIEW = """(words) => {
  const pane = document.getElementById("summary").getBoundingClientRect();
  const found = document.evaluate(`//*[@id="summary"]//*[text()[contains(., "${words}")]]`,
    document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue;
  const place = found.getBoundingClientRect();
  return place.top >= pane.top && place.bottom <= Math.min(pane.bottom, innerHeight);
}"""


def a_long_talk(tx: Connection, clock: SetClock, sam: int) -> int:
    """Thirty messages; what matters most stands in the middle. Sam has picked it up."""
    who = young_person(tx, clock.now(), channel="sms")
    for number, words in enumerate(TALK):
        clock.forward(timedelta(minutes=1))
        writes(tx, who, words, clock.now())
        question = "Are you safe right now?" if number == 8 else "Thank you for telling us."
        hears(tx, who, question, clock.now())
    danger = {"code": "homelessness.tonight", "level": "urgent"}
    writes(tx, who, "step dad kicked me out last night", clock.now(), **danger)
    case_id = needs_a_person(
        tx, who, clock.now(), level=Level.URGENT, reason="homelessness.tonight"
    )
    hears(tx, who, "A person is coming. You are number 1.", clock.now(), kind="handoff")
    move: dict[str, Any] = {"case_id": case_id, "staff_id": sam, "now": clock.now()}
    pick_up(tx, library=LIBRARY, quietly=True, **move)
    return case_id


async def press(page: Page, key: str) -> None:
    """One of the desk's single keys, from wherever the adviser is."""
    await page.keyboard.press("Escape")
    await page.locator("#messages").focus()
    await page.keyboard.press(key)


async def test_a_summary_answers_at_a_glance_and_is_mended_by_keyboard(
    sqlite: Database,
    clock: SetClock,
    bus: LocalBus,  # noqa: F811
    desk: Desk,  # noqa: F811
) -> None:
    sam = await sqlite.write(adviser)
    case_id = await sqlite.write(a_long_talk, clock, sam)
    page = await desk(sam)
    await page.locator("#queue .row").click()
    summary = page.locator("#summary")

    # The first screen: why, how urgent, what now.
    await expect(summary.locator(".why")).to_contain_text("step dad kicked me out last night")
    await expect(summary.locator(".why")).to_contain_text("confirmed by nobody yet")
    for words in ("step dad kicked me out last night", "at the bus station", "not asked"):
        assert await page.evaluate(IN_VIEW, words), words
    await expect(summary.locator("#known-themselves .digest")).to_contain_text("Versions differ")
    await picture(page, "summary-long-talk")
    await no_barrier(page)

    # A fact is corrected: the button fills the form in, and the keyboard does the rest.
    await page.locator("#known-themselves > summary").focus()
    await page.keyboard.press("Enter")
    await summary.get_by_role("link", name="Correct age: 16").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#fact-text")).to_be_focused()
    await expect(page.locator("#fact-subject")).to_have_value("age")
    await page.keyboard.type("17")
    await page.locator("#fact-sure").select_option("confirmed")
    await picture(page, "summary-correcting")
    await no_barrier(page)
    await page.locator("#fact-text").focus()
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("#state")).to_have_text("Written down.")
    await expect(summary.locator("#known-themselves .digest")).not_to_contain_text("differ")
    await expect(summary.locator("#known-themselves s")).to_have_text("16")

    # What was chosen and not sent stays when a colleague changes something meanwhile.
    await press(page, "f")
    await page.locator("#fact-subject").select_option("consent")
    await page.locator("#fact-about").fill("Housing team")
    await page.locator("#fact-said-by").select_option("professional")
    await sqlite.write(confirmed_by_another, case_id, clock)
    await bus.publish(Event("queue"))
    await expect(summary.locator("#known-money")).to_contain_text("confirmed by Alex")
    await expect(page.locator("#fact-subject")).to_have_value("consent")
    await expect(page.locator("#fact-about")).to_have_value("Housing team")
    await expect(page.locator("#fact-said-by")).to_have_value("professional")

    # A need is rated; a step in the past is refused in place and nothing typed is lost.
    await press(page, "e")
    await page.locator("#rate-factor").select_option("housing")
    await page.locator("#rate-grade").select_option("serious need")
    await page.locator("#rate-text").fill("Put out last night")
    await page.locator("#rate-text").press("Control+Enter")
    await expect(summary.locator("#assessment .digest")).to_contain_text("Housing: serious need")
    await press(page, "p")
    await page.keyboard.type("Go to the hostel")
    await page.locator("#step-who").fill("You")
    await page.locator("#step-due").fill("2026-11-16")
    await page.locator("#step-due").press("Control+Enter")
    await expect(page.locator("#do-plan .problem:visible")).to_contain_text("is in the past")
    await expect(page.locator("#step-text")).to_have_value("Go to the hostel")
    await page.locator("#step-due").fill("2026-11-18")
    await page.locator("#step-due").press("Control+Enter")
    await expect(page.locator("#do-plan .plan")).to_contain_text("Go to the hostel")
    await picture(page, "plan-made")
    await no_barrier(page)
    await page.get_by_role("button", name="Send them the plan").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#state")).to_have_text("The plan is sent.")
    await expect(page.locator("#messages")).to_contain_text("Sam wrote it down")

    # On paper.
    await summary.get_by_role("link", name="To print").click()
    await expect(page.locator("main")).to_contain_text("Housing: serious need (Put out last night")
    await no_barrier(page)


def confirmed_by_another(tx: Connection, case_id: int, clock: SetClock) -> None:
    """Alex looks on and confirms something, so that the open desk is drawn again."""
    known = summary_of(tx, case_id, clock.now()).known
    college = next(one for one in known if one.value == "at college")
    confirm_fact(
        tx, case_id=case_id, staff_id=adviser(tx, "Alex"), statement=college, now=clock.now()
    )
