"""The young people: so many conversations at a time, over the socket or by text, timed turn by turn."""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

from aiohttp import ClientSession, ClientTimeout, ClientWebSocketResponse, TCPConnector
from twilio.request_validator import RequestValidator

from bench.account import ACCOUNT
from bench.process import Measured

_TURN_SECONDS = 60
Turn = Callable[[str], Awaitable[None]]
"""Says one text in a conversation, and comes back when it was answered."""


@dataclass(frozen=True)
class Load:
    """What was measured: `taken` are the seconds of each turn; `cpu` is of the measured process."""

    taken: tuple[float, ...]
    seconds: float
    cpu: float

    @property
    def a_second(self) -> float:
        """Turns a second."""
        return len(self.taken) / self.seconds

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time a turn."""
        return 1000 * self.cpu / len(self.taken)

    def percentile(self, share: float) -> float:
        """The latency in milliseconds that this share of the turns stayed below."""
        ordered = sorted(self.taken)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)]


async def through_the_socket(
    measured: Measured, scripts: Sequence[Sequence[str]], in_flight: int
) -> Load:
    """One socket a conversation, opened beforehand. A turn ends with the first words of the answer."""
    origin = f"http://127.0.0.1:{measured.port}"
    async with session(in_flight=len(scripts)) as http, AsyncExitStack() as sockets:

        async def open_chat() -> Turn:
            socket = await sockets.enter_async_context(
                http.ws_connect(f"{origin}/chat/socket", headers={"Origin": origin}, max_msg_size=0)
            )
            await socket.send_str('{"type": "hello", "after": 0}')
            await _heard(socket, lambda frame: frame["type"] == "welcome")

            async def turn(text: str) -> None:
                await socket.send_json({"type": "send", "id": uuid4().hex, "text": text})
                await _heard(socket, lambda frame: frame["type"] == "stored")
                await _heard(socket, lambda frame: frame.get("author") == "bot")

            return turn

        turns = [await open_chat() for _ in scripts]
        return await timed(measured, list(zip(turns, scripts, strict=True)), in_flight)


async def through_the_webhook(
    measured: Measured, scripts: Sequence[Sequence[str]], in_flight: int
) -> Load:
    """One number a conversation, signed as the telephone company signs. A turn ends with its 200."""
    public = f"http://localhost:{measured.port}/sms/incoming"
    target = f"http://127.0.0.1:{measured.port}/sms/incoming"
    validator = RequestValidator(ACCOUNT.auth_token)
    async with session(in_flight) as http:

        def phone() -> Turn:
            number = f"+447{int(hashlib.sha256(uuid4().bytes).hexdigest(), 16) % 10**9:09}"

            async def turn(text: str) -> None:
                form = {
                    "MessageSid": f"SM{uuid4().hex}",
                    "AccountSid": ACCOUNT.account_sid,
                    "From": number,
                    "To": ACCOUNT.from_number,
                    "Body": text,
                    "NumMedia": "0",
                }
                headers = {"X-Twilio-Signature": validator.compute_signature(public, form)}
                async with http.post(target, data=form, headers=headers) as response:
                    response.raise_for_status()
                    await response.read()

            return turn

        return await timed(measured, [(phone(), script) for script in scripts], in_flight)


async def timed(
    measured: Measured, conversations: Sequence[tuple[Turn, Sequence[str]]], in_flight: int
) -> Load:
    """Hold so many of the conversations at a time until all are over."""
    waiting = iter(conversations)
    taken: list[float] = []

    async def one_after_another() -> None:
        for turn, script in waiting:
            for text in script:
                begun = time.perf_counter()
                async with asyncio.timeout(_TURN_SECONDS):
                    await turn(text)
                taken.append(time.perf_counter() - begun)

    cpu, begun = measured.cpu_seconds, time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(in_flight)))
    seconds = time.perf_counter() - begun
    return Load(tuple(taken), seconds, measured.cpu_seconds - cpu)


async def _heard(
    socket: ClientWebSocketResponse, wanted: Callable[[dict[str, object]], bool]
) -> None:
    while True:
        frame = json.loads(await socket.receive_str())
        if wanted(frame):
            return
        if frame["type"] == "error":
            raise RuntimeError(f"the service answered with the error {frame['code']}")


@asynccontextmanager
async def session(in_flight: int) -> AsyncIterator[ClientSession]:
    """A client with a connection for each conversation in flight."""
    connector = TCPConnector(limit=in_flight + 1)
    async with ClientSession(connector=connector, timeout=ClientTimeout(_TURN_SECONDS)) as http:
        yield http
