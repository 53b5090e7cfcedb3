"""Two ways to write to us turn out to be one person's: what is kept of both belongs to one from then on.

Conversations stay apart, each on its channel. What joins is the person: one open case, one history.
"""

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from content.library import Library
from handoff.cases import add_event, open_case_of
from handoff.joining_cases import join_cases
from store import conversations
from store.insert import insert_if_new
from store.tables import (
    AuditRecord,
    Case,
    ChannelIdentity,
    Conversation,
    Person,
    PlanStep,
    Rating,
    RecordedFact,
)

Joined = Literal["joined", "already", "goes on in the chat", "goes on by text"]
"""What became of it. Where both had an open case: on which channel an adviser goes on."""

OF_A_PERSON = (ChannelIdentity, Conversation, Case, RecordedFact, Rating, PlanStep)
"""Everything that belongs to a person by name, and would be lost with one."""


def join_phone(
    tx: Connection,
    *,
    identity_id: int,
    number: str,
    number_hash: str,
    library: Library,
    now: datetime,
) -> Joined:
    """Join whoever writes over this identity with whoever texts from this number, which they proved."""
    mine = tx.execute(
        select(ChannelIdentity.person_id).where(ChannelIdentity.id == identity_id)
    ).scalar_one()
    new = insert_if_new(
        tx,
        ChannelIdentity,
        unless_same=("channel", "address_hash"),
        person_id=mine,
        channel="sms",
        address_hash=number_hash,
        address=number,
        created_at=now,
    )
    if new is not None:
        return "joined"
    theirs = _person_of(tx, number_hash)
    if mine == theirs:
        return "already"
    _lock_all(tx, mine, theirs)
    return _join(tx, mine, theirs, library, now)


def _join(tx: Connection, mine: int, theirs: int, library: Library, now: datetime) -> Joined:
    here, there = open_case_of(tx, mine), open_case_of(tx, theirs)
    told: Joined = "joined"
    if here and there:
        joined = join_cases(tx, here.id, there.id, library=library, now=now)
        told = "goes on by text" if joined.channel == "sms" else "goes on in the chat"
        for case_id, other in ((joined.kept, joined.other), (joined.other, joined.kept)):
            _note_deed(tx, case_id, f"with case {other}, kept is case {joined.kept}", now)
    _make_one(tx, keep=min(mine, theirs), drop=max(mine, theirs))
    case = open_case_of(tx, min(mine, theirs))
    if case and not (here and there):
        add_event(tx, case.id, "joined", now=now)
        _note_deed(tx, case.id, "with another way to write to us", now)
    return told


def _person_of(tx: Connection, number_hash: str) -> int:
    found: int = tx.execute(
        select(ChannelIdentity.person_id).where(
            ChannelIdentity.channel == "sms", ChannelIdentity.address_hash == number_hash
        )
    ).scalar_one()
    return found


def _lock_all(tx: Connection, *people: int) -> None:
    """Lock what both wrote, in the one order that all who lock several keep to."""
    theirs = select(Conversation.id).where(Conversation.person_id.in_(people))
    for conversation_id in tx.execute(theirs.order_by(Conversation.id)).scalars().all():
        conversations.lock(tx, conversation_id)


def _make_one(tx: Connection, *, keep: int, drop: int) -> None:
    theirs = select(Person.language).where(Person.id == drop).scalar_subquery()
    one = update(Person).where(Person.id == keep, Person.language.is_(None))
    tx.execute(one.values(language=theirs))
    for table in OF_A_PERSON:
        tx.execute(update(table).where(table.person_id == drop).values(person_id=keep))
    tx.execute(delete(Person).where(Person.id == drop))


def _note_deed(tx: Connection, case_id: int, detail: str, now: datetime) -> None:
    """In the audit trail; no member of staff did it."""
    tx.execute(
        insert(AuditRecord).values(
            at=now, staff_id=None, action="joined", subject=f"case {case_id}", detail=detail
        )
    )
