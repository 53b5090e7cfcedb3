"""The chats that are open in this process, and how each hears that something changed for it."""

import asyncio
import contextlib
from collections.abc import Iterator

import structlog
from aiohttp import WSCloseCode

from channels.web import reading
from channels.web.connection import Chat
from channels.web.services import ChatServices
from store.bus import Event

log = structlog.get_logger()
_LOOK_AGAIN_SECONDS = 60.0


class OpenChats:
    """Knows every open chat by its conversation. Listens to the bus once for all of them."""

    def __init__(self, services: ChatServices) -> None:
        self.services = services
        self.over = False
        self._open: set[Chat] = set()
        self._line_changed = asyncio.Event()

    @contextlib.contextmanager
    def holding(self, chat: Chat) -> Iterator[None]:
        """Count a chat as open for as long as the block lasts."""
        self._open.add(chat)
        try:
            yield
        finally:
            self._open.discard(chat)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Hear the bus for as long as the block lasts."""
        topics = self.services.bus.subscriptions
        with (
            topics.listening("conversation", self._conversation_changed),
            topics.listening("typing", self._somebody_types),
            topics.listening("read", self._adviser_has_seen),
            topics.listening("left", self._was_left),
            topics.listening("line", lambda _event: self._line_changed.set()),
        ):
            yield

    async def follow_the_line(self) -> None:
        """Tell waiting chats their place whenever the line moves. One read serves them all.

        Once a minute it looks anyway, since the hour at which advisers come back makes no event.
        """
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._line_changed.wait(), _LOOK_AGAIN_SECONDS)
            self._line_changed.clear()
            if any(chat.conversation_id for chat in self._open):
                await self._tell_places()

    async def close(self) -> None:
        """Close every chat, saying that the service goes away; clients connect again."""
        self.over = True
        await asyncio.gather(*(chat.close(WSCloseCode.GOING_AWAY) for chat in list(self._open)))

    async def _tell_places(self) -> None:
        try:
            places = await self.services.database.read(reading.places)
        except Exception as error:
            log.error("chat.line_failed", error=type(error).__name__)  # noqa: TRY400
            return
        for chat in self._open:
            if chat.conversation_id:
                chat.line_moved(places.get(chat.conversation_id))

    def _conversation_changed(self, event: Event) -> None:
        for chat in self._concerned(event):
            chat.conversation_changed(event.ids.get("seq"))

    def _somebody_types(self, event: Event) -> None:
        who = str(event.ids.get("who", ""))
        for chat in self._concerned(event):
            chat.somebody_types(who)

    def _adviser_has_seen(self, event: Event) -> None:
        for chat in self._concerned(event):
            chat.adviser_has_seen(event.ids.get("seq", 0))

    def _was_left(self, event: Event) -> None:
        if event.ids:
            for chat in self._concerned(event):
                chat.was_left()

    def _concerned(self, event: Event) -> list[Chat]:
        """The chats of the event's conversation; all of them when the event names none."""
        conversation_id = event.ids.get("conversation")
        return [
            chat
            for chat in self._open
            if chat.conversation_id and conversation_id in (None, chat.conversation_id)
        ]
