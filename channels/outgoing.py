"""From a reply of the bot to a message of the conversation, in the form the channel shows."""

from typing import Any

from bot.decision import Reply
from content.languages import ENGLISH
from content.library import Library
from handoff.speaking import RICH_CHANNELS
from store.conversations import NewMessage


def reply_message(reply: Reply, channel: str, library: Library, *, answers_seq: int) -> NewMessage:
    """The message to store and send for one reply."""
    return NewMessage(
        author="bot",
        kind=reply.kind,
        text=reply.web if channel in RICH_CHANNELS else reply.sms,
        detail=_detail(reply, library),
        entry_id=reply.entry_id,
        revision=reply.revision,
        answers_seq=answers_seq,
    )


def _detail(reply: Reply, library: Library) -> dict[str, Any]:
    detail: dict[str, Any] = {}
    if library.language != ENGLISH and reply.kind != "answer":
        detail["language"] = library.language
    if reply.choices:
        detail["choices"] = [{"label": each.label, "value": each.value} for each in reply.choices]
    if reply.contacts:
        detail["contacts"] = list(reply.contacts)
    if reply.nation:
        detail["nation"] = reply.nation
    if reply.sources:
        detail["sources"] = [{"name": each.name, "url": each.url} for each in reply.sources]
    if reply.checked:
        detail["checked"] = reply.checked.isoformat()
    published = library.entries.get(reply.entry_id or "")
    if published:
        entry = published.entry
        detail["sources"] = [{"name": each.name, "url": each.url} for each in entry.sources]
        detail["checked"] = entry.facts_date.isoformat()
    return detail
