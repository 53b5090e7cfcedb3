"""The same words again and again: answered a few times, then kindly, once in a while.

Each of them is stored and read for danger like any other; only an answer that they have before their eyes
already is not given once more. Where the answer would be another one (a question of ours is answered with
"yes" once more), it is given.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.decision import Decision, Reply
from bot.dialogue.replies import PERSON, say
from channels.messages import InboundMessage
from content.library import Library
from handoff.speaking import RICH_CHANNELS
from store.conversations import Located
from store.tables import Message

ANSWERED = 3
"""So often in a row the same words are answered as usual."""

AGAIN_EVERY = 10
"""After that, every so many of them are answered with a kind word."""

WITHIN = timedelta(minutes=10)
_LOOKED_BACK = 80
_LAST: Any = (
    select(Message.author, Message.text, Message.at)
    .where(Message.conversation_id == bindparam("which"))
    .order_by(Message.seq.desc())
    .limit(_LOOKED_BACK)
)


def same_again(
    tx: Connection,
    conversation: Located,
    message: InboundMessage,
    decision: Decision,
    library: Library,
    now: datetime,
) -> Decision:
    """The decision, or less of an answer to words that were just said and answered several times."""
    recent = decision.state.recent[-ANSWERED - 1 :]
    if len(recent) <= ANSWERED or len({_plain(text) for text in recent}) > 1:
        return decision
    rows = tx.execute(_LAST, {"which": conversation.conversation_id}).all()
    many = _in_a_row(rows, message.text, now)
    if many <= ANSWERED or not decision.replies:
        return decision
    kind_word = say(library, "same-words", choices=(PERSON,))
    heard = next((row.text for row in rows if row.author == "bot"), None)
    told = heard == _shown(kind_word, message.channel)
    if not told and heard != _shown(decision.replies[-1], message.channel):
        return decision
    its_turn = not told or (many - ANSWERED - 1) % AGAIN_EVERY == 0
    return Decision(decision.state, replies=(kind_word,) if its_turn else ())


def _in_a_row(rows: Sequence[Any], text: str, now: datetime) -> int:
    """How often these words were the young person's last, this time among them."""
    own = [row for row in rows if row.author == "young person"]
    same, many = _plain(text), 0
    for row in own:
        if _plain(row.text) != same or row.at <= now - WITHIN:
            break
        many += 1
    return many


def _plain(text: str) -> str:
    """The words alone; of what has none, the marks."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def _shown(reply: Reply, channel: str) -> str:
    return reply.web if channel in RICH_CHANNELS else reply.sms
