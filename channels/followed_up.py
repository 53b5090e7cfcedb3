"""A young person's answer to what the service asked them afterwards: heard whoever holds the conversation.

The message is read for danger like any other. Only a calm one is thanked for with a sentence of its own.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.decision import Decision, Level
from bot.dialogue.replies import PERSON, say
from bot.state import DialogueState
from channels.messages import InboundMessage
from content.library import Library
from handoff.promises.follow_ups import hear_answer
from store.conversations import Located

_OFFERS_A_PERSON = frozenset({"promise-broken", "helped-us-no"})


def heard_afterwards(
    tx: Connection,
    conversation: Located,
    message: InboundMessage,
    before: DialogueState,
    decision: Decision,
    library: Library,
    now: datetime,
) -> Decision:
    """The decision, once what the message answers is settled; unchanged where it answers nothing."""
    if message.command:
        return decision
    answered = hear_answer(
        tx,
        conversation.conversation_id,
        last_seq=conversation.last_seq,
        choice=message.choice,
        text=message.text,
        now=now,
    )
    calm = decision.level is Level.ROUTINE and not decision.signals
    if answered is None or not calm or conversation.holder == "adviser":
        return decision
    choices = (PERSON,) if answered.key in _OFFERS_A_PERSON else ()
    state = replace(decision.state, pending=before.pending, misses=before.misses)
    return Decision(state, replies=(say(library, answered.key, choices=choices),))
