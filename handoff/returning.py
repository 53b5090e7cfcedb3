"""Cases that come back to the queue because their adviser is gone: at its head, and never in silence."""

from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update

from content.library import Library
from handoff.cases import add_event
from handoff.moves import Moved
from handoff.notices import drop, notices_of, tell
from handoff.offers import lapse_offer, offers_to, settle
from handoff.presence import GRACE
from handoff.queue import place_of
from handoff.speaking import announce, lock_case
from store.tables import Case, CaseEvent, Conversation, Message, StaffMember


def return_cases(tx: Connection, staff_id: int, *, library: Library, now: datetime) -> list[Moved]:
    """Put every case that a member holds at the head of the queue; their young people are told."""
    held = tx.execute(
        select(Case.id)
        .where(Case.owner_id == staff_id, Case.state == "held")
        .order_by(Case.conversation_id)
    ).scalars()
    moved = (_return(tx, case_id, staff_id, library, now) for case_id in held.all())
    return [each for each in moved if each]


def end_duty(tx: Connection, staff_id: int, *, library: Library, now: datetime) -> list[Moved]:
    """Somebody's account ends: nothing that waits for them is left behind, and nobody in the dark."""
    for offered in offers_to(tx, staff_id, now):
        settle(tx, offered.id, "lapsed")
        tell(tx, offered.by_id, "gone", case_id=offered.case_id, by=staff_id, now=now)
    waiting = notices_of(tx, staff_id)
    for notice in waiting:
        if notice.kind == "asked" and notice.by_id is not None:
            tell(tx, notice.by_id, "gone", case_id=notice.case_id, by=staff_id, now=now)
    drop(tx, [notice.id for notice in waiting])
    return return_cases(tx, staff_id, library=library, now=now)


def return_dropped(tx: Connection, *, library: Library, now: datetime) -> list[Moved]:
    """The same for advisers whose desk was there and has been silent for longer than the grace.

    Who never had a desk that answers, because it works without our script, is not dropped.
    """
    latest = now - GRACE
    owners = tx.execute(
        select(StaffMember.id)
        .join(Case, Case.owner_id == StaffMember.id)
        .where(
            Case.state == "held",
            StaffMember.present_at < latest,
            Case.claimed_at < latest,
        )
        .distinct()
        .order_by(StaffMember.id)
    ).scalars()
    moved = []
    for owner in owners.all():
        returned = return_cases(tx, owner, library=library, now=now)
        for each in returned:
            tell(tx, owner, "returned", case_id=each.case_id, now=now)
        moved += returned
    return moved


def _return(
    tx: Connection, case_id: int, staff_id: int, library: Library, now: datetime
) -> Moved | None:
    """Let go of one case; none where it has moved on meanwhile. If it is late, that counts anew: those
    who were alerted before believe that somebody has it."""
    lock_case(tx, case_id)
    conversation_id = tx.execute(
        update(Case)
        .where(Case.id == case_id, Case.owner_id == staff_id, Case.state == "held")
        .values(state="waiting", owner_id=None, claimed_at=None, returned_at=now, breached_at=None)
        .returning(Case.conversation_id)
    ).scalar_one_or_none()
    if conversation_id is None:
        return None
    tx.execute(
        update(Conversation).where(Conversation.id == conversation_id).values(holder="queue")
    )
    lapse_offer(tx, case_id, now)
    add_event(tx, case_id, "returned", staff_id=staff_id, now=now)
    told = None
    if _met_an_adviser(tx, case_id, conversation_id):
        place = {"place": str(place_of(tx, case_id))}
        told = announce(
            tx, case_id=case_id, library=library, key="adviser-gone", blanks=place, now=now
        )
    return Moved(case_id, conversation_id, told)


def _met_an_adviser(tx: Connection, case_id: int, conversation_id: int) -> bool:
    """Whether the young person knows of an adviser: who came quietly goes quietly."""
    came = select(func.min(CaseEvent.at)).where(
        CaseEvent.case_id == case_id,
        CaseEvent.kind.in_(("claimed", "accepted", "taken over", "reopened")),
    )
    heard = select(Message.id).where(
        Message.conversation_id == conversation_id,
        Message.at >= came.scalar_subquery(),
        or_(Message.author == "adviser", Message.kind == "handoff"),
    )
    return tx.execute(heard.limit(1)).first() is not None
