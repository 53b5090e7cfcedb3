"""Finding a case again: by its number, by the number they text from, or by words that were said.

What was said is sealed, so that the database cannot look into it: the newest messages and notes are
opened here, one after another, and nothing of them is kept.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from store.tables import Case, CaseEvent, ChannelIdentity, Conversation, Message, StaffMember

MOST_READ = 20_000
MOST_FOUND = 50
_MOST_PLACES = 3
_AROUND = 60
_NOTED = ("note", "offered", "refused", "asked", "answered", "closed", "level", "reviewed")


@dataclass(frozen=True)
class Place:
    """Where the words stand: who wrote them, when, and the words around them."""

    who: str
    words: str
    at: datetime


@dataclass(frozen=True)
class FoundCase:
    """A case that was found, and where in it; no place where its own number was looked for."""

    case_id: int
    level: str
    state: str
    channel: str
    opened_at: datetime
    owner: str
    places: tuple[Place, ...] = ()


def find_cases(tx: Connection, asked: str, lookup: Callable[[str], str]) -> list[FoundCase]:
    """The cases that fit, the newest first. `lookup` hashes an address as the service keeps it."""
    words = asked.casefold().split()
    if not words:
        return []
    number = re.fullmatch(r"(?:case )?#?(\d{1,9})", asked.strip().casefold())
    phone = _phone(asked)
    found: dict[int, list[Place]] = {}
    if number:
        found[int(number[1])] = []
    if phone:
        found |= {case_id: [] for case_id in _cases_of(tx, lookup(phone))}
    if not found:
        for case_id, place in _said(tx, words):
            places = found.setdefault(case_id, [])
            if len(places) < _MOST_PLACES:
                places.append(place)
    return [replace(case, places=tuple(found[case.case_id])) for case in _described(tx, [*found])]


def _phone(asked: str) -> str:
    """A UK number as texts come from it; empty where this is none."""
    digits = re.sub(r"[\s()-]", "", asked)
    found = re.fullmatch(r"(?:\+44|0044|0)(\d{9,10})", digits)
    return f"+44{found[1]}" if found else ""


def _cases_of(tx: Connection, address_hash: str) -> list[int]:
    return list(
        tx.execute(
            select(Case.id)
            .join(ChannelIdentity, ChannelIdentity.person_id == Case.person_id)
            .where(ChannelIdentity.address_hash == address_hash)
        ).scalars()
    )


def _said(tx: Connection, words: list[str]) -> Iterator[tuple[int, Place]]:
    """Where all of the words stand in one message or note, and the case that it belongs to."""
    latest = (
        select(Case.conversation_id, func.max(Case.id).label("case_id"))
        .group_by(Case.conversation_id)
        .subquery()
    )
    messages = tx.execute(
        select(latest.c.case_id, Message.author, Message.text, Message.at)
        .join(latest, latest.c.conversation_id == Message.conversation_id)
        .order_by(Message.id.desc())
        .limit(MOST_READ)
    )
    notes = tx.execute(
        select(CaseEvent.case_id, StaffMember.name, CaseEvent.text, CaseEvent.at)
        .outerjoin(StaffMember, StaffMember.id == CaseEvent.staff_id)
        .where(CaseEvent.kind.in_(_NOTED), CaseEvent.text.is_not(None))
        .order_by(CaseEvent.id.desc())
        .limit(MOST_READ)
    )
    for rows in (messages, notes):
        for case_id, who, sealed, at in rows:
            text = sealed or ""
            plain = text.casefold()
            if all(word in plain for word in words):
                yield case_id, Place(who or "", _excerpt(text, plain.find(words[0])), at)


def _excerpt(text: str, at: int) -> str:
    start, end = max(0, at - _AROUND), at + 2 * _AROUND
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def _described(tx: Connection, case_ids: list[int]) -> list[FoundCase]:
    rows = tx.execute(
        select(
            Case.id, Case.level, Case.state, Conversation.channel, Case.opened_at, StaffMember.name
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .outerjoin(StaffMember, StaffMember.id == Case.owner_id)
        .where(Case.id.in_(case_ids))
        .order_by(Case.id.desc())
        .limit(MOST_FOUND)
    )
    return [
        FoundCase(row.id, row.level, row.state, row.channel, row.opened_at, row.name or "")
        for row in rows
    ]
