"""Reading the ledger: the promises of a case, and those of everybody that are not settled yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select
from sqlalchemy.orm import aliased

from store.tables import Case, FollowUp, Promise, StaffMember

UNSETTLED = ("open", "unsure", "done")
"""States in which something is still to come: the deed, its day, or the young person's word on it."""
CONFIRMED_WITHIN = timedelta(days=7)
_MAKER, _OWNER = aliased(StaffMember), aliased(StaffMember)
_ENTRIES: Any = (
    select(
        Promise,
        Case.state.label("case_state"),
        Case.level,
        Case.owner_id,
        _MAKER.name.label("maker"),
        _OWNER.name.label("owner"),
        FollowUp.asked_at,
        FollowUp.answer,
    )
    .join(Case, Case.id == Promise.case_id)
    .outerjoin(_MAKER, _MAKER.id == Promise.by_id)
    .outerjoin(_OWNER, _OWNER.id == Case.owner_id)
    .outerjoin(FollowUp, FollowUp.promise_id == Promise.id)
    .order_by(Promise.due_at, Promise.id)
)
_OF_A_CASE = _ENTRIES.where(Promise.case_id == bindparam("case"), Promise.state != "none")


@dataclass(frozen=True)
class Entry:
    """One promise as staff see it.

    State: `open`; `unsure` (read from an adviser's words, its day is to be set); `done` (an adviser
    says so); `kept` and `broken`; `withdrawn` (they were told), `none` (it was no promise). `asked_at`
    and `answer`: the question to the young person whether it came true.
    """

    id: int
    case_id: int
    case_state: str
    level: str
    owner_id: int | None
    owner: str
    kind: str
    by_id: int | None
    by: str
    who: str
    what: str
    made_at: datetime
    due_at: datetime
    told_at: datetime | None
    told_seq: int | None
    state: str
    climbed_at: datetime | None
    settled_with: str
    asked_at: datetime | None
    answer: str
    referral_id: int | None

    def is_late(self, now: datetime) -> bool:
        """Whether its time has gone and nobody has said that it is done."""
        return self.state in ("open", "unsure") and self.due_at <= now


@dataclass(frozen=True)
class Tally:
    """How promises told to young people came out over the last days, and whether help helped."""

    days: int
    kept: int
    broken: int
    withdrawn: int
    helped: int
    helped_partly: int
    helped_not: int


def promises_of(tx: Connection, case_id: int) -> Sequence[Entry]:
    """The promises of one case, what is due first on top; what is settled follows."""
    found = [_entry(row) for row in tx.execute(_OF_A_CASE, {"case": case_id})]
    return sorted(found, key=lambda one: one.state not in UNSETTLED)


def unsettled(
    tx: Connection, now: datetime, *, of: int | None = None, most: int = 300
) -> Sequence[Entry]:
    """What is to come, the earliest first: everybody's, or what one adviser made or now answers for.

    What an adviser has done stays for some days, until the young person has said so too.
    """
    unconfirmed = (Promise.state == "done") & (Promise.settled_at > now - CONFIRMED_WITHIN)
    to_come: ColumnElement[bool] = Promise.state.in_(("open", "unsure")) | unconfirmed
    which = to_come & (Promise.kind != "back")
    if of is not None:
        which &= (Promise.by_id == of) | (Case.owner_id == of)
    return _read(tx, which, most)


def promise_of(tx: Connection, promise_id: int) -> Entry | None:
    """One promise by its number."""
    return next(iter(_read(tx, Promise.id == promise_id)), None)


def tally(tx: Connection, now: datetime, days: int = 28) -> Tally:
    """Count what was settled or answered in the last days."""
    since = now - timedelta(days=days)
    came_out = _counted(tx, Promise.state, Promise.settled_at > since, Promise.told_at.is_not(None))
    helped = _counted(tx, FollowUp.answer, FollowUp.answered_at > since, FollowUp.kind == "helped")
    return Tally(
        days,
        came_out.get("kept", 0),
        came_out.get("broken", 0),
        came_out.get("withdrawn", 0),
        helped.get("yes", 0),
        helped.get("partly", 0),
        helped.get("no", 0),
    )


def _counted(tx: Connection, column: Any, *which: ColumnElement[bool]) -> dict[str, int]:
    rows = tx.execute(select(column, func.count()).where(*which).group_by(column))
    return {row[0]: row[1] for row in rows}


def _read(tx: Connection, which: ColumnElement[bool], most: int = 300) -> list[Entry]:
    rows: Any = tx.execute(_ENTRIES.where(which).limit(most))
    return [_entry(row) for row in rows]


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        case_id=row.case_id,
        case_state=row.case_state,
        level=row.level,
        owner_id=row.owner_id,
        owner=row.owner or "",
        kind=row.kind,
        by_id=row.by_id,
        by=row.maker or "",
        who=row.who,
        what=row.what,
        made_at=row.made_at,
        due_at=row.due_at,
        told_at=row.told_at,
        told_seq=row.told_seq,
        state=row.state,
        climbed_at=row.climbed_at,
        settled_with=row.settled_with or "",
        asked_at=row.asked_at,
        answer=row.answer or "",
        referral_id=row.referral_id,
    )
