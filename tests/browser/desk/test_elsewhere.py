"""What somebody writes on their other channel comes to the open desk of their adviser by itself."""

from playwright.async_api import expect
from sqlalchemy import Connection

from channels.intake import Intake
from channels.messages import InboundMessage
from handoff.joining import join_phone
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from tests.browser.desk.conftest import OpenDesk
from tests.channels.test_intake import TARGETS, SetReadings
from tests.handoff.stories import LIBRARY, waiting_case
from web.access import Role

NUMBER = "+447700900123"


async def test_a_routine_text_comes_to_the_desk_that_has_their_web_chat_open(
    sqlite: Database,
    clock: SetClock,
    vault: Vault,
    bus: LocalBus,
    desk_at: OpenDesk,
) -> None:
    def join(tx: Connection, identity_id: int) -> None:
        join_phone(
            tx,
            identity_id=identity_id,
            number=NUMBER,
            number_hash=vault.lookup(NUMBER),
            library=LIBRARY,
            now=clock.now(),
        )

    who, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(join, who.identity_id)
    page = await desk_at(Role.ADVISER, 1440, 900)
    await page.locator(f"#case-{case_id}").click()
    await expect(page.locator("#title")).to_contain_text(f"Case {case_id} ")
    await expect(page.locator(".elsewhere")).to_have_count(0)

    intake = Intake(sqlite, bus, clock, vault, TARGETS, SetReadings().mind)
    await intake.receive(InboundMessage("sms", NUMBER, "1", "how much is ema"))
    await expect(page.locator("#elsewhere-1")).to_contain_text("how much is ema")
    await page.locator("#elsewhere-1 summary").click()
    await intake.receive(InboundMessage("sms", NUMBER, "2", "hello"))
    await expect(page.locator("#elsewhere-1 .theirs")).to_have_count(2)
    await expect(page.locator("#elsewhere-1")).to_have_attribute("open", "")
