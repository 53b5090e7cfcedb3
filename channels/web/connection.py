"""One open chat: a page, the conversation behind it, and how far it has been told."""

import asyncio
import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from channels.messages import InboundMessage, Received, StoredMessage
from channels.web import reading
from channels.web.presenting import present
from channels.web.privacy import PRIVACY_VERSION
from channels.web.protocol import (
    LARGEST_NUMBER,
    TOKEN,
    Error,
    FrameError,
    Heard,
    Hello,
    Left,
    Message,
    Seen,
    SeenThere,
    Send,
    Stored,
    TypingHeard,
    Welcome,
    parse,
)
from channels.web.services import ChatServices
from channels.web.wire import Wire
from content.languages import ENGLISH, SPOKEN, spoken
from store.bus import Event
from store.chat_keys import CHANNEL
from web.languages import later

log = structlog.get_logger()
YOUNG_PERSON: Final = "young person"
_TYPING_AT_MOST_EVERY = timedelta(seconds=2)


class Chat:
    """Speaks the protocol of docs/web-chat.md over one wire.

    `_token` is the key that the page has, `_address` the conversation's first key: the same, but where
    the page came back with another. `_cursor` is the last message told on this wire. Whatever tells
    messages holds `_telling`, so that they go out in order and none twice.
    """

    def __init__(
        self, wire: Wire, services: ChatServices, offered: str = "", origin: str = ""
    ) -> None:
        """`offered`: the token that plain forms used in this browser, in a cookie that no script reads.
        It counts where the page's own token opens nothing. `origin`: where the page is, to be counted."""
        self.conversation_id: int | None = None
        self._wire = wire
        self._services = services
        self._token = ""
        self._address = ""
        self._offered = offered
        self._origin = origin
        self._holder = ""
        self._in_school = False
        self._page_language = ""
        self._spoken = ENGLISH
        self._cursor = 0
        self._newest = 0
        self._line = services.line(None, ENGLISH)
        self._line_told = self._line
        self._typing = ""
        self._typed_at: datetime | None = None
        self._seen = 0
        self._seen_there = self._seen_there_told = 0
        self._left = False
        self._telling = asyncio.Lock()
        self._news = asyncio.Event()

    async def hear(self, data: str) -> None:
        """Deal with one frame. A frame that cannot be used is answered with what to do."""
        try:
            await self._deal_with(parse(data))
        except FrameError as error:
            await self.refuse(error)

    async def refuse(self, error: FrameError) -> None:
        """Say what is wrong with a frame, and how to mend it."""
        await self._wire.tell(error.frame())

    async def follow(self) -> None:
        """Tell what others add, until cancelled. Runs beside the hearing."""
        while True:
            await self._news.wait()
            self._news.clear()
            typing, self._typing = self._typing, ""
            if typing and self._newest <= self._cursor:
                await self._wire.tell(TypingHeard(name=typing))
            async with self._telling:
                if self._newest > self._cursor:
                    await self._catch_up()
            if self._left:
                self._left = False
                await self._wire.tell(Left())
            if self._seen_there > self._seen_there_told:
                self._seen_there_told = self._seen_there
                await self._wire.tell(SeenThere(seq=self._seen_there))
            if self._line != self._line_told:
                self._line_told = self._line
                await self._wire.tell(self._line)

    @property
    def mark(self) -> str:
        """Stands for what a page shows beside the messages: who answers, the place in the line, and how
        far the adviser has read."""
        return hashlib.sha256(
            f"{self._holder} {self._line.wire()} {self._seen_there_told}".encode()
        ).hexdigest()[:16]

    async def close(self, code: int) -> None:
        """Close the wire with this code."""
        await self._wire.close(code)

    def conversation_changed(self, seq: int | None) -> None:
        """Something was added, up to `seq` (None: nobody knows)."""
        self._newest = max(self._newest, LARGEST_NUMBER if seq is None else seq)
        self._news.set()

    def somebody_types(self, who: str) -> None:
        """Somebody types in this conversation."""
        if who != YOUNG_PERSON:
            self._typing = who
            self._news.set()

    def adviser_has_seen(self, seq: int) -> None:
        """The adviser has everything up to here on the screen."""
        self._seen_there = max(self._seen_there, seq)
        self._news.set()

    def was_left(self) -> None:
        """The session was ended, perhaps in another window."""
        self._left = True
        self._news.set()

    def line_moved(self, place: int | None) -> None:
        """The line moved, and this is the conversation's place in it now."""
        line = self._services.line(place, self._spoken)
        if place is not None or self._line.place is not None:
            self._line = line
            self._news.set()

    async def _deal_with(self, frame: Heard) -> None:
        if isinstance(frame, Hello):
            await self._hello(frame)
        elif not self._address:
            raise FrameError("hello-first", "Nothing was said before this.", "Send `hello` first.")
        elif isinstance(frame, Send):
            await self._send(frame)
        elif isinstance(frame, Seen):
            await self._has_seen(frame.seq)
        else:
            await self._types()

    async def _hello(self, frame: Hello) -> None:
        if self._token and frame.token not in ("", self._token):
            raise FrameError(
                "other-token",
                "This connection belongs to another conversation.",
                "Open another connection for it.",
            )
        if not self._token:
            known = TOKEN.fullmatch(frame.token)
            self._token = frame.token if known else secrets.token_urlsafe(32)
        self._in_school = frame.school
        self._page_language = frame.language
        async with self._telling:
            try:
                seen = await self._look(frame.after)
                if frame.chosen and frame.language in SPOKEN and self.conversation_id:
                    seen = await self._speak(frame.language, seen)
            except Exception as error:
                log.error("chat.read_failed", error=type(error).__name__)  # noqa: TRY400
                raise FrameError(
                    "not-read",
                    later("We cannot show your messages right now."),
                    later("They are safe. We will try again by ourselves."),
                ) from error
            self._cursor = seen.messages[-1].seq if seen.messages else seen.after
            self._holder = seen.holder
            self._seen_there_told = max(self._seen_there_told, seen.seen)
            await self._wire.tell(
                Welcome(
                    token=self._token,
                    after=seen.after,
                    messages=[self._present(message) for message in seen.messages],
                    holder=seen.holder,
                    privacy=PRIVACY_VERSION,
                    seen=seen.seen,
                    language=seen.language,
                )
            )
        self._spoken = spoken(seen.language or self._page_language)
        self._line = self._line_told = self._services.line(seen.place, self._spoken)
        if seen.place is not None:
            await self._wire.tell(self._line)

    async def _speak(self, language: str, seen: reading.Look) -> reading.Look:
        """Keep the language that was chosen on the page, where it is news."""
        if self.conversation_id is not None and seen.language != language:
            await self._services.database.write(reading.choose, self.conversation_id, language)
        return replace(seen, language=language)

    async def _look(self, after: int) -> reading.Look:
        database = self._services.database
        if self.conversation_id is None:
            vault = self._services.vault
            now = self._services.clock.now()
            found = await database.read(reading.find, vault, self._token, now)
            if (found is None or found.over) and TOKEN.fullmatch(self._offered):
                offered = await database.read(reading.find, vault, self._offered, now)
                if offered and not offered.over:
                    found, self._token, after = offered, self._offered, 0
            if found is None or found.over:
                self._token = secrets.token_urlsafe(32) if found else self._token
                self._address = self._token
                return reading.NOTHING_YET
            self._address = found.address
            self.conversation_id = found.conversation_id
        return await database.read(reading.look, self.conversation_id, after)

    async def _send(self, frame: Send) -> None:
        external_id = self._id_prefix() + frame.id
        message = InboundMessage(
            channel=CHANNEL,
            address=self._address,
            external_id=external_id,
            text=frame.text,
            choice=frame.choice,
            in_school=self._in_school,
            language=self._page_language,
            origin=self._origin,
        )
        async with self._telling:
            try:
                received = await self._services.intake.receive(message)
                self.conversation_id = received.conversation_id
                self._spoken = received.language
                seq = await self._number(received, external_id)
            except Exception as error:
                log.error("chat.not_stored", error=type(error).__name__)  # noqa: TRY400
                raise FrameError(
                    "not-stored",
                    later("Your message did not reach us yet."),
                    later("We will try again by ourselves. In danger, call 999."),
                    frame.id,
                ) from error
            await self._wire.tell(Stored(id=frame.id, seq=seq))
            if received.message is not None and seq == self._cursor + 1:
                self._cursor = seq
                await self._show(received.replies)
            else:
                await self._catch_up()

    async def _number(self, received: Received, external_id: str) -> int:
        if received.message is not None:
            return received.message.seq
        return await self._services.database.read(
            reading.number_of, received.conversation_id, external_id
        )

    async def _catch_up(self) -> None:
        if self.conversation_id is None:
            return
        # Before the read: what is told of while it runs is newer than what it brings.
        wanted, self._newest = self._newest, self._cursor
        try:
            news = await self._services.database.read(
                reading.news, self.conversation_id, self._cursor
            )
        except Exception as error:
            log.error("chat.read_failed", error=type(error).__name__)  # noqa: TRY400
            self._newest = max(self._newest, wanted)
            await self._wire.tell(
                Error(
                    code="not-read",
                    message=later("We cannot show new messages right now."),
                    mend=later("They are safe. We will try again by ourselves."),
                )
            )
            return
        await self._show(news)

    async def _show(self, messages: Iterable[StoredMessage]) -> None:
        for message in messages:
            if message.seq > self._cursor:
                self._cursor = message.seq
                await self._wire.tell(self._present(message))

    async def _has_seen(self, seq: int) -> None:
        if self._seen < seq <= self._cursor and self.conversation_id:
            self._seen = seq
            ids = {"conversation": self.conversation_id, "seq": seq}
            await self._services.bus.publish(Event("seen", ids))

    async def _types(self) -> None:
        now = self._services.clock.now()
        lately = self._typed_at is not None and now - self._typed_at < _TYPING_AT_MOST_EVERY
        if self.conversation_id and not lately:
            self._typed_at = now
            ids = {"conversation": self.conversation_id, "who": YOUNG_PERSON}
            await self._services.bus.publish(Event("typing", ids))

    def _present(self, message: StoredMessage) -> Message:
        return present(message, self._services.library.current.directory, self._id_prefix())

    def _id_prefix(self) -> str:
        """Ties the client's ids to its conversation, so that nobody's id can meet another's."""
        return self._services.vault.lookup(self._address)[:32] + ":"
