"""One plan a young person: steps, each with who takes it and by when, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from handoff.cases import CaseError
from handoff.facts import open_case
from handoff.speaking import lock_case
from store.clock import in_london
from store.tables import Case, PlanStep, StaffMember

LONGEST_STEP = 160
LONGEST_WHO = 40
MOST_OPEN = 12
_FURTHEST_YEARS = 3
Became = Literal["done", "dropped"]
_SETTLER = aliased(StaffMember)
_STEPS = (
    select(PlanStep, StaffMember.shown_name, _SETTLER.shown_name.label("settler"))
    .join(StaffMember, StaffMember.id == PlanStep.staff_id)
    .outerjoin(_SETTLER, _SETTLER.id == PlanStep.settled_by)
    .where(PlanStep.person_id == bindparam("person"))
    .order_by(PlanStep.due_on, PlanStep.id)
)


@dataclass(frozen=True)
class NextStep:
    """One step. `state` is open, done or dropped; `by` wrote it down, `settled_by` says what became of it."""

    id: int
    words: str
    who: str
    due_on: date
    state: str
    by: str
    at: datetime
    settled_by: str
    settled_at: datetime | None

    def late(self, now: datetime) -> bool:
        """Whether it is still open after its day."""
        return self.state == "open" and self.due_on < in_london(now).date()


def add_step(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    words: str,
    who: str,
    due_on: str,
    now: datetime,
) -> int:
    """Add a step to the plan; CaseError says what is missing. Gives its number."""
    lock_case(tx, case_id)
    case = open_case(tx, case_id)
    words, who = " ".join(words.split()), " ".join(who.split())
    if not words or not who:
        message = "No step was added. Say what is to be done, and who does it."
        raise CaseError(message)
    if len(words) > LONGEST_STEP or len(who) > LONGEST_WHO:
        message = (
            f"No step was added. It has {len(words)} characters and {LONGEST_STEP} is the most "
            f"({LONGEST_WHO} for who does it). Make two steps of it."
        )
        raise CaseError(message)
    day = _day_to_come(due_on, in_london(now).date())
    if sum(step.state == "open" for step in steps_of(tx, case.person_id)) >= MOST_OPEN:
        message = (
            f"No step was added. {MOST_OPEN} open steps are the most that anybody can keep in mind. "
            "Settle some first."
        )
        raise CaseError(message)
    number: int = tx.execute(
        insert(PlanStep)
        .values(
            person_id=case.person_id,
            case_id=case_id,
            staff_id=staff_id,
            words=words,
            who=who,
            due_on=day,
            at=now,
        )
        .returning(PlanStep.id)
    ).scalar_one()
    return number


def settle_step(
    tx: Connection, *, case_id: int, staff_id: int, step_id: int, became: str, now: datetime
) -> None:
    """Say what became of a step. One that somebody else has settled already stays as they said."""
    lock_case(tx, case_id)
    case = open_case(tx, case_id)
    if became not in ("done", "dropped"):
        message = "Nothing was changed. Say whether the step is done or dropped."
        raise CaseError(message)
    changed = tx.execute(
        update(PlanStep)
        .where(
            PlanStep.id == step_id, PlanStep.person_id == case.person_id, PlanStep.state == "open"
        )
        .values(state=became, settled_by=staff_id, settled_at=now)
    ).rowcount
    if not changed:
        message = "This step is not open any more, so nothing was changed. Look at the plan again."
        raise CaseError(message)


def steps_of(tx: Connection, person_id: int) -> list[NextStep]:
    """The whole plan: open steps first, the soonest first, then those that are settled, the newest first."""
    rows: Any = tx.execute(_STEPS, {"person": person_id})
    steps = [
        NextStep(
            row.id, row.words, row.who, row.due_on, row.state, row.shown_name, row.at,
            row.settler or "", row.settled_at,
        )
        for row in rows
    ]  # fmt: skip
    still = [step for step in steps if step.state == "open"]
    return [*still, *(step for step in reversed(steps) if step.state != "open")]


def open_steps(tx: Connection, case_id: int) -> Sequence[NextStep]:
    """The steps of the person of this case that are still to be taken."""
    person_id = tx.execute(select(Case.person_id).where(Case.id == case_id)).scalar_one()
    return [step for step in steps_of(tx, person_id) if step.state == "open"]


def _day_to_come(written: str, today: date) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        message = "No step was added. Give the day by which it is to be done."
        raise CaseError(message) from None
    if day < today:
        message = f"No step was added: {day.day} {day:%B %Y} is in the past. Choose today or a day to come."
        raise CaseError(message)
    if day.year > today.year + _FURTHEST_YEARS:
        message = f"No step was added: {day.year} is too far away. Choose an earlier day."
        raise CaseError(message)
    return day
