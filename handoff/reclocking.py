"""New opening hours: the clocks of those who wait are set anew, as if the hours had always been these."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.decision import Level
from handoff.targets import ServiceTargets
from store.tables import Case, CaseEvent, Conversation

_SET_THE_CLOCK = ("opened", "raised", "level")


def set_clocks(
    tx: Connection, *, before: ServiceTargets, after: ServiceTargets, now: datetime
) -> int:
    """Move each waiting case whose clock the hours `before` had set; how many were moved.

    A clock that another replica has set already is left alone. What is not late any more may become so.
    """
    waiting = select(
        Case.id, Case.level, Case.waiting_since, Case.due_at, Case.breached_at, Conversation.channel
    ).join(Conversation, Conversation.id == Case.conversation_id)
    moved = 0
    for case in tx.execute(waiting.where(Case.state == "waiting").with_for_update(of=Case)).all():
        started = next(
            (
                (level, since)
                for level, since in _starts(tx, case.id, Level(case.level), case.waiting_since)
                if before.due(level, case.channel, since) == case.due_at
            ),
            None,
        )
        due_at = after.due(started[0], case.channel, started[1]) if started else case.due_at
        if due_at == case.due_at:
            continue
        breached_at = None if due_at > now else case.breached_at
        values = {"due_at": due_at, "breached_at": breached_at}
        tx.execute(update(Case).where(Case.id == case.id).values(**values))
        moved += 1
    return moved


def _starts(
    tx: Connection, case_id: int, level: Level, waiting_since: datetime
) -> Iterator[tuple[Level, datetime]]:
    """Every level and moment from which its clock may have been reckoned."""
    yield level, waiting_since
    events = select(CaseEvent.level, CaseEvent.at).where(
        CaseEvent.case_id == case_id, CaseEvent.kind.in_(_SET_THE_CLOCK)
    )
    for event in tx.execute(events):
        if event.level:
            yield Level(event.level), event.at
