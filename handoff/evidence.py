"""What a summary is made from: the rows of one case, read together, and nothing else."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from bot.decision import Level
from bot.state import DialogueState
from handoff.apir import Rated, ratings_of
from handoff.cases import CaseError
from handoff.facts import facts_of
from handoff.plan import NextStep, steps_of
from handoff.promises.ledger import Entry, promises_of
from handoff.referring.referrals import Sharing, referrals_of
from handoff.statements import Statement
from store import conversations
from store.tables import (
    Case,
    CaseEvent,
    ChannelIdentity,
    Conversation,
    EntryRow,
    Message,
    Person,
    Signal,
    StaffMember,
)

_MOST_MESSAGES = 500
# Read at every click, so built once: building a statement costs more than running it.
_CASE: Any = (
    select(
        Case.id,
        Case.person_id,
        Case.conversation_id,
        Case.state,
        Case.level,
        Case.reason,
        Case.opened_seq,
        Case.opened_at,
        Case.waiting_since,
        Case.due_at,
        Case.claimed_at,
        Case.closed_at,
        Case.outcome,
        Case.joined_to,
        Case.owner_id,
        StaffMember.shown_name.label("owner_name"),
        Conversation.channel,
        Conversation.holder,
        Conversation.last_seq,
        Conversation.adviser_seen_seq,
        Conversation.state.label("memory"),
        ChannelIdentity.opted_out_at,
        ChannelIdentity.left_at,
        Conversation.safe_contact,
        Person.language,
    )
    .join(Conversation, Conversation.id == Case.conversation_id)
    .join(ChannelIdentity, ChannelIdentity.id == Conversation.identity_id)
    .join(Person, Person.id == Case.person_id)
    .outerjoin(StaffMember, StaffMember.id == Case.owner_id)
    .where(Case.id == bindparam("case"))
)
_ENDED = select(func.count(), func.max(Case.closed_at)).where(
    Case.person_id == bindparam("person"),
    Case.id < bindparam("case"),
    Case.joined_to.is_(None),
)
_JOINED_TO = select(Case.id).where(Case.joined_to == bindparam("case")).order_by(Case.id)
_SIGNS = (
    select(
        Signal.code,
        Signal.level,
        Signal.evidence,
        Signal.about,
        Signal.when,
        Message.seq,
        Signal.at,
    )
    .join(Message, Message.id == Signal.message_id)
    .where(Signal.conversation_id == bindparam("conversation"))
    .order_by(Signal.id)
)
_DEEDS = (
    select(CaseEvent.kind, StaffMember.shown_name, CaseEvent.text, CaseEvent.level, CaseEvent.at)
    .outerjoin(StaffMember, StaffMember.id == CaseEvent.staff_id)
    .where(CaseEvent.case_id == bindparam("case"))
    .order_by(CaseEvent.id)
)
_LABELS = select(EntryRow.id, EntryRow.label).where(
    EntryRow.id.in_(bindparam("entries", expanding=True))
)


@dataclass(frozen=True)
class Line:
    """One message: who wrote it, its words, and what it answers."""

    seq: int
    author: str
    name: str
    kind: str
    text: str
    at: datetime
    entry_id: str | None
    revision: int | None
    answers_seq: int | None
    detail: dict[str, Any]


@dataclass(frozen=True)
class Sign:
    """A signal with the message that raised it."""

    code: str
    level: Level
    evidence: str
    about: str
    when: str
    seq: int
    at: datetime


@dataclass(frozen=True)
class Deed:
    """Something that happened to the case."""

    kind: str
    who: str
    text: str
    level: str
    at: datetime


@dataclass(frozen=True)
class Evidence:
    """All rows of a case. `since` is the number of the last message of the case before this one.

    `joined` are the cases that were joined to it.
    """

    case: Row[Any]
    state: DialogueState
    lines: Sequence[Line]
    signs: Sequence[Sign]
    deeds: Sequence[Deed]
    labels: dict[str, str]
    since: int
    earlier_cases: int
    facts: Sequence[Statement]
    ratings: Sequence[Rated]
    plan: Sequence[NextStep]
    promises: Sequence[Entry]
    referrals: Sequence[Sharing]
    joined: Sequence["Evidence"] = ()

    def own(self) -> list[Line]:
        """The lines since the case before this one ended."""
        return [line for line in self.lines if line.seq > self.since]


def evidence_of(tx: Connection, case_id: int) -> Evidence:
    """Read everything about a case; CaseError where there is no such case."""
    case = _case(tx, case_id)
    lines = [
        _line(row) for row in conversations.history(tx, case.conversation_id, most=_MOST_MESSAGES)
    ]
    ended = tx.execute(_ENDED, {"person": case.person_id, "case": case_id}).one()
    before = [line.seq for line in lines if ended[1] and line.at <= ended[1]]
    since = min(max(before, default=0), case.opened_seq - 1)
    return Evidence(
        case=case,
        state=DialogueState.from_json(case.memory),
        lines=lines,
        signs=[sign for sign in _signs(tx, case.conversation_id) if sign.seq > since],
        deeds=_deeds(tx, case_id),
        labels=_labels(tx, {line.entry_id for line in lines if line.entry_id}),
        since=since,
        earlier_cases=ended[0],
        facts=facts_of(tx, case.person_id, case.conversation_id, case_id),
        ratings=ratings_of(tx, case.person_id),
        plan=steps_of(tx, case.person_id),
        promises=promises_of(tx, case_id),
        referrals=referrals_of(tx, case_id),
        joined=[evidence_of(tx, other) for other in _joined_to(tx, case_id)],
    )


def _joined_to(tx: Connection, case_id: int) -> Sequence[int]:
    """The cases that turned out to be the same person's and were closed as joined to this one."""
    return tx.execute(_JOINED_TO, {"case": case_id}).scalars().all()


def _case(tx: Connection, case_id: int) -> Row[Any]:
    row: Any = tx.execute(_CASE, {"case": case_id}).one_or_none()
    if row is None:
        message = "There is no such case. Go back to the queue."
        raise CaseError(message)
    found: Row[Any] = row
    return found


def _line(row: Row[Any]) -> Line:
    return Line(
        seq=row.seq,
        author=row.author,
        name=row.shown_name or "",
        kind=row.kind,
        text=row.text,
        at=row.at,
        entry_id=row.entry_id,
        revision=row.revision,
        answers_seq=row.answers_seq,
        detail=json.loads(row.detail) if row.detail else {},
    )


def _signs(tx: Connection, conversation_id: int) -> list[Sign]:
    rows = tx.execute(_SIGNS, {"conversation": conversation_id})
    return [
        Sign(row.code, Level(row.level), row.evidence, row.about, row.when, row.seq, row.at)
        for row in rows
    ]


def _deeds(tx: Connection, case_id: int) -> list[Deed]:
    rows = tx.execute(_DEEDS, {"case": case_id})
    return [
        Deed(row.kind, row.shown_name or "", row.text or "", row.level or "", row.at)
        for row in rows
    ]


def _labels(tx: Connection, entry_ids: set[str]) -> dict[str, str]:
    if not entry_ids:
        return {}
    rows = tx.execute(_LABELS, {"entries": list(entry_ids)})
    return {row.id: row.label or row.id for row in rows}
