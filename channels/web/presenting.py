"""From a stored message to the frame that shows it."""

from collections.abc import Mapping

from channels.messages import StoredMessage
from channels.web.protocol import ContactRow, Message
from content.directory import Contact
from content.languages import ENGLISH
from web.showing import markdown

_WRITTEN_BY_EDITORS = frozenset({"answer", "safety"})


def present(message: StoredMessage, directory: Mapping[str, Contact], id_prefix: str) -> Message:
    """The frame for one message. Only what editors wrote becomes HTML; all else stays plain text."""
    rich = message.author == "bot" and message.kind in _WRITTEN_BY_EDITORS
    detail = message.detail
    external_id = message.external_id or ""
    return Message(
        seq=message.seq,
        author=message.author,
        name=message.name,
        kind=message.kind,
        at=message.at.isoformat(),
        html=str(markdown(message.text)) if rich else None,
        text=None if rich else message.text,
        choices=list(detail.get("choices", [])),
        contacts=[_row(directory[key]) for key in detail.get("contacts", []) if key in directory],
        sources=list(detail.get("sources", [])),
        checked=detail.get("checked"),
        entry=f"{message.entry_id}@{message.revision or 0}" if message.entry_id else None,
        language=str(detail.get("language", ENGLISH)) if message.author == "bot" else None,
        id=external_id.removeprefix(id_prefix) if external_id.startswith(id_prefix) else None,
    )


def _row(contact: Contact) -> ContactRow:
    return ContactRow(
        name=contact.name,
        about=contact.about,
        phone=contact.phone,
        text=contact.text,
        web=contact.web,
        hours=contact.hours,
    )
