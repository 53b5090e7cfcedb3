"""What an editor made of questions, with its line in the audit trail in the same transaction."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, update

from staff.audit import record
from staff.questions.reading import NOT_OURS, OPEN
from store.tables import Question


def settle(
    tx: Connection,
    ids: Collection[int],
    settled: str,
    *,
    by: int,
    now: datetime,
    subject: str = "questions",
) -> int:
    """Note what became of these questions, unless something was made of them already; how many."""
    many = tx.execute(
        update(Question)
        .where(
            Question.id.in_(ids),
            Question.settled.in_((OPEN, NOT_OURS)),
            Question.settled != settled,
        )
        .values(settled=settled, settled_by=by)
    ).rowcount
    if many:
        action = f"questions: {settled or 'ours after all'}"
        record(tx, at=now, staff_id=by, action=action, subject=subject, detail=f"{many} questions")
    return many
