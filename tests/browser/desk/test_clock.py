"""The clock of the desk in a real browser: it lives without reloading, and a breach climbs."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from app.alerted import Alerted
from app.alerting import Alerting
from bot.decision import Level
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from tests.browser.desk.conftest import OpenDesk
from tests.handoff.stories import WAIT, waiting_case
from web.access import Role


async def test_the_clock_goes_on_and_a_breach_climbs_without_reloading(
    sqlite: Database,
    clock: SetClock,
    bus: LocalBus,
    desk_at: OpenDesk,
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now(), level=Level.URGENT)
    page = await desk_at(Role.SUPERVISOR, 1440, 900)
    row = page.locator(f"#case-{case_id}")
    await expect(row).to_contain_text("pick up by 14:10, in 5 min")
    await page.clock.fast_forward(2 * 60_000)
    await expect(row).to_contain_text(re.compile("in [23] min"))
    await page.get_by_role("button", name="Mute for 10 min").click()
    clock.forward(WAIT + timedelta(minutes=2))
    await Alerting(sqlite, bus, clock, Alerted((), ()), "").look()
    await expect(page.locator("#state")).to_have_text("A case is over its target.")
    await expect(row).to_contain_text("over since 14:10, 2 min ago")
    await page.locator(f"#over-{case_id}").click()
    await expect(page.locator("#title")).to_contain_text("over since 14:10")
    await expect(page.locator("#summary")).to_contain_text("Over its service target")


@pytest.mark.parametrize(("width", "height"), [(320, 640), (1440, 900)])
async def test_a_desk_with_breaches_and_lost_alerts_is_accessible_and_fits(
    sqlite: Database,
    clock: SetClock,
    bus: LocalBus,
    desk_at: OpenDesk,
    width: int,
    height: int,
) -> None:
    for number, level in enumerate(Level):
        await sqlite.write(waiting_case, clock.now(), address=f"{number}", level=level)
    clock.forward(timedelta(hours=6, minutes=30))
    await Alerting(sqlite, bus, clock, Alerted((), ()), "").look()
    page = await desk_at(Role.SUPERVISOR, width, height)
    await expect(page.locator(".shut")).to_contain_text("Closed now. Back on Thursday at 9am")
    await expect(page.locator("#queue")).to_contain_text("Alerts not delivered")
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width
