"""Keeping what was said about safe contact, and obeying it: no text into a quiet time.

An answer within minutes of their own message goes at once, for they hold the phone; unless that very
message said not to. Words of safety and the receipt of an opt-out never come here.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from bot.contact.rules import Heard, Quiet, SafeContact
from store import conversations, outbox
from store.clock import in_london
from store.conversations import Located
from store.tables import Conversation

_RULES = select(Conversation.safe_contact).where(Conversation.id == bindparam("conversation"))
HOLDS_THE_PHONE = timedelta(minutes=5)
LOOK_AGAIN_AFTER = timedelta(days=8)
"""When a text is looked at again that waits until they say otherwise."""


def keep_heard(
    tx: Connection, conversation: Located, heard: Sequence[Heard], *, seq: int, now: datetime
) -> None:
    """Keep what a young person's message said about safe contact; the newest word counts."""
    if heard:
        rules = SafeContact.from_json(conversation.safe_contact)
        rules = rules.hear(heard, said_by="young person", seq=seq)
        keep(tx, conversation.conversation_id, rules, now)


def quiet_now(tx: Connection, conversation_id: int, now: datetime) -> Quiet | None:
    """The quiet time that a text to this conversation would fall into now, if any."""
    kept = tx.execute(_RULES, {"conversation": conversation_id}).scalar_one()
    rules = SafeContact.from_json(kept)
    quiet = rules.quiet(in_london(now))
    if quiet is None:
        return None
    heard = conversations.last_heard(tx, conversation_id)
    if heard is None or now - heard[1] > HOLDS_THE_PHONE or rules.forbids_an_answer_to(heard[0]):
        return quiet
    return None


def looked_at_again(quiet: Quiet, now: datetime) -> datetime:
    """When a text that falls into a quiet time is looked at again."""
    return quiet.until or now + LOOK_AGAIN_AFTER


def keep(tx: Connection, conversation_id: int, rules: SafeContact, now: datetime) -> None:
    """Keep these rules, and ask anew of each text that is held whether it must wait."""
    conversations.save(tx, conversation_id, safe_contact=rules.to_json())
    outbox.look_again(tx, conversation_id, now=now)
