"""A closed case opened again, because what it was about is not over."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.decision import Level, highest
from content.library import Library
from handoff.cases import CaseError, add_event, open_case_of, refuse_without_reason
from handoff.moves import Moved
from handoff.presence import first_name, working
from handoff.speaking import announce, lock_case
from store.tables import Case, Conversation


def reopen(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    why: str,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Moved:
    """Open somebody's last case again: it is held at once by whoever does so, at its old level."""
    working(tx, staff_id, now)
    conversation, _ = lock_case(tx, case_id)
    case = tx.execute(
        select(Case.state, Case.person_id, Case.level, Case.joined_to).where(Case.id == case_id)
    ).one()
    if case.state != "closed":
        message = "This case is open already."
        raise CaseError(message)
    if case.joined_to is not None:
        message = f"This case was joined to case {case.joined_to}. Open that one."
        raise CaseError(message)
    _refuse_unless_last(tx, case_id, case.person_id)
    refuse_without_reason(why, "A case is reopened only with a reason.")
    tx.execute(
        update(Case)
        .where(Case.id == case_id)
        .values(state="held", owner_id=staff_id, claimed_at=now, closed_at=None, outcome=None)
    )
    level = highest(Level(case.level), Level(conversation.level))
    tx.execute(update(Case).where(Case.id == case_id).values(level=level, level_rank=level.rank))
    tx.execute(
        update(Conversation)
        .where(Conversation.id == conversation.conversation_id)
        .values(holder="adviser", level=level)
    )
    add_event(tx, case_id, "reopened", staff_id=staff_id, text=why.strip(), now=now)
    told = None
    if not quietly:
        blanks = {"name": first_name(tx, staff_id)}
        told = announce(
            tx, case_id=case_id, library=library, key="reopened", blanks=blanks, now=now
        )
    return Moved(case_id, conversation.conversation_id, told)


def _refuse_unless_last(tx: Connection, case_id: int, person_id: int) -> None:
    newer = open_case_of(tx, person_id)
    if newer:
        message = f"They have a newer case that is open, case {newer.id}. Open that one."
        raise CaseError(message)
    last = tx.execute(
        select(Case.id)
        .where(Case.person_id == person_id, Case.joined_to.is_(None))
        .order_by(Case.closed_at.desc(), Case.id.desc())
        .limit(1)
    ).scalar_one()
    if last != case_id:
        message = f"They have had a newer case since, case {last}. Reopen that one."
        raise CaseError(message)
