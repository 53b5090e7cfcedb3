"""The outbox of alerts: asked for in the transaction of what they tell of, sent outside of it.

A row is leased to one process while it sends. One whose process died comes back when its lease runs
out, and goes again only to the addresses that are not known to have taken it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, or_, select, update

from store.tables import AlertRow, Case

NEW, BREACHED, STILL = "new", "breached", "still waiting"
"""Causes: an emergency, a wait that is over its target, and an emergency that goes on waiting."""
PROMISE = "promise"
"""Cause: a promise to a young person is late, or they say that it was broken."""

LEASE = timedelta(seconds=60)
BACK_OFF_SECONDS = (5, 15, 60, 300, 900)


@dataclass(frozen=True)
class Alert:
    """A leased alert. `waiting_since` is none once the case waits no longer; where an adviser had the
    case and it came back (`returned`) it is the time of that."""

    alert_id: int
    case_id: int
    cause: str
    level: str
    waiting_since: datetime | None
    reached: frozenset[str]
    attempts: int
    returned: bool = False


def ask(tx: Connection, *, case_id: int, cause: str, level: str, now: datetime) -> None:
    """Ask for an alert to be sent at once."""
    tx.execute(
        insert(AlertRow).values(
            case_id=case_id, cause=cause, level=level, asked_at=now, next_at=now
        )
    )


def lease(tx: Connection, *, owner: str, now: datetime, most: int = 20) -> list[Alert]:
    """Take up to `most` alerts that are due, the oldest first."""
    due = or_(
        (AlertRow.state == "waiting") & (AlertRow.next_at <= now),
        (AlertRow.state == "leased") & (AlertRow.leased_until <= now),
    )
    chosen = select(AlertRow.id).where(due).order_by(AlertRow.id).limit(most)
    ids = tx.execute(chosen.with_for_update(skip_locked=True)).scalars().all()
    if not ids:
        return []
    tx.execute(
        update(AlertRow)
        .where(AlertRow.id.in_(ids))
        .values(
            state="leased",
            lease_owner=owner,
            leased_until=now + LEASE,
            attempts=AlertRow.attempts + 1,
        )
    )
    rows = tx.execute(
        select(
            AlertRow.id,
            AlertRow.case_id,
            AlertRow.cause,
            AlertRow.level,
            Case.state,
            Case.waiting_since,
            Case.returned_at,
            AlertRow.reached,
            AlertRow.attempts,
        )
        .join(Case, Case.id == AlertRow.case_id)
        .where(AlertRow.id.in_(ids))
        .order_by(AlertRow.id)
    )
    return [
        Alert(
            alert_id=row.id,
            case_id=row.case_id,
            cause=row.cause,
            level=row.level,
            waiting_since=(row.returned_at or row.waiting_since)
            if row.state == "waiting"
            else None,
            reached=frozenset(row.reached.split()),
            attempts=row.attempts,
            returned=row.returned_at is not None,
        )
        for row in rows
    ]


def sent(tx: Connection, alert: Alert, *, reached: Collection[str], now: datetime) -> None:
    """Every address has taken it."""
    _settle(tx, alert, state="sent", reached=_joined(reached), sent_at=now, last_error=None)


def failed(
    tx: Connection,
    alert: Alert,
    *,
    reached: Collection[str],
    error: str,
    now: datetime,
    final: bool = False,
) -> bool:
    """Not every address took it: try the others later, or give up. True when it was given up."""
    dead = final or alert.attempts > len(BACK_OFF_SECONDS)
    wait = BACK_OFF_SECONDS[min(alert.attempts, len(BACK_OFF_SECONDS)) - 1]
    _settle(
        tx,
        alert,
        state="dead" if dead else "waiting",
        reached=_joined(reached),
        next_at=now + timedelta(seconds=wait),
        last_error=error[:200],
    )
    return dead


def _joined(reached: Collection[str]) -> str:
    return " ".join(sorted(reached))


def _settle(tx: Connection, alert: Alert, **values: object) -> None:
    tx.execute(
        update(AlertRow)
        .where(AlertRow.id == alert.alert_id)
        .values(lease_owner=None, leased_until=None, **values)
    )
