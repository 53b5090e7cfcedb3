"""What one message teaches the editors: an entry was asked, nothing fitted, or an answer did not help.

Only ever from calm conversations: once there is danger, all that was kept of it is let go.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.decision import Decision, Level
from bot.state import DialogueState
from channels.messages import InboundMessage
from store import learning
from store.conversations import Located

_NOT_OURS = "talk/out-of-scope"


def learn(
    tx: Connection,
    message: InboundMessage,
    message_id: int,
    conversation: Located,
    before: DialogueState,
    decision: Decision,
    level: Level,
    now: datetime,
) -> None:
    """Keep what editors should know of this message; `level` is the conversation's after it."""
    number = conversation.conversation_id
    if level.rank >= Level.URGENT.rank:
        learning.forget_conversation(tx, number)
        return
    known = decision.state.facts.get("nation")
    nation = known.value if known else ""
    what, _, value = message.choice.partition(":")
    if what == "helped":
        _vote(tx, number, value, message.channel, nation, now)
        return
    if what == "entry":
        learning.keep_choice(tx, number, value)
    for reply in decision.replies:
        if reply.entry_id and reply.revision:
            learning.keep_use(
                tx,
                number,
                entry_id=reply.entry_id,
                revision=reply.revision,
                what=learning.ASKED,
                channel=message.channel,
                nation=nation,
                now=now,
            )
    asked_in_vain = _in_vain(message, before, decision)
    if asked_in_vain:
        guess = decision.understood[0].id if decision.understood else ""
        learning.keep_question(
            tx,
            message_id=message_id,
            conversation_id=number,
            what=asked_in_vain,
            guess="" if guess.startswith("talk/") else guess,
            now=now,
        )


def _in_vain(message: InboundMessage, before: DialogueState, decision: Decision) -> str:
    """Why the typed words had no sure answer; empty where they had one, or told of a need."""
    if message.choice or message.command or decision.signals:
        return ""
    if decision.state.misses > before.misses:
        return learning.UNANSWERED
    if _turned_away(decision):
        return learning.UNANSWERED
    offered = any(reply.kind == "choices" for reply in decision.replies)
    return learning.UNSURE if offered and not decision.answers else ""


def _turned_away(decision: Decision) -> bool:
    """Whether they were told that this is nothing we can help with: editors may see it otherwise."""
    top = decision.understood[0].id if decision.understood else ""
    return top == _NOT_OURS and bool(decision.replies) and not decision.answers


def _vote(
    tx: Connection, conversation_id: int, value: str, channel: str, nation: str, now: datetime
) -> None:
    said, _, entry_id = value.partition(":")
    answer = learning.answered_with(tx, conversation_id, entry_id)
    if said not in ("yes", "no") or answer is None or not answer.revision:
        return
    if answer.asked_in:
        learning.take_back_vote(tx, conversation_id, entry_id, answer.asked_in)
    helped = said == "yes"
    learning.keep_use(
        tx,
        conversation_id,
        entry_id=entry_id,
        revision=answer.revision,
        what=learning.HELPED if helped else learning.NOT_HELPED,
        channel=channel,
        nation=nation,
        now=now,
    )
    if not helped and answer.asked_in and not learning.has_signals(tx, answer.asked_in):
        learning.keep_question(
            tx,
            message_id=answer.asked_in,
            conversation_id=conversation_id,
            what=learning.NOT_HELPED,
            guess=entry_id,
            entry_id=entry_id,
            revision=answer.revision,
            now=now,
        )
