"""The language the service speaks to somebody: what they asked for, kept for every channel of theirs.

Nothing about danger, keywords or handing over hangs on it. Only the service's own words change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.decision import Reply
from bot.understanding.welsh import asked_language
from channels.messages import InboundMessage
from content.languages import ENGLISH, SPOKEN, spoken
from content.library import Library
from content.sms_text import fold, size
from handoff.speaking import RICH_CHANNELS
from store.conversations import Located, choose_language

_BUTTON = "language:"
_MOST_PARTS = 2


@dataclass(frozen=True)
class Speaking:
    """The language to answer in; `asked`, where the message does nothing but ask for it."""

    language: str
    asked: bool = False


def language_of(tx: Connection, conversation: Located, message: InboundMessage) -> Speaking:
    """The language to answer a message in. What it asks for is kept; so is the page it was written on,
    where they chose none before."""
    now = spoken(conversation.language or ENGLISH)
    pressed = message.choice.removeprefix(_BUTTON) if message.choice.startswith(_BUTTON) else ""
    asked = asked_language(message.text, now) if not message.choice else pressed
    if asked in SPOKEN:
        choose_language(tx, conversation.person_id, asked)
        return Speaking(asked, asked=True)
    page = spoken(message.language or ENGLISH)
    if conversation.language is None and page != ENGLISH:
        choose_language(tx, conversation.person_id, page)
        return Speaking(page)
    return Speaking(now)


def introduced(replies: Sequence[Reply], library: Library, channel: str) -> list[Reply]:
    """The replies, with a sentence before what editors wrote in English for whom we speak otherwise."""
    first = next((at for at, reply in enumerate(replies) if reply.kind == "answer"), None)
    if first is None or library.language == ENGLISH or "answer-in-english" not in library.words:
        return list(replies)
    saying = library.say("answer-in-english", {})
    if channel in RICH_CHANNELS:
        return [*replies[:first], Reply("text", saying.web, saying.sms), *replies[first:]]
    answer = replace(replies[first], sms=_short(f"{saying.sms} {replies[first].sms}", library))
    return [*replies[:first], answer, *replies[first + 1 :]]


def _short(text: str, library: Library) -> str:
    """The text without the last of the lines below the answer, where two parts have no room for them."""
    text, heading = fold(text), library.say("sms-related", {}).sms
    while "\n" in text and (size(text).parts > _MOST_PARTS or text.endswith(f"\n{heading}")):
        text = text.rpartition("\n")[0]
    return text
