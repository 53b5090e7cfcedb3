"""The ways a chat can be told something: over a socket, or gathered for one answer."""

import asyncio
import contextlib
from typing import Protocol

from aiohttp import web

from channels.web.protocol import Told


class Wire(Protocol):
    """Where the frames for a young person's page go."""

    async def tell(self, frame: Told) -> None:
        """Hand over a frame. A page that is gone takes nothing: it asks again when it is back."""

    async def close(self, code: int) -> None:
        """Nothing more will be told here."""


class SocketWire:
    """A WebSocket that stays open."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket

    async def tell(self, frame: Told) -> None:
        """Send the frame at once."""
        if not self._socket.closed:
            with contextlib.suppress(ConnectionResetError):
                await self._socket.send_str(frame.wire())

    async def close(self, code: int) -> None:
        """Close the socket with this code."""
        await self._socket.close(code=code)


class Gathered:
    """Keeps the frames until there are enough for an answer."""

    def __init__(self) -> None:
        self.frames: list[Told] = []
        self._more = asyncio.Event()

    async def tell(self, frame: Told) -> None:
        """Keep the frame."""
        self.frames.append(frame)
        self._more.set()

    async def close(self, code: int) -> None:
        """Let whoever waits answer with what there is."""
        self._more.set()

    async def wait_for_more(self, seconds: float) -> None:
        """Come back when there is a frame more than now, or after so long."""
        self._more.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._more.wait(), seconds)
