"""The queue: cases that wait for an adviser, the gravest first, then the one that waits longest."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from store.tables import Case, Conversation, Signal, StaffMember


@dataclass(frozen=True)
class QueueRow:
    """One open case as the queue shows it. `words` are the exact words that matter most."""

    case_id: int
    conversation_id: int
    state: str
    level: str
    reason: str
    channel: str
    waiting_since: datetime
    opened_at: datetime
    last_at: datetime
    owner_id: int | None
    owner_name: str | None
    words: str


def open_cases(tx: Connection) -> list[QueueRow]:
    """Waiting cases first, by level and then waiting time; after them the ones somebody holds."""
    rows = tx.execute(
        select(
            Case.id,
            Case.conversation_id,
            Case.state,
            Case.level,
            Case.reason,
            Conversation.channel,
            Case.waiting_since,
            Case.opened_at,
            Conversation.last_at,
            Case.owner_id,
            StaffMember.shown_name,
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .outerjoin(StaffMember, StaffMember.id == Case.owner_id)
        .where(Case.state != "closed")
        .order_by(Case.state.desc(), Case.level_rank.desc(), Case.waiting_since, Case.id)
    ).all()
    words = _gravest_words(tx, [row.conversation_id for row in rows])
    return [QueueRow(*row, words=words.get(row.conversation_id, "")) for row in rows]


def place_of(tx: Connection, case_id: int) -> int | None:
    """How many waiting cases are served before this one, plus one; None when it does not wait."""
    case = tx.execute(
        select(Case.level_rank, Case.waiting_since).where(
            Case.id == case_id, Case.state == "waiting"
        )
    ).one_or_none()
    if case is None:
        return None
    before = tx.execute(
        select(func.count())
        .select_from(Case)
        .where(
            Case.state == "waiting",
            (Case.level_rank > case.level_rank)
            | (
                (Case.level_rank == case.level_rank)
                & (
                    (Case.waiting_since < case.waiting_since)
                    | ((Case.waiting_since == case.waiting_since) & (Case.id < case_id))
                )
            ),
        )
    ).scalar_one()
    return int(before) + 1


def waiting_conversations(tx: Connection) -> list[tuple[int, int]]:
    """Each waiting case's conversation with its place, first place first."""
    rows = tx.execute(
        select(Case.conversation_id)
        .where(Case.state == "waiting")
        .order_by(Case.level_rank.desc(), Case.waiting_since, Case.id)
    ).scalars()
    return [(conversation_id, place) for place, conversation_id in enumerate(rows, start=1)]


_RANK = {"routine": 0, "complex": 1, "urgent": 2, "emergency": 3}


def _gravest_words(tx: Connection, conversation_ids: list[int]) -> dict[int, str]:
    rows = tx.execute(
        select(Signal.conversation_id, Signal.level, Signal.evidence)
        .where(Signal.conversation_id.in_(conversation_ids))
        .order_by(Signal.id)
    ).all()
    rows_by_gravity = sorted(rows, key=lambda row: _RANK[row.level])
    return {row.conversation_id: row.evidence for row in rows_by_gravity}
