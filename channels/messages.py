"""Messages as the conversation knows them, whatever channel they came over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from bot.decision import Decision
from content.nation import Nation
from store.pictures import NewPicture

Command = Literal["", "stop", "start", "help"]


@dataclass(frozen=True)
class InboundMessage:
    """What a channel received.

    `address` is how the person is reached (a phone number, a web chat token). `external_id` is the
    channel's own id of the message: the same id twice is the same message. `choice` is the value of the
    button that was pressed, empty for typed words. `command` is a keyword the channel must obey.
    `reached` is which of our own addresses they wrote to, where there are several. `segments` is what a
    carrier charges it as, where it charges.
    `in_school`: it was written in the chat of a school's own site. `language` is that of the page.
    `origin`: the web address it came from, to be counted and never kept.
    """

    channel: str
    address: str
    external_id: str
    text: str
    choice: str = ""
    command: Command = ""
    nation: Nation | None = None
    media: tuple[NewPicture, ...] = ()
    reached: str = ""
    segments: int | None = None
    in_school: bool = False
    language: str = ""
    origin: str = field(default="", repr=False)


@dataclass(frozen=True)
class StoredMessage:
    """A message of a conversation as it is shown, in the order of `seq`, which has no gaps.

    `author` is `young person`, `bot` or `adviser` (then `name` is the adviser's first name). `detail`
    holds choices ({label, value}), contacts (names in the directory), sources and the like.
    """

    id: int
    conversation_id: int
    seq: int
    author: str
    name: str
    kind: str
    text: str
    at: datetime
    external_id: str | None = None
    entry_id: str | None = None
    revision: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """What became of an inbound message. `duplicate` means it was stored before: nothing was done."""

    duplicate: bool
    conversation_id: int
    message: StoredMessage | None
    replies: tuple[StoredMessage, ...] = ()
    decision: Decision | None = None
    handoff: Literal["none", "opened", "updated", "raised"] = "none"
    holder: str = "bot"
    conversation_level: str = "routine"
    language: str = "en"
