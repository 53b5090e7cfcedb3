"""Clients that keep what was not acknowledged and send it again, as docs/web-chat.md asks of them."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import (
    ClientConnectionError,
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    WSMsgType,
)

from channels.sms.stand_in import StandIn
from tests.story.running import RunningService


@dataclass
class Tally:
    """Counts what the service acknowledged, and says when a number is reached."""

    count: int = 0
    points: dict[int, asyncio.Event] = field(default_factory=dict)

    def one_more(self) -> None:
        """Something was acknowledged."""
        self.count += 1
        if self.count in self.points:
            self.points[self.count].set()

    async def reached(self, number: int) -> None:
        """Come back when so much was acknowledged."""
        await self.points.setdefault(number, asyncio.Event()).wait()


@dataclass
class Service:
    """The service as clients see it: there, or gone for a while."""

    running: RunningService
    up: asyncio.Event = field(default_factory=asyncio.Event)

    async def killed_and_started_again(self) -> None:
        """Take the process away, then bring it back on the same data."""
        self.up.clear()
        await self.running.kill()
        await self.running.start()
        self.up.set()


@dataclass
class ChatClient:
    """One web chat. Sends all it has at once; every second message twice."""

    service: Service
    tally: Tally
    token: str = ""
    unsent: dict[str, str] = field(default_factory=dict)
    seen: Counter[int] = field(default_factory=Counter)
    cursor: int = 0

    async def send_all(self, texts: Iterable[str]) -> list[str]:
        """Come back when all are stored: the ids that they had."""
        self.unsent = {uuid4().hex: text for text in texts}
        ids = list(self.unsent)
        async with ClientSession() as http:
            while self.unsent:
                await self.service.up.wait()
                try:
                    await self._try(http)
                except (ClientError, ConnectionError):
                    continue
        return ids

    async def history(self) -> list[dict[str, Any]]:
        """The whole conversation as a new window gets it."""
        async with ClientSession() as http, self._socket(http) as socket:
            await socket.send_json({"type": "hello", "token": self.token, "after": 0})
            messages: list[dict[str, Any]] = (await socket.receive_json())["messages"]
            return messages

    def _socket(self, http: ClientSession) -> Any:
        url = self.service.running.url
        return http.ws_connect(f"{url}/chat/socket", headers={"Origin": url})

    async def _try(self, http: ClientSession) -> None:
        async with self._socket(http) as socket:
            await socket.send_json({"type": "hello", "token": self.token, "after": self.cursor})
            for number, (key, text) in enumerate(list(self.unsent.items())):
                for _ in range(1 + number % 2):
                    await socket.send_json({"type": "send", "id": key, "text": text})
            await self._hear(socket)

    async def _hear(self, socket: ClientWebSocketResponse) -> None:
        while self.unsent:
            frame = await socket.receive()
            if frame.type is not WSMsgType.TEXT:
                raise ClientConnectionError
            self._take(json.loads(frame.data))

    def _take(self, told: dict[str, Any]) -> None:
        if told["type"] == "welcome":
            self.token = told["token"]
            for message in told["messages"]:
                self._show(message["seq"])
        elif told["type"] == "message":
            self._show(told["seq"])
        elif told["type"] == "stored":
            if told["seq"] == self.cursor + 1:
                self._show(told["seq"])
            if self.unsent.pop(told["id"], None):
                self.tally.one_more()

    def _show(self, seq: int) -> None:
        self.seen[seq] += 1
        self.cursor = max(self.cursor, seq)


@dataclass
class Phone:
    """One phone. The telephone company repeats what was not acknowledged, and much of the rest too."""

    service: Service
    tally: Tally
    company: StandIn
    number: str

    async def send_all(self, texts: Iterable[str]) -> list[str]:
        """Send one after another; come back when all are taken: the ids that they had."""
        ids = []
        for number, text in enumerate(texts):
            sid = f"SM{uuid4().hex}"
            for _ in range(1 + number % 2):
                await self._send(text, sid)
            self.tally.one_more()
            ids.append(sid)
        return ids

    async def _send(self, text: str, sid: str) -> None:
        while True:
            await self.service.up.wait()
            try:
                if await self.company.text_in(self.number, text, sid=sid) == 200:
                    return
            except (ClientError, ConnectionError):
                continue


@dataclass
class Talk:
    """One open chat, a message at a time."""

    socket: ClientWebSocketResponse
    token: str
    own_ids: list[str]

    @classmethod
    @asynccontextmanager
    async def opened(cls, service: RunningService, token: str = "") -> AsyncIterator["Talk"]:
        """Connect and say hello."""
        async with (
            ClientSession() as http,
            http.ws_connect(
                f"{service.url}/chat/socket", headers={"Origin": service.url}
            ) as socket,
        ):
            await socket.send_json({"type": "hello", "token": token, "after": 0})
            welcome = await socket.receive_json()
            own = [each["id"] for each in welcome["messages"] if each["author"] == "young person"]
            yield cls(socket, welcome["token"], own)

    async def says(self, text: str, key: str = "") -> list[dict[str, Any]]:
        """Send a message: whether it is stored, and the first thing that was said to it."""
        key = key or uuid4().hex
        await self.socket.send_json({"type": "send", "id": key, "text": text})
        about = await self._next("stored", "error")
        assert about["id"] == key
        return [about, await self._next("message")] if about["type"] == "stored" else [about]

    async def hears(self) -> dict[str, Any]:
        """The next thing that is said."""
        return await self._next("message")

    async def _next(self, *types: str) -> dict[str, Any]:
        async with asyncio.timeout(60):
            while (frame := await self.socket.receive_json())["type"] not in types:
                continue
            told: dict[str, Any] = frame
            return told
