"""The WebSocket: who may open one, and the life of the connection."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from channels.web.connection import Chat
from channels.web.open_chats import OpenChats
from channels.web.origin import origin_of
from channels.web.plain_key import key_of
from channels.web.protocol import FrameError
from channels.web.services import ChatServices, WayIn
from channels.web.wire import SocketWire
from handoff.hours import Hours
from web.errors import CrossSite
from web.keys import BUS, CLOCK, DATABASE, LIBRARY, SITE, VAULT

OPEN_CHATS: web.AppKey[OpenChats] = web.AppKey("open_chats", OpenChats)
_HEARTBEAT_SECONDS: Final = 25.0
_CLOSING_FRAME: Final = 1_000_000
"""Bytes. Above the kind limit of the protocol: only what is larger still ends the connection."""


def keep_open_chats(app: web.Application, intake: WayIn, hours: Hours) -> None:
    """Make an application able to hold chats: they hear the bus while it runs, and are told to come
    back when it stops. `hours` are the ones that the way in goes by."""

    async def open_chats(app: web.Application) -> AsyncIterator[None]:
        chats = app[OPEN_CHATS] = OpenChats(_services(app, intake, hours))
        following = asyncio.create_task(chats.follow_the_line(), name="line")
        with chats.listening():
            yield
        await stopped(following)

    app.cleanup_ctx.append(open_chats)
    app.on_shutdown.append(_close_chats)


async def chat_socket(request: web.Request) -> web.WebSocketResponse:
    """Hold one chat for as long as its socket is open."""
    refuse_foreign(request)
    socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS, max_msg_size=_CLOSING_FRAME)
    await socket.prepare(request)
    chats = request.app[OPEN_CHATS]
    chat = Chat(SocketWire(socket), chats.services, key_of(request), origin_of(request))
    following = asyncio.create_task(chat.follow(), name="chat")
    try:
        with chats.holding(chat):
            await _hear_all(socket, chat)
    finally:
        await stopped(following)
    return socket


async def _hear_all(socket: web.WebSocketResponse, chat: Chat) -> None:
    async for frame in socket:
        if frame.type is WSMsgType.TEXT:
            await chat.hear(frame.data)
        elif frame.type is WSMsgType.BINARY:
            await chat.refuse(
                FrameError("not-json", "The frame is not text.", "Send one JSON object as text.")
            )


def refuse_foreign(request: web.Request) -> None:
    """Only our own pages speak here: the embedded chat is one of them, inside its frame."""
    origin = urlsplit(request.headers.get("Origin", ""))
    if origin.netloc not in {request.host, request.app[SITE].host}:
        raise CrossSite


def _services(app: web.Application, intake: WayIn, hours: Hours) -> ChatServices:
    return ChatServices(
        database=app[DATABASE],
        bus=app[BUS],
        clock=app[CLOCK],
        vault=app[VAULT],
        library=app[LIBRARY],
        intake=intake,
        hours=hours,
    )


async def stopped(task: asyncio.Task[None]) -> None:
    """Cancel a task, and wait until it is over."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def _close_chats(app: web.Application) -> None:
    await app[OPEN_CHATS].close()
