"""The web chat over a real database and bus, with a way in whose answers a test decides."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Connection

from channels.history import read_history
from channels.messages import InboundMessage, Received
from channels.web.pages import CHAT_FOLDER
from channels.web.routes import web_chat_routes
from channels.web.socket import keep_open_chats
from content.directory import Contact
from content.library import Library
from content.nation import Nation
from handoff.hours import ChannelHours
from handoff.hours_setting import parse_hours
from store import conversations
from store.bus import Event, LocalBus
from store.clock import SetClock
from store.conversations import NewMessage
from store.database import Database
from store.encryption import Vault
from tests.content.pieces import StillLibrary
from web.access import Gate
from web.application import new_application
from web.keys import LIBRARY, Site

HOURS = "monday-friday 09:00-20:00"
Client = TestClient[web.Request, web.Application]


def contact(key: str, name: str, **more: str) -> Contact:
    facts = {"about": "", "phone": "", "text": "", "web": "", "hours": "", "cost": "", **more}
    return Contact(
        key=key,
        name=name,
        kinds=("safety",),
        nations=tuple(Nation),
        checked=date(2026, 2, 1),
        check_before_launch=False,
        **facts,
    )


DIRECTORY = {
    each.key: each
    for each in (
        contact(
            "emergency",
            "Emergency services",
            phone="999",
            about="Police, ambulance or fire when someone could die or be badly hurt",
            hours="Day and night",
        ),
        contact(
            "childline",
            "Childline",
            phone="0800 1111",
            about="Talk about anything, in confidence, up to your 19th birthday",
            hours="Day and night",
        ),
        contact(
            "shout",
            "Shout",
            text="SHOUT to 85258",
            about="Text when you are struggling to cope",
            hours="Day and night",
        ),
    )
}


Answers = Callable[[InboundMessage], Sequence[NewMessage]]


class StoringIntake:
    """Stores what comes in and what the test wants answered, in one transaction, as the real one does."""

    def __init__(self, database: Database, bus: LocalBus, clock: SetClock, vault: Vault) -> None:
        self._database, self._bus, self._clock, self._vault = database, bus, clock, vault
        self.answers: Answers = lambda message: [NewMessage("bot", "text", f"re: {message.text}")]
        self.failures = 0
        self.heard: list[InboundMessage] = []

    async def receive(self, message: InboundMessage) -> Received:
        self.heard.append(message)
        if self.failures:
            self.failures -= 1
            raise OSError
        received = await self._database.write(self._take, message)
        if not received.duplicate:
            assert received.message
            seq = received.message.seq + len(received.replies)
            ids = {"conversation": received.conversation_id, "seq": seq}
            await self._bus.publish(Event("conversation", ids))
        return received

    async def adviser_says(self, conversation_id: int, text: str) -> None:
        """What somebody else adds, from elsewhere."""
        seq = await self._database.write(self._add, conversation_id, text)
        ids = {"conversation": conversation_id, "seq": seq}
        await self._bus.publish(Event("conversation", ids))

    async def adviser_reads(self, conversation_id: int, seq: int) -> None:
        """The adviser who holds it has everything up to here on the screen."""
        await self._database.write(conversations.adviser_saw, conversation_id, seq)
        ids = {"conversation": conversation_id, "seq": seq}
        await self._bus.publish(Event("read", ids))

    def _take(self, tx: Connection, message: InboundMessage) -> Received:
        now = self._clock.now()
        place = conversations.locate(
            tx,
            channel=message.channel,
            address=message.address,
            address_hash=self._vault.lookup(message.address),
            empty_state="{}",
            now=now,
        )
        kind = "choice" if message.choice else "text"
        new = NewMessage("young person", kind, message.text, message.external_id)
        if conversations.add_incoming(tx, place, new, channel="web", now=now) is None:
            return Received(True, place.conversation_id, None)
        seq = place.last_seq + 1
        replies = self.answers(message)
        conversations.add_outgoing(tx, place, replies, after_seq=seq, channel="web", now=now)
        last = seq + len(replies)
        conversations.save(tx, place.conversation_id, last_seq=last, last_at=now)
        stored, *told = read_history(tx, place.conversation_id, place.last_seq)
        return Received(False, place.conversation_id, stored, tuple(told))

    def _add(self, tx: Connection, conversation_id: int, text: str) -> int:
        place = conversations.lock(tx, conversation_id)
        now = self._clock.now()
        new = NewMessage("adviser", "text", text)
        conversations.add_outgoing(
            tx, place, [new], after_seq=place.last_seq, channel="web", now=now
        )
        conversations.save(tx, conversation_id, last_seq=place.last_seq + 1, last_at=now)
        return place.last_seq + 1


@pytest.fixture
def bus() -> LocalBus:
    return LocalBus()


@pytest.fixture
def intake(sqlite: Database, bus: LocalBus, clock: SetClock, vault: Vault) -> StoringIntake:
    return StoringIntake(sqlite, bus, clock, vault)


async def _nobody(_request: web.Request) -> None:
    return None


@pytest.fixture
def proxies() -> int:
    """How many proxies of ours stand in front."""
    return 0


@pytest.fixture
def chat_app(
    sqlite: Database,
    bus: LocalBus,
    clock: SetClock,
    vault: Vault,
    intake: StoringIntake,
    proxies: int,
) -> web.Application:
    app = new_application(
        site=Site(
            "https://help.example.org",
            demo=True,
            cookie_secure=False,
            embed_sites=("https://school.example.org",),
            school_sites=("https://academy.example.org",),
            proxies=proxies,
        ),
        database=sqlite,
        bus=bus,
        clock=clock,
        vault=vault,
        gate=Gate(_nobody, "/staff/sign-in"),
        routes=web_chat_routes(),
        folders=[CHAT_FOLDER],
    )
    app[LIBRARY] = StillLibrary(Library({}, {}, DIRECTORY, {}, {}, revisions={}))
    keep_open_chats(app, intake, ChannelHours(parse_hours(HOURS)))
    return app


@pytest.fixture
async def client(chat_app: web.Application) -> AsyncIterator[Client]:
    opened = TestClient(TestServer(chat_app))
    await opened.start_server()
    yield opened
    await opened.close()


class Speaker:
    """A client of the protocol, as plain as a test can read it."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket = socket
        self.token = ""

    async def hello(self, token: str = "", after: int = 0) -> dict[str, Any]:
        await self.say(type="hello", token=token, after=after)
        welcome = await self.hear("welcome")
        self.token = welcome["token"]
        return welcome

    async def send(self, text: str, send_id: str = "id-00001", **more: str) -> dict[str, Any]:
        await self.say(type="send", id=send_id, text=text, **more)
        return await self.hear("stored")

    async def say(self, **frame: Any) -> None:
        await self.socket.send_json(frame)

    async def hear(self, kind: str) -> dict[str, Any]:
        frame: dict[str, Any] = await self.socket.receive_json(timeout=5)
        assert frame["type"] == kind, frame
        return frame


@pytest.fixture
def join(client: Client) -> Callable[[], Awaitable[Speaker]]:
    """Open a socket from our own page."""

    async def opened() -> Speaker:
        headers = {"Origin": "https://help.example.org"}
        return Speaker(await client.ws_connect("/chat/socket", headers=headers))

    return opened
