"""The same person's history beside this case: on other channels, and in earlier cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import aliased

from store import conversations, pictures
from store.pictures import KnownPicture
from store.tables import Case, Conversation

MOST_MESSAGES = 100
MOST_CASES = 10
_THIS = Case.id == bindparam("case")
_PERSON = select(Case.person_id).where(_THIS).scalar_subquery()
_OWN = select(Case.conversation_id).where(_THIS).scalar_subquery()
_OTHER_TALKS = (
    select(Conversation.id, Conversation.channel, Conversation.last_at)
    .where(Conversation.person_id == _PERSON, Conversation.id != _OWN, Conversation.last_seq > 0)
    .order_by(Conversation.last_at.desc())
)
_SAME = aliased(Case)
_OTHER_CASES = (
    select(_SAME.id, _SAME.opened_at)
    .where(_SAME.person_id == _PERSON, _SAME.id != bindparam("case"))
    .order_by(_SAME.id.desc())
    .limit(MOST_CASES)
)


@dataclass(frozen=True)
class Words:
    """One message of another conversation."""

    author: str
    name: str
    text: str
    at: datetime
    pictures: Sequence[KnownPicture] = ()


@dataclass(frozen=True)
class Talk:
    """A conversation of the same person on another channel."""

    channel: str
    last_at: datetime
    lines: Sequence[Words]


@dataclass(frozen=True)
class EarlierCase:
    """Another case of the same person."""

    case_id: int
    opened_at: datetime


def talks_elsewhere(tx: Connection, case_id: int) -> list[Talk]:
    """What the person of this case said and heard on other channels, the latest channel first."""
    rows = tx.execute(_OTHER_TALKS, {"case": case_id}).all()
    return [Talk(row.channel, row.last_at, _lines(tx, row.id)) for row in rows]


def earlier_cases(tx: Connection, case_id: int) -> list[EarlierCase]:
    """The person's other cases, the latest first."""
    rows = tx.execute(_OTHER_CASES, {"case": case_id})
    return [EarlierCase(row.id, row.opened_at) for row in rows]


def _lines(tx: Connection, conversation_id: int) -> list[Words]:
    rows = conversations.history(tx, conversation_id, most=MOST_MESSAGES)
    came = pictures.by_message(tx, conversation_id)
    return [
        Words(row.author, row.shown_name or "", row.text, row.at, came.get(row.seq, ()))
        for row in rows
    ]
