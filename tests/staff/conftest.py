"""The staff room in a browser's hands: real sign-in, real database, one client a browser."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import pytest
from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import update

from staff.gate import STAFF_GATE
from staff.members import add_member
from staff.pages import FOLDER
from staff.passwords import hashed
from staff.routes import staff_routes
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from store.tables import StaffMember
from tests.content.pieces import StillLibrary
from tests.handoff.stories import LIBRARY
from web.access import Role
from web.application import new_application
from web.keys import LIBRARY as LIBRARY_KEY
from web.keys import Site

GIVEN = "kx4m-7qpt-hv2w-9rzd"
CHOSEN = "violet tram under glass"
PAGE = {"Accept": "text/html"}


def token_in(page: str) -> str:
    """The token that a page holds for its forms or its script."""
    found = re.search(r'(?:data-csrf|name="csrf" value)="([^"]+)"', page)
    assert found
    return found[1]


class Browser:
    """A browser that follows links, keeps its cookies, and finds the token in the page."""

    def __init__(self, client: TestClient[web.Request, web.Application]) -> None:
        self._client = client

    async def get(self, path: str) -> ClientResponse:
        return await self._client.get(path, headers=PAGE, allow_redirects=False)

    async def post(
        self, path: str, *, headers: dict[str, str] | None = None, **fields: str
    ) -> ClientResponse:
        return await self.post_form(path, fields, headers)

    async def post_form(
        self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> ClientResponse:
        return await self._client.post(
            path, data=fields, headers={**PAGE, **(headers or {})}, allow_redirects=False
        )

    async def send(self, path: str, **fields: str) -> ClientResponse:
        """Send a form with the token that the password page shows."""
        page = await (await self.get("/staff/password")).text()
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        return await self.post_form(path, {"csrf": found[1] if found else "", **fields})

    async def sign_in(self, email: str, password: str) -> ClientResponse:
        return await self.post("/staff/sign-in", email=email, password=password)

    @property
    def token(self) -> str:
        found = [
            cookie.value for cookie in self._client.session.cookie_jar if cookie.key == "staff"
        ]
        return found[0] if found else ""


OpenBrowser = Callable[[], Awaitable[Browser]]
Add = Callable[..., Awaitable[int]]
AsRole = Callable[[Role], Awaitable[Browser]]


@pytest.fixture
def site() -> Site:
    return Site("http://127.0.0.1", demo=True, cookie_secure=False, sms_part_pence=4.0)


@pytest.fixture
async def app(site: Site, sqlite: Database, clock: SetClock, vault: Vault) -> web.Application:
    app = new_application(
        site=site,
        database=sqlite,
        bus=LocalBus(),
        clock=clock,
        vault=vault,
        gate=STAFF_GATE,
        routes=staff_routes(),
        folders=[FOLDER],
    )
    app[LIBRARY_KEY] = StillLibrary(LIBRARY)
    return app


@pytest.fixture
async def open_browser(app: web.Application) -> AsyncIterator[OpenBrowser]:
    """Open another browser on the same service."""
    server = TestServer(app)
    await server.start_server()
    clients: list[TestClient[web.Request, web.Application]] = []

    async def browser() -> Browser:
        clients.append(TestClient(server, cookie_jar=CookieJar(unsafe=True)))
        return Browser(clients[-1])

    yield browser
    for client in clients:
        await client.close()
    await server.close()


@pytest.fixture
async def browser(open_browser: OpenBrowser) -> Browser:
    return await open_browser()


@pytest.fixture
def add(sqlite: Database, clock: SetClock) -> Add:
    """Add a member of staff who has chosen their password already, unless told otherwise."""

    async def member(
        role: Role, *, email: str = "", password: str = CHOSEN, new: bool = False
    ) -> int:
        staff_id = await sqlite.write(
            add_member,
            email=email or f"{role}@example.org",
            name=f"Robin {role.capitalize()}",
            shown_name="Robin",
            role=role,
            password_hash=hashed(password),
            now=clock.now(),
        )
        if not new:
            await sqlite.write(
                lambda tx: tx.execute(
                    update(StaffMember)
                    .where(StaffMember.id == staff_id)
                    .values(must_change_password=False)
                )
            )
        return staff_id

    return member


@pytest.fixture
def signed_in(open_browser: OpenBrowser, add: Add) -> AsRole:
    """A browser in which a new member of this role is signed in."""

    async def as_role(role: Role) -> Browser:
        await add(role)
        browser = await open_browser()
        assert (await browser.sign_in(f"{role}@example.org", CHOSEN)).status == 303
        return browser

    return as_role
