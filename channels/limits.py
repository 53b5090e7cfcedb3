"""What slows a flood and closes a channel. Neither loses a message, and neither stands before danger.

By the time this is asked the message is stored and was read for danger: only the answer to a calm one is
held back. Who talks with an adviser is not concerned, nor is a keyword that must be obeyed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.decision import Decision, Level, Reply
from bot.dialogue.replies import helplines, say
from channels.crowd import Crowding
from channels.messages import InboundMessage
from channels.repeats import same_again
from content.library import Library
from store.conversations import Located
from store.tables import Message

MOST_ANSWERED, WITHIN = 30, timedelta(minutes=1)
"""So many messages of one person are answered in such a time. Nobody types faster."""

_BEFORE_THE_LAST: Any = (
    select(Message.at)
    .where(Message.conversation_id == bindparam("which"), Message.author == "young person")
    .order_by(Message.seq.desc())
    .offset(MOST_ANSWERED)
    .limit(2)
)


@dataclass(frozen=True)
class Limits:
    """Which channels are closed by whoever runs the service."""

    closed: frozenset[str] = frozenset()


def within(
    tx: Connection,
    limits: Limits,
    conversation: Located,
    message: InboundMessage,
    decision: Decision,
    library: Library,
    now: datetime,
    crowding: Crowding,
) -> Decision:
    """The decision, or less of an answer where the channel is closed, they write without end, too many
    write from where they are, or they say the same again and again."""
    calm = decision.level is Level.ROUTINE and not decision.signals
    if not calm or message.command or conversation.holder == "adviser":
        return decision
    if message.channel in limits.closed:
        return Decision(decision.state, replies=(_closed(library),))
    brings_a_person = decision.handoff and conversation.holder != "queue"
    if brings_a_person:
        return decision
    if crowding.over:
        return Decision(decision.state, replies=_slow_down(library, told=crowding.told))
    moments = tx.execute(_BEFORE_THE_LAST, {"which": conversation.conversation_id}).scalars().all()
    over = [moment for moment in moments if moment > now - WITHIN]
    if over:
        return Decision(decision.state, replies=_slow_down(library, told=len(over) > 1))
    return same_again(tx, conversation, message, decision, library, now)


def _slow_down(library: Library, *, told: bool) -> tuple[Reply, ...]:
    return () if told else (say(library, "slow-down"),)


def _closed(library: Library) -> Reply:
    saying = library.say("channel-closed", helplines(library))
    keys = ("emergency", "childline", "samaritans")
    contacts = tuple(key for key in keys if key in library.directory)
    return Reply("text", saying.web, saying.sms, contacts=contacts)
