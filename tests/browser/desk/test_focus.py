"""Fresh parts of the desk take the focus from nobody, also from what has no name of its own."""

from playwright.async_api import expect

from store.clock import SetClock
from store.database import Database
from tests.browser.desk.conftest import OpenDesk
from tests.handoff.stories import waiting_case
from web.access import Role

FRESH = """async () => {
  const desk = document.querySelector('script[src*="desk.js"]').src;
  const { swap } = await import(desk.replace("desk.js", "desk-parts.js"));
  const acts = document.getElementById("acts");
  const before = document.activeElement;
  const changed = swap(acts, `${acts.innerHTML}<p id="fresh">Something new.</p>`);
  return { changed, replaced: !before.isConnected, now: document.activeElement.textContent };
}"""


async def test_a_fold_that_has_the_focus_keeps_it(
    sqlite: Database,
    clock: SetClock,
    desk_at: OpenDesk,
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    page = await desk_at(Role.SUPERVISOR, 1440, 900)
    await page.locator(f"#case-{case_id}").click()
    await expect(page.locator("#title")).to_contain_text(f"Case {case_id} ")
    fold = page.locator("#acts summary").last
    words = await fold.text_content()
    await fold.focus()
    found = await page.evaluate(FRESH)
    assert found["changed"]
    assert found["replaced"]
    assert found["now"] == words
    await page.keyboard.press("Enter")
    await expect(page.locator("#acts details[open] > summary").last).to_have_text(str(words))
