"""At 200 % zoom the page scrolls as a whole, and the newest message is in sight all the same."""

from playwright.async_api import expect
from sqlalchemy import Connection

from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from tests.browser.desk.conftest import OpenDesk
from tests.handoff.stories import YoungPerson, waiting_case, writes
from web.access import Role


async def test_the_newest_message_is_in_sight_and_stays_so(
    sqlite: Database,
    clock: SetClock,
    bus: LocalBus,
    desk_at: OpenDesk,
) -> None:
    def tells_it_all(tx: Connection, who: YoungPerson) -> None:
        for number in range(20):
            writes(tx, who, f"and then, number {number}", clock.now())

    who, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(tells_it_all, who)
    page = await desk_at(Role.ADVISER, 720, 450)
    await page.locator(f"#case-{case_id}").click()
    newest = page.locator("#messages .messages > li").last
    await expect(newest).to_contain_text("number 19")
    await expect(newest).to_be_in_viewport(ratio=0.9)

    await sqlite.write(writes, who, "are you there", clock.now())
    await bus.publish(Event("conversation", {"conversation": who.conversation_id}))
    await expect(newest).to_contain_text("are you there")
    await expect(newest).to_be_in_viewport(ratio=0.9)

    await page.evaluate("scrollTo(0, 0)")
    await sqlite.write(writes, who, "hello?", clock.now())
    await bus.publish(Event("conversation", {"conversation": who.conversation_id}))
    below = page.get_by_role("button", name="New message below")
    await expect(below).to_be_in_viewport(ratio=0.9)
    await below.click()
    await expect(newest).to_contain_text("hello?")
    await expect(newest).to_be_in_viewport(ratio=0.9)
