"""Changes planned for a day to come: a version to be published, or an answer to be withdrawn.

A plan is carried out once, by whichever process comes first. If it cannot be, nothing changes for young
people, and the plan says why until an editor has seen it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, insert, select, update

from content import publishing
from content.history import newest, version
from content.publishing import EditConflictError, PublishError
from content.repository import ANSWER
from content.reviewing import NeedsSecondPersonError, may_go_live
from store.tables import EntryRow, PlannedChange, StaffMember

PUBLISH: Final = "publish"
WITHDRAW: Final = "withdraw"
WAITING: Final = "waiting"
DONE: Final = "done"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"


class PlanError(Exception):
    """A plan that cannot be made. The text says why and what to do."""


@dataclass(frozen=True)
class Plan:
    """What shall happen, when, and who wants it."""

    id: int
    entry_id: str
    what: str
    number: int | None
    at: datetime
    by: int
    who: str
    why: str
    state: str
    problem: str


def plan(
    tx: Connection,
    entry_id: str,
    what: str,
    *,
    number: int | None,
    at: datetime,
    by: int,
    why: str,
    now: datetime,
) -> None:
    """Plan a change; another one of the same kind that still waits gives way to it."""
    if at <= now:
        raise PlanError("That moment has passed. Choose one to come, or do it now.")
    known = newest(tx, entry_id)
    if known is None:
        raise PlanError("There is no such entry.")
    if what == WITHDRAW and known.kind != ANSWER:
        raise PlanError("Only answers can be withdrawn: the rest is always needed.")
    if what == PUBLISH and (number is None or version(tx, entry_id, number) is None):
        raise PlanError("There is no such version.")
    if what == PUBLISH and not may_go_live(tx, entry_id, number or 0):
        raise PlanError("A second person has to approve this version before it is planned.")
    tx.execute(
        update(PlannedChange)
        .where(
            PlannedChange.entry_id == entry_id,
            PlannedChange.what == what,
            PlannedChange.state.in_((WAITING, FAILED)),
        )
        .values(state=CANCELLED)
    )
    tx.execute(
        insert(PlannedChange).values(
            entry_id=entry_id, what=what, number=number, at=at, by=by, why=why[:200], made_at=now
        )
    )


def cancel(tx: Connection, entry_id: str, plan_id: int) -> bool:
    """Let go of a plan, or of the note that it failed; False when there is none any more."""
    done = tx.execute(
        update(PlannedChange)
        .where(
            PlannedChange.id == plan_id,
            PlannedChange.entry_id == entry_id,
            PlannedChange.state.in_((WAITING, FAILED)),
        )
        .values(state=CANCELLED)
    )
    return bool(done.rowcount)


def open_plans(tx: Connection, entry_id: str = "") -> list[Plan]:
    """What waits and what failed, of one piece or of all, in the order of time."""
    asked = _plans().where(PlannedChange.state.in_((WAITING, FAILED)))
    if entry_id:
        asked = asked.where(PlannedChange.entry_id == entry_id)
    return [_plan(row) for row in tx.execute(asked.order_by(PlannedChange.at, PlannedChange.id))]


def carry_out_next(tx: Connection, *, hours: str, now: datetime) -> Plan | None:
    """Do the next thing that is due, as the plan with what became of it; none where nothing is due."""
    due = (
        _plans()
        .where(PlannedChange.state == WAITING, PlannedChange.at <= now)
        .order_by(PlannedChange.at, PlannedChange.id)
        .limit(1)
        .with_for_update(of=PlannedChange, skip_locked=True)
    )
    row = tx.execute(due).one_or_none()
    if row is None:
        return None
    wanted = _plan(row)
    problem = _carried_out(tx, wanted, hours=hours, now=now)
    state = FAILED if problem else DONE
    tx.execute(
        update(PlannedChange)
        .where(PlannedChange.id == wanted.id)
        .values(state=state, problem=problem[:400])
    )
    return Plan(**{**vars(wanted), "state": state, "problem": problem})


def _carried_out(tx: Connection, wanted: Plan, *, hours: str, now: datetime) -> str:
    """Empty when it is done, else why it cannot be."""
    live = tx.execute(
        select(EntryRow.published_revision).where(EntryRow.id == wanted.entry_id)
    ).scalar_one()
    try:
        if wanted.what == WITHDRAW:
            if live is not None:
                publishing.withdraw(tx, wanted.entry_id, replaces=live, now=now)
            return ""
        number = wanted.number or 0
        if live is not None and live > number:
            return f"Version {live} went live meanwhile, which is newer."
        publishing.publish(
            tx,
            wanted.entry_id,
            number,
            replaces=live,
            publisher_id=wanted.by,
            hours=hours,
            now=now,
        )
    except PublishError as error:
        return " ".join(
            f"{found.where or wanted.entry_id}: {found.what} {found.mend}"
            for found in error.findings[:3]
        )
    except EditConflictError:
        return "What is live changed at the same moment."
    except NeedsSecondPersonError:
        return "A second person has to approve this version first."
    return ""


def _plans() -> Select[*tuple[Any, ...]]:
    return select(
        PlannedChange.id,
        PlannedChange.entry_id,
        PlannedChange.what,
        PlannedChange.number,
        PlannedChange.at,
        PlannedChange.by,
        PlannedChange.why,
        PlannedChange.state,
        PlannedChange.problem,
        StaffMember.name.label("who"),
    ).join(StaffMember, StaffMember.id == PlannedChange.by)


def _plan(row: Row[Any]) -> Plan:
    return Plan(
        id=row.id,
        entry_id=row.entry_id,
        what=row.what,
        number=row.number,
        at=row.at,
        by=row.by,
        who=row.who,
        why=row.why,
        state=row.state,
        problem=row.problem,
    )
