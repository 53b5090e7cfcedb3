"""Words to the young person from the desk: an adviser's own, and the service's about the adviser.

Everything here runs in the transaction of the move it belongs to, with the conversation locked, so a
message is stored and put in the outbox exactly when the move is made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.contact.rules import Quiet
from content.languages import ENGLISH, spoken
from content.library import Library
from content.sms_text import fold, size
from content.words import Blank
from handoff.cases import CaseError, add_event, owned_conversation, refuse_without_reason
from handoff.quiet_times import looked_at_again, quiet_now
from store import conversations, outbox
from store.conversations import PULLED_CHANNELS, Located, NewMessage
from store.tables import Case, Conversation, Message

LONGEST_WEB_TEXT = 4000
MOST_SMS_PARTS = 10
RICH_CHANNELS = frozenset({"web"})
"""Channels that show the web text, buttons and panels; the others get the text message."""
_OF_A_CASE = (
    select(Case.conversation_id, Conversation.channel)
    .join(Conversation, Conversation.id == Case.conversation_id)
    .where(Case.id == bindparam("which"))
)


@dataclass(frozen=True)
class Sent:
    """A message that was stored for the young person, and whether it also waits in the outbox.

    `quiet` is the quiet time it waits for, where it would have fallen into one.
    """

    conversation_id: int
    message_id: int
    seq: int
    pushed: bool
    quiet: Quiet | None = None


def adviser_says(
    tx: Connection, *, case_id: int, staff_id: int, text: str, now: datetime, once: str = ""
) -> Sent:
    """Send an adviser's words to the young person of a case they hold.

    `once` is the page's own token for this message: the same token again sends nothing twice and
    gives the message that was sent. CaseError says why nothing was sent; nothing is stored then.
    """
    conversation, channel = lock_case(tx, case_id)
    owned_conversation(tx, case_id, staff_id)
    external_id = f"desk-{once}" if once else None
    earlier = _sent_before(tx, conversation, channel, external_id)
    if earlier:
        return earlier
    message = NewMessage(
        "adviser", "text", _sendable(text, channel), external_id=external_id, staff_id=staff_id
    )
    _refuse_opted_out(conversation)
    return _send(tx, conversation, channel, message, now)


def refuse_unsendable(
    tx: Connection,
    conversation: Located,
    channel: str,
    case_id: int,
    staff_id: int,
    text: str,
    once: str,
) -> Sent | None:
    """CaseError where `adviser_says` would send nothing now; what was sent with this token before."""
    owned_conversation(tx, case_id, staff_id)
    earlier = _sent_before(tx, conversation, channel, f"desk-{once}" if once else None)
    if earlier is None:
        _sendable(text, channel)
        _refuse_opted_out(conversation)
    return earlier


def send_anyway(tx: Connection, *, case_id: int, staff_id: int, reason: str, now: datetime) -> Sent:
    """Send the texts that wait for the end of a quiet time now; the reason stays with the case."""
    conversation, _ = lock_case(tx, case_id)
    owned_conversation(tx, case_id, staff_id)
    refuse_without_reason(reason, "A text goes into a quiet time only with a reason.")
    sent = outbox.send_anyway(tx, conversation.conversation_id, now=now)
    if not sent:
        message = "No text is waiting any more, so nothing was changed."
        raise CaseError(message)
    add_event(tx, case_id, "anyway", staff_id=staff_id, text=reason.strip(), now=now)
    return Sent(conversation.conversation_id, max(sent), conversation.last_seq, pushed=True)


def announce(
    tx: Connection,
    *,
    case_id: int,
    library: Library,
    key: str,
    blanks: Mapping[str, Blank],
    now: datetime,
    detail: Mapping[str, Any] | None = None,
) -> Sent | None:
    """Tell the young person what happened to their case, in the service's own sentence and their language.

    None where they opted out: the move still stands, and they are told nothing. `detail` may hold
    buttons, for the channels that show them.
    """
    conversation, channel = lock_case(tx, case_id)
    if conversation.opted_out:
        return None
    language = spoken(conversation.language or ENGLISH)
    saying = library.in_language(language).say(key, blanks)
    text = saying.web if channel in RICH_CHANNELS else saying.sms
    if language != ENGLISH:
        detail = {**(detail or {}), "language": language}
    message = NewMessage("bot", "handoff", text, detail=detail)
    return _send(tx, conversation, channel, message, now)


def lock_case(tx: Connection, case_id: int) -> tuple[Located, str]:
    """Lock the conversation of a case before anything else, as the way in does; with its channel."""
    row = tx.execute(_OF_A_CASE, {"which": case_id}).one_or_none()
    if row is None:
        message = "There is no such case. Go back to the queue."
        raise CaseError(message)
    return conversations.lock(tx, row.conversation_id), row.channel


def _sendable(text: str, channel: str) -> str:
    """The text in the form the channel sends; CaseError where it is empty or too long."""
    words = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        message = "There is nothing to send yet. Write something first."
        raise CaseError(message)
    if channel in RICH_CHANNELS:
        if len(words) > LONGEST_WEB_TEXT:
            message = (
                f"This has {len(words)} characters and {LONGEST_WEB_TEXT} is the most. "
                "Nothing was sent; send it in pieces."
            )
            raise CaseError(message)
        return words
    words = fold(words)
    parts = size(words).parts
    if parts > MOST_SMS_PARTS:
        message = (
            f"This would be {parts} texts in a row and {MOST_SMS_PARTS} is the most. "
            "Nothing was sent; make it shorter."
        )
        raise CaseError(message)
    return words


def _refuse_opted_out(conversation: Located) -> None:
    if conversation.opted_out:
        message = (
            "They have asked for no more texts (STOP), so nothing was sent. Your words are kept "
            "in the box. You can answer as soon as they text again."
        )
        raise CaseError(message)


def _sent_before(
    tx: Connection, conversation: Located, channel: str, external_id: str | None
) -> Sent | None:
    if external_id is None:
        return None
    row = tx.execute(
        select(Message.id, Message.seq, Message.conversation_id).where(
            Message.channel == channel, Message.external_id == external_id
        )
    ).one_or_none()
    if row is None:
        return None
    if row.conversation_id != conversation.conversation_id:
        message = "This page is out of date, so nothing was sent. Load it again."
        raise CaseError(message)
    return Sent(row.conversation_id, row.id, row.seq, pushed=False)


def _send(
    tx: Connection, conversation: Located, channel: str, message: NewMessage, now: datetime
) -> Sent:
    seq = conversation.last_seq + 1
    [message_id] = conversations.add_outgoing(
        tx, conversation, [message], after_seq=conversation.last_seq, channel=channel, now=now
    )
    conversations.save(tx, conversation.conversation_id, last_seq=seq, last_at=now)
    if channel in PULLED_CHANNELS:
        return Sent(conversation.conversation_id, message_id, seq, pushed=False)
    quiet = quiet_now(tx, conversation.conversation_id, now, night=None)  # delivery minds the night
    if quiet:
        outbox.hold_new(tx, message_id, until=looked_at_again(quiet, now))
    return Sent(conversation.conversation_id, message_id, seq, pushed=True, quiet=quiet)
