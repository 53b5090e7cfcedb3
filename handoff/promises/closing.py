"""What is promised when a case closes, and the question whether it helped; and when nobody is there."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from handoff.presence import first_name
from handoff.promises.entering import ask_later, enter, refuse_bad_time
from handoff.promises.follow_ups import HELPED_AFTER
from handoff.speaking import Sent
from store.tables import Promise

LOOKED_AT_AFTER = timedelta(days=7)
"""By when what was agreed without a day should have come true."""


def enter_what_was_agreed(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    agreed: str,
    due_at: datetime | None,
    told: Sent | None,
    asks: bool,
    now: datetime,
) -> None:
    """Keep what was agreed as a promise; `asks` whether talking to us helped, where they were told."""
    if due_at is not None:
        refuse_bad_time(due_at, now)
    if agreed:
        enter(
            tx,
            case_id=case_id,
            kind="agreed",
            by=staff_id,
            who=first_name(tx, staff_id),
            what=agreed,
            due_at=due_at or now + LOOKED_AT_AFTER,
            told=told,
            now=now,
        )
    if told and asks:
        ask_later(tx, case_id=case_id, kind="helped", at=now + HELPED_AFTER)


def promise_somebody_back(
    tx: Connection, case_id: int, *, when: str, due_at: datetime, now: datetime
) -> None:
    """The service has told them when advisers are back: that an adviser sees it by then is a promise.

    One that stands already and is due no later covers what was told again.
    """
    stands = select(Promise.id).where(
        Promise.case_id == case_id,
        Promise.kind == "back",
        Promise.state == "open",
        Promise.due_at > now,
        Promise.due_at <= due_at,
    )
    if tx.execute(stands).first():
        return
    enter(
        tx,
        case_id=case_id,
        kind="back",
        who="Connexions Direct",
        what=f"An adviser is back {when} and reads this first.",
        due_at=due_at,
        told_now=True,
        asks=False,
        now=now,
    )
