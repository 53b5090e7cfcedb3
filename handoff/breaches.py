"""Waits that are over their target: marked on the case, and told to those on call and supervisors."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from bot.decision import Level
from handoff.cases import add_event
from store.alerts import BREACHED, PROMISE, STILL, ask
from store.tables import AlertRow, Case

AGAIN_AFTER = timedelta(minutes=10)
"""How often an emergency that nobody picks up alerts again."""


def mark_breaches(tx: Connection, now: datetime) -> list[Level]:
    """Mark every waiting case that has just gone over its target, once. The levels of those."""
    breached = tx.execute(
        update(Case)
        .where(Case.state == "waiting", Case.due_at <= now, Case.breached_at.is_(None))
        .values(breached_at=now)
        .returning(Case.id, Case.level)
    ).all()
    for case in breached:
        add_event(tx, case.id, "breached", level=case.level, now=now)
        ask(tx, case_id=case.id, cause=BREACHED, level=case.level, now=now)
    return [Level(case.level) for case in breached]


def remind_of_emergencies(tx: Connection, now: datetime) -> None:
    """Alert again of each emergency that waits and of which nobody was told for a while."""
    told_lately = (
        select(AlertRow.id)
        .where(
            AlertRow.case_id == Case.id,
            AlertRow.asked_at > now - AGAIN_AFTER,
            AlertRow.cause != PROMISE,
        )
        .exists()
    )
    waiting = (
        select(Case.id)
        .where(Case.state == "waiting", Case.level == Level.EMERGENCY, ~told_lately)
        .with_for_update(skip_locked=True)
    )
    for case_id in tx.execute(waiting).scalars().all():
        ask(tx, case_id=case_id, cause=STILL, level=Level.EMERGENCY, now=now)
