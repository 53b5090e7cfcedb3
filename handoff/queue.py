"""The queue: cases that wait for an adviser, the gravest first, then the one that waits longest.

Within a level a case that an adviser had to let go stands before those that were never picked up.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, or_, select

from bot.decision import Level
from store.tables import Case, Conversation, Message, Signal, StaffMember

_FRESH = case((Case.returned_at.is_(None), 1), else_=0)
_ORDER = (Case.level_rank.desc(), _FRESH, Case.waiting_since, Case.id)


@dataclass(frozen=True)
class QueueRow:
    """One open case as the queue shows it.

    `words` are the exact words that matter most: those of the gravest signal of this case, or the
    ones that opened it where there is no signal. `returned`: an adviser had it and had to let it go.
    """

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
    returned: bool


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
        .order_by(Case.state.desc(), *_ORDER)
    ).all()
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
    mine = tx.execute(
        select(Case.level_rank, _FRESH.label("fresh"), Case.waiting_since).where(
            Case.id == case_id, Case.state == "waiting"
        )
    ).one_or_none()
    if mine is None:
        return None
    level, fresh, since = mine.level_rank, mine.fresh, mine.waiting_since
    same_level = Case.level_rank == level
    same_place = same_level & (fresh == _FRESH)
    sooner = or_(
        Case.level_rank > level,
        same_level & (fresh > _FRESH),
        same_place & (Case.waiting_since < since),
        same_place & (Case.waiting_since == since) & (Case.id < case_id),
    )
    before = tx.execute(
        select(func.count()).select_from(Case).where(Case.state == "waiting", sooner)
    ).scalar_one()
    return int(before) + 1


def waiting_conversations(tx: Connection) -> list[tuple[int, int]]:
    """Each waiting case's conversation with its place, first place first."""
    rows = tx.execute(
        select(Case.conversation_id).where(Case.state == "waiting").order_by(*_ORDER)
    ).scalars()
    return [(conversation_id, place) for place, conversation_id in enumerate(rows, start=1)]


def _gravest_words(tx: Connection, conversation_ids: list[int]) -> dict[int, str]:
    """The gravest thing said; of several as grave the latest, and the first sign in that message."""
    case_before_ended = (
        select(func.max(Case.closed_at))
        .where(Case.conversation_id == Signal.conversation_id)
        .scalar_subquery()
    )
    rows = tx.execute(
        select(Signal.conversation_id, Signal.level, Signal.evidence)
        .where(
            Signal.conversation_id.in_(conversation_ids),
            or_(case_before_ended.is_(None), Signal.at > case_before_ended),
        )
        .order_by(Signal.message_id, Signal.id.desc())
    ).all()
    rows_by_gravity = sorted(rows, key=lambda row: Level(row.level).rank)
    return {row.conversation_id: row.evidence for row in rows_by_gravity}
