"""The queue: cases that wait for an adviser, by level, then by time to breach, then the oldest.

Within a level a case that an adviser had to let go stands before those that were never picked up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, SQLColumnExpression, bindparam, case, func, or_, select, tuple_
from sqlalchemy.orm import aliased

from bot.decision import Level
from store.tables import Case, Conversation, Message, Person, Signal, StaffMember


def _in_turn(of: type[Case]) -> tuple[SQLColumnExpression[Any], ...]:
    """What is smaller for a case that is served sooner."""
    fresh = case((of.returned_at.is_(None), 1), else_=0)
    return (-of.level_rank, fresh, of.due_at, of.waiting_since, of.id)


_IN_TURN = _in_turn(Case)
# The queue is read at every change, so these are built once: building costs more than running.
_LINE = (
    select(
        Case.id,
        Case.state,
        Case.level,
        Case.due_at,
        Case.owner_id,
        Case.waiting_since,
        Case.returned_at,
        Case.reason,
        Case.person_id,
        Case.conversation_id,
        Person.language,
    )
    .join(Person, Person.id == Case.person_id)
    .where(Case.state != "closed")
    .order_by(Case.state.desc(), *_IN_TURN)
)
_ROWS: Any = (
    select(
        Case.id,
        Case.conversation_id,
        Case.state,
        Case.level,
        Case.reason,
        Conversation.channel,
        Case.waiting_since,
        Case.due_at,
        Case.opened_at,
        Conversation.last_at,
        Case.owner_id,
        StaffMember.shown_name,
        Case.returned_at,
        Message.text,
    )
    .join(Conversation, Conversation.id == Case.conversation_id)
    .outerjoin(StaffMember, StaffMember.id == Case.owner_id)
    .outerjoin(
        Message,
        (Message.conversation_id == Case.conversation_id) & (Message.seq == Case.opened_seq),
    )
    .where(Case.state != "closed")
    .order_by(Case.state.desc(), *_IN_TURN)
)
_THESE_ROWS: Any = _ROWS.where(Case.id.in_(bindparam("only", expanding=True)))
_CASE_BEFORE_ENDED = (
    select(func.max(Case.closed_at))
    .where(Case.conversation_id == Signal.conversation_id)
    .scalar_subquery()
)
_SIGNALS = (
    select(Signal.conversation_id, Signal.level, Signal.evidence)
    .where(
        Signal.conversation_id.in_(bindparam("conversations", expanding=True)),
        or_(_CASE_BEFORE_ENDED.is_(None), Signal.at > _CASE_BEFORE_ENDED),
    )
    .order_by(Signal.message_id, Signal.id.desc())
)


@dataclass(frozen=True)
class QueueRow:
    """One open case as the queue shows it.

    `words` are the exact words that matter most: those of the gravest signal of this case, or the
    ones that opened it where there is no signal. By `due_at` an adviser should have picked it up.
    `returned`: an adviser had it and had to let it go.
    """

    case_id: int
    conversation_id: int
    state: str
    level: str
    reason: str
    channel: str
    waiting_since: datetime
    due_at: datetime
    opened_at: datetime
    last_at: datetime
    owner_id: int | None
    owner_name: str | None
    words: str
    returned: bool


@dataclass(frozen=True)
class InLine:
    """As much of an open case as tells its place, and whom it may suit."""

    case_id: int
    state: str
    level: str
    due_at: datetime
    owner_id: int | None
    waiting_since: datetime
    returned: bool
    reason: str
    person_id: int
    conversation_id: int
    language: str | None = None


def line(tx: Connection) -> list[InLine]:
    """Every open case: waiting ones first, each in its turn; after them the ones somebody holds."""
    rows = tx.execute(_LINE)
    return [
        InLine(
            case_id=row.id,
            state=row.state,
            level=row.level,
            due_at=row.due_at,
            owner_id=row.owner_id,
            waiting_since=row.waiting_since,
            returned=row.returned_at is not None,
            reason=row.reason,
            person_id=row.person_id,
            conversation_id=row.conversation_id,
            language=row.language,
        )
        for row in rows
    ]


def open_cases(tx: Connection, *, only: Sequence[int] | None = None) -> list[QueueRow]:
    """The rows of open cases, all or `only` these, in the order of the line."""
    asked = _ROWS if only is None else _THESE_ROWS
    rows = tx.execute(asked, {} if only is None else {"only": list(only)}).all()
    words = _gravest_words(tx, [row.conversation_id for row in rows])
    return [
        QueueRow(
            case_id=row.id,
            conversation_id=row.conversation_id,
            state=row.state,
            level=row.level,
            reason=row.reason,
            channel=row.channel,
            waiting_since=row.waiting_since,
            due_at=row.due_at,
            opened_at=row.opened_at,
            last_at=row.last_at,
            owner_id=row.owner_id,
            owner_name=row.shown_name,
            words=words.get(row.conversation_id) or row.text or "",
            returned=row.returned_at is not None,
        )
        for row in rows
    ]


def place_of(tx: Connection, case_id: int) -> int | None:
    """How many waiting cases are served before this one, plus one; None when it does not wait."""
    this = aliased(Case)
    comes_before = tuple_(*_IN_TURN) < tuple_(*_in_turn(this))
    return tx.execute(
        select(
            select(func.count() + 1).where(Case.state == "waiting", comes_before).scalar_subquery()
        )
        .select_from(this)
        .where(this.id == case_id, this.state == "waiting")
    ).scalar_one_or_none()


def waiting_conversations(tx: Connection) -> list[tuple[int, int]]:
    """Each waiting case's conversation with its place, first place first."""
    rows = tx.execute(
        select(Case.conversation_id).where(Case.state == "waiting").order_by(*_IN_TURN)
    ).scalars()
    return [(conversation_id, place) for place, conversation_id in enumerate(rows, start=1)]


def _gravest_words(tx: Connection, conversation_ids: list[int]) -> dict[int, str]:
    """The gravest thing said; of several as grave the latest, and the first sign in that message."""
    rows = tx.execute(_SIGNALS, {"conversations": conversation_ids}).all()
    rank = {level.value: level.rank for level in Level}
    rows_by_gravity = sorted(rows, key=lambda row: rank[row.level])
    return {row.conversation_id: row.evidence for row in rows_by_gravity}
