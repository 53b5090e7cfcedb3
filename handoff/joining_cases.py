"""Two open cases of what turns out to be one person: one is kept, the other is closed as joined to it.

Kept is the graver one, then the one that somebody has, then the older. Nothing of the other is lost: it is
read from the kept one, and whoever had it hears of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.state import DialogueState
from content.library import Library
from handoff.cases import Outcome, add_event
from handoff.notices import drop_questions, tell
from handoff.offers import lapse_offer
from handoff.presence import is_here
from handoff.promises.ledger import UNSETTLED
from handoff.promises.settling import somebody_is_back
from handoff.speaking import RICH_CHANNELS, announce
from handoff.unsent import send_now
from store import conversations
from store.tables import Case, Conversation, FollowUp, Promise, StaffMember


@dataclass(frozen=True)
class JoinedCases:
    """Which case goes on, over which channel, and which was closed."""

    kept: int
    other: int
    channel: str


def join_cases(
    tx: Connection, first: int, second: int, *, library: Library, now: datetime
) -> JoinedCases:
    """Make two open cases one; their conversations are locked. Every level stays at least what it was."""
    kept, other = sorted((_read(tx, first), _read(tx, second)), key=_before)
    send_now(tx, case_id=other.id, now=now)  # what was just written goes to where it was meant for
    _close(tx, other, kept, now)
    _hand_over_promises(tx, kept, other)
    _go_on(tx, kept, other, now)
    _tell_staff(tx, kept, other, now)
    # By text nothing is said: they are in the chat, and it tells them.
    if other.channel in RICH_CHANNELS:
        announce(tx, case_id=other.id, library=library, key="goes-on-by-text", blanks={}, now=now)
    return JoinedCases(kept.id, other.id, kept.channel)


def _read(tx: Connection, case_id: int) -> Row[Any]:
    found: Any = tx.execute(
        select(
            Case.id,
            Case.conversation_id,
            Case.level_rank,
            Case.owner_id,
            Case.opened_at,
            Case.waiting_since,
            Case.due_at,
            Conversation.channel,
            Conversation.state.label("memory"),
            StaffMember.present_at,
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .outerjoin(StaffMember, StaffMember.id == Case.owner_id)
        .where(Case.id == case_id)
    ).one()
    case: Row[Any] = found
    return case


def _before(case: Row[Any]) -> tuple[int, bool, datetime, int]:
    """Smaller for the one that is kept."""
    return (-case.level_rank, case.owner_id is None, case.opened_at, case.id)


def _close(tx: Connection, other: Row[Any], kept: Row[Any], now: datetime) -> None:
    lapse_offer(tx, other.id, now)
    drop_questions(tx, other.id)
    tx.execute(
        update(Case)
        .where(Case.id == other.id)
        .values(state="closed", closed_at=now, outcome=Outcome.JOINED, joined_to=kept.id)
    )
    tx.execute(update(Case).where(Case.joined_to == other.id).values(joined_to=kept.id))
    afresh = DialogueState.from_json(other.memory).afresh()
    conversations.save(tx, other.conversation_id, holder="bot", state=afresh.to_json())
    add_event(tx, other.id, "joined", text=f"Goes on as case {kept.id}", now=now)
    add_event(tx, kept.id, "joined", text=f"With case {other.id}", now=now)


def _hand_over_promises(tx: Connection, kept: Row[Any], other: Row[Any]) -> None:
    """What is still to come for them is now the kept case's to see to, and asked about over its channel."""
    to_come = (Promise.case_id == other.id) & Promise.state.in_(UNSETTLED)
    waiting = (FollowUp.case_id == other.id) & (FollowUp.state == "waiting")
    tx.execute(update(FollowUp).where(waiting).values(case_id=kept.id))
    tx.execute(update(Promise).where(to_come).values(case_id=kept.id, told_seq=None))


def _go_on(tx: Connection, kept: Row[Any], other: Row[Any], now: datetime) -> None:
    """Who had the other goes on with the kept one if they are here; else it stands first of its level."""
    mine = update(Case).where(Case.id == kept.id)
    if kept.owner_id is not None:
        somebody_is_back(tx, kept.id, now)
        return
    tx.execute(
        mine.values(
            due_at=min(kept.due_at, other.due_at),
            waiting_since=min(kept.waiting_since, other.waiting_since),
        )
    )
    if other.owner_id is None:
        return
    if not is_here(other.present_at, now):
        tx.execute(mine.values(returned_at=now))
        return
    lapse_offer(tx, kept.id, now)
    tx.execute(mine.values(state="held", owner_id=other.owner_id, claimed_at=now, returned_at=None))
    conversations.save(tx, kept.conversation_id, holder="adviser")
    add_event(tx, kept.id, "claimed", staff_id=other.owner_id, now=now)
    somebody_is_back(tx, kept.id, now)


def _tell_staff(tx: Connection, kept: Row[Any], other: Row[Any], now: datetime) -> None:
    for owner_id in {kept.owner_id, other.owner_id} - {None}:
        tell(tx, owner_id, "joined", case_id=kept.id, words=f"case {other.id}", now=now)
