"""A desk in a browser's hands, over the real routes and a real database."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import ClientResponse, web

from handoff.closures import parse_closed_days
from handoff.hours import ChannelHours
from handoff.hours_setting import parse_hours
from handoff.targets import ServiceTargets
from staff.desk.events import prepare_desk
from staff.desk.routes import desk_routes
from staff.gate import STAFF_GATE
from staff.pages import FOLDER
from staff.routes import staff_routes
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from tests.content.pieces import StillLibrary
from tests.handoff.stories import LIBRARY, TARGETS
from tests.staff.conftest import CHOSEN, Add, Browser, OpenBrowser
from web.access import Role
from web.application import new_application
from web.keys import LIBRARY as LIBRARY_KEY
from web.keys import Site

HOURS = ChannelHours(parse_hours("monday-friday 09:00-20:00")).closed_on(
    parse_closed_days("2026-11-18 Staff training")
)
JSON = {"Accept": "application/json"}


class Heard(list[Event]):
    """Every event that was told on the bus."""

    def topics(self) -> set[str]:
        return {event.topic for event in self}


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
def heard(bus: LocalBus) -> Iterator[Heard]:
    events = Heard()
    with (
        bus.subscriptions.listening("queue", events.append),
        bus.subscriptions.listening("line", events.append),
        bus.subscriptions.listening("conversation", events.append),
        bus.subscriptions.listening("outbox", events.append),
    ):
        yield events


@pytest.fixture
def undo_for() -> timedelta:
    """How long a reply can be taken back: not at all, unless a test says so."""
    return timedelta()


@pytest.fixture
async def app(
    site: Site,
    sqlite: Database,
    clock: SetClock,
    vault: Vault,
    bus: LocalBus,
    undo_for: timedelta,
) -> web.Application:
    app = new_application(
        site=site,
        database=sqlite,
        bus=bus,
        clock=clock,
        vault=vault,
        gate=STAFF_GATE,
        routes=[*staff_routes(), *desk_routes()],
        folders=[FOLDER],
    )
    app[LIBRARY_KEY] = StillLibrary(LIBRARY)
    prepare_desk(app, ServiceTargets(HOURS, TARGETS.levels), undo_for)
    return app


class Desk:
    """One adviser's desk."""

    def __init__(self, browser: Browser, staff_id: int) -> None:
        self.browser = browser
        self.staff_id = staff_id

    async def page(self, path: str = "/staff/desk") -> str:
        return await (await self.browser.get(path)).text()

    async def do(self, case_id: int, act: str, **fields: str) -> ClientResponse:
        """Send a form of the case's page, with the token that stands in it."""
        token = await self.token(case_id)
        path = f"/staff/desk/cases/{case_id}/{act}"
        return await self.browser.post_form(path, {"csrf": token, **fields})

    async def writing(self, case_id: int) -> ClientResponse:
        """Tell that something is being written, as the page's own script does."""
        headers = {"X-CSRF-Token": await self.token(case_id)}
        return await self.browser.post(f"/staff/desk/cases/{case_id}/writing", headers=headers)

    async def token(self, case_id: int) -> str:
        found = re.search(r'data-csrf="([^"]+)"', await self.page(f"/staff/desk/cases/{case_id}"))
        assert found
        return found[1]

    async def fetch(self, path: str) -> dict[str, Any]:
        """What the page's own script gets."""
        answer = await self.browser._client.get(path, headers=JSON)
        body: dict[str, Any] = json.loads(await answer.text())
        return body


DeskOf = Callable[..., Awaitable[Desk]]


@pytest.fixture
def desk_of(open_browser: OpenBrowser, add: Add) -> DeskOf:
    """Sign somebody in at a desk of their own."""

    async def sign_in(name: str = "sam", role: Role = Role.ADVISER) -> Desk:
        staff_id = await add(role, email=f"{name}@example.org")
        browser = await open_browser()
        assert (await browser.sign_in(f"{name}@example.org", CHOSEN)).status == 303
        return Desk(browser, staff_id)

    return sign_in
