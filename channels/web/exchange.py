"""The chat without a socket: frames in, frames out, one request at a time.

A page whose network lets no socket through speaks the same protocol here (docs/web-chat.md). Every
exchange stands alone, so any replica may answer it: nothing about it is kept between two of them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from channels.web.connection import Chat
from channels.web.open_chats import OpenChats
from channels.web.origin import origin_of
from channels.web.plain_key import key_of
from channels.web.protocol import FrameError, Line, Told, Welcome
from channels.web.socket import OPEN_CHATS, refuse_foreign, stopped
from channels.web.wire import Gathered

LARGEST_EXCHANGE: Final = 256 * 1024
MOST_FRAMES: Final = 50
LONGEST_WAIT_SECONDS: Final = 25.0
"""Shorter than the patience of the proxies in front of schools and libraries."""


@dataclass(frozen=True)
class Conversed:
    """What an exchange was told. `mark` stands for what the page shows beside the messages."""

    frames: list[Told]
    mark: str


async def exchange(request: web.Request) -> web.Response:
    """Take the frames of the body, one a line, and answer with ours. With `wait`, the mark of the
    exchange before, it answers as soon as there is something new, or after a while."""
    refuse_foreign(request)
    frames = (await request.text()).splitlines()
    told = await converse(
        request.app[OPEN_CHATS],
        frames,
        key_of(request),
        origin_of(request),
        wait_at=request.query.get("wait", ""),
    )
    lines = [frame.wire() for frame in told.frames]
    return web.Response(
        text="\n".join([*lines, f'{{"type":"mark","mark":"{told.mark}"}}']),
        content_type="application/x-ndjson",
    )


async def converse(
    chats: OpenChats,
    frames: Sequence[str],
    offered: str = "",
    origin: str = "",
    *,
    wait_at: str = "",
) -> Conversed:
    """Say frames on behalf of a page, exactly as if they had come over a socket of its own."""
    wire = Gathered()
    chat = Chat(wire, chats.services, offered, origin)
    with chats.holding(chat):
        if len(frames) > MOST_FRAMES:
            await chat.refuse(FrameError("bad-frame", "Too much at once.", "Send fewer frames."))
        for data in frames[:MOST_FRAMES]:
            await chat.hear(data)
        if wait_at == chat.mark and not chats.over and _nothing_new(wire.frames):
            following = asyncio.create_task(chat.follow(), name="exchange")
            try:
                await wire.wait_for_more(LONGEST_WAIT_SECONDS)
            finally:
                await stopped(following)
    return Conversed(wire.frames, chat.mark)


def _nothing_new(frames: Sequence[Told]) -> bool:
    """Whether all that was told is where the conversation stands, which the page knows already."""
    return all(
        isinstance(frame, Line) or (isinstance(frame, Welcome) and not frame.messages)
        for frame in frames
    )
