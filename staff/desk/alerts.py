"""Alerts that did not arrive, below the queue: somebody must know that nobody was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, select

from store.tables import AlertRow, Case

SHOWN_FOR = timedelta(days=1)
_LOST = (
    select(AlertRow.case_id, AlertRow.last_error, AlertRow.asked_at)
    .join(Case, Case.id == AlertRow.case_id)
    .where(
        AlertRow.id.in_(select(func.max(AlertRow.id)).group_by(AlertRow.case_id)),
        AlertRow.state == "dead",
        Case.state != "closed",
        AlertRow.asked_at > bindparam("since"),
    )
    .order_by(AlertRow.id.desc())
    .limit(20)
)


@dataclass(frozen=True)
class LostAlert:
    """An alert about a case that is still open and that was given up, and where it did not arrive."""

    case_id: int
    reason: str
    asked_at: datetime


def lost_alerts(tx: Connection, now: datetime) -> Sequence[LostAlert]:
    """The latest of each case, for a day and while the case is open."""
    rows = tx.execute(_LOST, {"since": now - SHOWN_FOR})
    return [LostAlert(row.case_id, row.last_error or "", row.asked_at) for row in rows]
