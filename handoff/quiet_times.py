"""When a text must wait: for the quiet times that a person asked for, and for the night, which is everybody's.

An answer within minutes of their own message goes at once, for they hold the phone; unless that very
message said not to. Words of safety and the receipt of an opt-out never come here.
At night nothing is sent that they did not just ask for, but for two: a talk or a wait that is alive goes
on, and an emergency is nobody's night.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select

from bot.contact.rules import Heard, Quiet, SafeContact
from bot.decision import Level
from handoff.night import QuietHours
from store import conversations, outbox
from store.clock import in_london
from store.conversations import Located
from store.tables import Case, Conversation

_RULES = select(Conversation.safe_contact, Conversation.person_id).where(
    Conversation.id == bindparam("conversation")
)
HOLDS_THE_PHONE = timedelta(minutes=5)
STILL_THERE = timedelta(hours=1)
"""For how long after their own last word somebody with a case is taken to be there, waiting or talking."""
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


def let_go_of_the_night(
    tx: Connection, conversation: Located, heard: Sequence[Heard], now: datetime
) -> None:
    """They just wrote: what only the night holds goes before our answer, in its order.

    Not where they ever said when it is safe: what waits for that stays, for somebody else may have the
    phone now, and an answer gives less away than what was written to them before.
    """
    if conversation.safe_contact is None and not heard:
        outbox.look_again(tx, conversation.conversation_id, now=now)


def quiet_now(
    tx: Connection, conversation_id: int, now: datetime, night: QuietHours | None
) -> Quiet | None:
    """The quiet time that a text to this conversation would fall into now, if any; until all are over.

    `night` is none where it does not bind: for an answer, or where texts may go at any hour.
    """
    kept, person_id = tx.execute(_RULES, {"conversation": conversation_id}).one()
    rules = SafeContact.from_json(kept)
    asked, dark = rules.quiet(in_london(now)), night.until(now) if night else None
    if asked is None and dark is None:
        return None
    heard = conversations.last_heard(tx, conversation_id)
    if heard and now - heard[1] <= HOLDS_THE_PHONE and not rules.forbids_an_answer_to(heard[0]):
        return None
    if night and _is_emergency(tx, person_id):
        night = dark = None
    if dark and heard and _is_alive(tx, conversation_id, heard[1], now):
        dark = None
    if asked is None and dark is None:
        return None
    return Quiet(_all_over(rules, night, now), asked.words if asked else "")


def _all_over(rules: SafeContact, night: QuietHours | None, now: datetime) -> datetime | None:
    """When neither their own quiet times nor the night go on; None: they must say so first."""
    end = now
    while end - now < LOOK_AGAIN_AFTER:
        asked, dark = rules.quiet(in_london(end)), night.until(end) if night else None
        if asked and asked.until is None:
            return None
        later = max((each for each in (asked and asked.until, dark) if each), default=None)
        if later is None:
            return end
        end = later
    return None


def _is_emergency(tx: Connection, person_id: int) -> bool:
    opened = select(Case.id).where(
        Case.person_id == person_id, Case.state != "closed", Case.level == Level.EMERGENCY
    )
    return tx.execute(opened).first() is not None


def _is_alive(tx: Connection, conversation_id: int, heard_at: datetime, now: datetime) -> bool:
    """Whether they wait for an adviser or talk to one, or did when they last wrote, not long ago."""
    theirs = select(Case.id).where(
        Case.conversation_id == conversation_id,
        or_(Case.closed_at.is_(None), Case.closed_at >= heard_at),
    )
    return now - heard_at <= STILL_THERE and tx.execute(theirs).first() is not None


def looked_at_again(quiet: Quiet, now: datetime) -> datetime:
    """When a text that falls into a quiet time is looked at again."""
    return quiet.until or now + LOOK_AGAIN_AFTER


def keep(tx: Connection, conversation_id: int, rules: SafeContact, now: datetime) -> None:
    """Keep these rules, and ask anew of each text that is held whether it must wait."""
    conversations.save(tx, conversation_id, safe_contact=rules.to_json())
    outbox.look_again(tx, conversation_id, now=now)
