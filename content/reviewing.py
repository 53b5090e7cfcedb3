"""Two people: what concerns benefits, money or safety goes live only once somebody else has approved it.

A review is of one version, word for word: a newer version needs a new one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, insert, select, update
from sqlalchemy.orm import aliased

from content.history import version
from content.repository import ANSWER, CHECKER, SAFETY, SHARED
from store.tables import EntryRow, Review, StaffMember

ASKED: Final = "asked"
APPROVED: Final = "approved"
SENT_BACK: Final = "sent back"
RISKY_KINDS: Final = frozenset({SAFETY, CHECKER, *SHARED})
RISKY_TOPICS: Final = frozenset({"benefits", "ema", "bursary", "health", "housing"})
RISKY_ENTRIES: Final = frozenset({"service/emergency", "service/confidential"})
_AMOUNT: Final = "{rate:"
_DECIDER = aliased(StaffMember)


class ReviewError(Exception):
    """A review that cannot be asked for or given. The text says why and what to do."""


class NeedsSecondPersonError(Exception):
    """This version may not go live yet: nobody but its author has looked at it."""


@dataclass(frozen=True)
class Look:
    """One review: who asked, and what the second person said."""

    id: int
    entry_id: str
    number: int
    state: str
    asked_by: int
    asker: str
    asked_at: datetime
    words: str
    decider: str
    decided_at: datetime | None
    answer: str


def needs_two(entry_id: str, kind: str, body: str) -> bool:
    """Whether a second person has to approve it: it concerns benefits, money or safety."""
    if kind != ANSWER:
        return kind in RISKY_KINDS
    topic = entry_id.partition("/")[0]
    return topic in RISKY_TOPICS or entry_id in RISKY_ENTRIES or _AMOUNT in body


def may_go_live(tx: Connection, entry_id: str, number: int) -> bool:
    """Whether nobody else has to look at this version any more.

    What was live once has been through this before, so that going back never waits.
    """
    chosen = version(tx, entry_id, number)
    if chosen is None:
        return False
    live = version(tx, entry_id, chosen.live) if chosen.live else None
    risky = any(each and needs_two(entry_id, each.kind, each.body) for each in (chosen, live))
    return not risky or chosen.published_at is not None or _approved(tx, entry_id, number)


def ask(tx: Connection, entry_id: str, number: int, *, by: int, words: str, now: datetime) -> None:
    """Ask a second person to look at the newest version. Asking again while it waits changes the words."""
    chosen = version(tx, entry_id, number)
    if chosen is None or chosen.latest != number:
        raise ReviewError("There is a newer version. Look at that one, and ask for its review.")
    current = review_of(tx, entry_id, number)
    if current and current.state == APPROVED:
        raise ReviewError("This version is approved already. It can be published.")
    if current and current.state == ASKED:
        tx.execute(update(Review).where(Review.id == current.id).values(words=words[:200]))
        return
    tx.execute(
        insert(Review).values(
            entry_id=entry_id,
            number=number,
            state=ASKED,
            asked_by=by,
            asked_at=now,
            words=words[:200],
        )
    )


def decide(
    tx: Connection,
    entry_id: str,
    number: int,
    *,
    approve: bool,
    by: int,
    words: str,
    now: datetime,
) -> None:
    """Say yes, or send it back with the reason. Never by who wrote the version."""
    chosen = version(tx, entry_id, number)
    if chosen is None or chosen.latest != number:
        raise ReviewError("There is a newer version. Look at that one instead.")
    if chosen.author_id == by:
        raise ReviewError("You wrote this version, so somebody else has to look at it.")
    current = review_of(tx, entry_id, number)
    if current is None or current.state != ASKED:
        raise ReviewError("Nobody waits for a review of this version any more.")
    tx.execute(
        update(Review)
        .where(Review.id == current.id, Review.state == ASKED)
        .values(
            state=APPROVED if approve else SENT_BACK,
            decided_by=by,
            decided_at=now,
            answer=words[:200],
        )
    )


def review_of(tx: Connection, entry_id: str, number: int) -> Look | None:
    """The newest review of this version; none where nobody asked."""
    asked = _reviews().where(Review.entry_id == entry_id, Review.number == number)
    row = tx.execute(asked.order_by(Review.id.desc()).limit(1)).one_or_none()
    return _look(row) if row else None


def reviews_of(tx: Connection, entry_id: str) -> list[Look]:
    """Every review of a piece, the newest first."""
    rows = tx.execute(_reviews().where(Review.entry_id == entry_id).order_by(Review.id.desc()))
    return [_look(row) for row in rows]


def standing_reviews(tx: Connection) -> dict[str, Look]:
    """The newest review of each piece's newest version, where that version is not live."""
    rows = tx.execute(
        _reviews()
        .join(
            EntryRow,
            (EntryRow.id == Review.entry_id) & (EntryRow.latest_revision == Review.number),
        )
        .where(
            EntryRow.published_revision.is_(None)
            | (EntryRow.published_revision != EntryRow.latest_revision)
        )
        .order_by(Review.id)
    )
    return {row.entry_id: _look(row) for row in rows}


def _approved(tx: Connection, entry_id: str, number: int) -> bool:
    found = review_of(tx, entry_id, number)
    return found is not None and found.state == APPROVED


def _reviews() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Review.id,
            Review.entry_id,
            Review.number,
            Review.state,
            Review.asked_by,
            StaffMember.name.label("asker"),
            Review.asked_at,
            Review.words,
            _DECIDER.name.label("decider"),
            Review.decided_at,
            Review.answer,
        )
        .join(StaffMember, StaffMember.id == Review.asked_by)
        .outerjoin(_DECIDER, _DECIDER.id == Review.decided_by)
    )


def _look(row: Row[Any]) -> Look:
    return Look(
        id=row.id,
        entry_id=row.entry_id,
        number=row.number,
        state=row.state,
        asked_by=row.asked_by,
        asker=row.asker,
        asked_at=row.asked_at,
        words=row.words,
        decider=row.decider or "",
        decided_at=row.decided_at,
        answer=row.answer,
    )
