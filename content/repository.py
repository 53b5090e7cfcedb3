"""Entries in the database: their revisions, and the snapshot of what is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256

from sqlalchemy import Connection, func, insert, select, update

from content.checker.file import parse_checker
from content.directory import parse_directory
from content.entry import Entry
from content.entry_file import parse_entry
from content.languages import WELSH
from content.library import Library, Published
from content.opening.file import opening_of
from content.rates import parse_rates
from content.replies import parse_replies
from content.safety import parse_safety
from content.words import parse_words
from store.insert import insert_if_new
from store.tables import EntryRow, Revision

ANSWER, SAFETY, CHECKER = "answer", "safety", "checker"
RATES, DIRECTORY, WORDS, HOURS = "rates", "directory", "words", "hours"
WORDS_CY = "words-cy"
"""The service's own sentences in Welsh."""
REPLIES = "replies"
SHARED = (RATES, DIRECTORY, WORDS, WORDS_CY, HOURS, REPLIES)
"""The kinds of which there is one piece, for the whole service."""


@dataclass(frozen=True)
class Draft:
    """A new version of a piece of content, in its file form, checked before it comes here."""

    entry_id: str
    kind: str
    label: str
    review: date | None
    body: str
    phrases: str = ""


@dataclass(frozen=True)
class Stored:
    """One revision as stored."""

    entry_id: str
    kind: str
    number: int
    body: str
    phrases: str


def save_revision(
    tx: Connection, draft: Draft, *, author_id: int | None, why: str, now: datetime
) -> int:
    """Keep a new revision, unpublished. Returns its number, counted from 1 for each entry."""
    insert_if_new(
        tx, EntryRow, id=draft.entry_id, kind=draft.kind, latest_revision=0, updated_at=now
    )
    number = tx.execute(
        update(EntryRow)
        .where(EntryRow.id == draft.entry_id)
        .values(latest_revision=EntryRow.latest_revision + 1, updated_at=now)
        .returning(EntryRow.latest_revision)
    ).scalar_one()
    tx.execute(
        insert(Revision).values(
            entry_id=draft.entry_id,
            number=number,
            body=draft.body,
            phrases=draft.phrases,
            author_id=author_id,
            why=why[:200],
            at=now,
        )
    )
    return number


def publish_revision(
    tx: Connection,
    draft: Draft,
    number: int,
    *,
    publisher_id: int | None,
    now: datetime,
) -> None:
    """Make this revision the one that young people get."""
    tx.execute(
        update(Revision)
        .where(Revision.entry_id == draft.entry_id, Revision.number == number)
        .values(published_at=now, published_by=publisher_id)
    )
    tx.execute(
        update(EntryRow)
        .where(EntryRow.id == draft.entry_id)
        .values(published_revision=number, label=draft.label, review=draft.review, updated_at=now)
    )


def load_stored(tx: Connection, pieces: Iterable[Stored], *, now: datetime) -> None:
    """Put pieces that are live elsewhere in service here, under the same revision numbers."""
    for piece in pieces:
        insert_if_new(
            tx,
            EntryRow,
            id=piece.entry_id,
            kind=piece.kind,
            latest_revision=piece.number,
            published_revision=piece.number,
            updated_at=now,
        )
        row = {"entry_id": piece.entry_id, "number": piece.number, "at": now, "published_at": now}
        tx.execute(insert(Revision).values(**row, body=piece.body, phrases=piece.phrases))


def withdraw(tx: Connection, entry_id: str, *, now: datetime) -> None:
    """Take an entry out of service. Its revisions stay."""
    tx.execute(
        update(EntryRow)
        .where(EntryRow.id == entry_id)
        .values(published_revision=None, updated_at=now)
    )


def published(tx: Connection) -> list[Stored]:
    """Every piece of content that is live, in a fixed order."""
    rows = tx.execute(
        select(EntryRow.id, EntryRow.kind, Revision.number, Revision.body, Revision.phrases)
        .join(
            Revision,
            (Revision.entry_id == EntryRow.id) & (Revision.number == EntryRow.published_revision),
        )
        .order_by(EntryRow.id)
    )
    return [Stored(row.id, row.kind, row.number, row.body, row.phrases) for row in rows]


def is_empty(tx: Connection) -> bool:
    """Whether no content was ever loaded."""
    return tx.execute(select(func.count()).select_from(EntryRow)).scalar_one() == 0


def assemble(pieces: Iterable[Stored], hours: str) -> Library:
    """Build the snapshot from stored revisions. What is stored was checked, so it parses."""
    pieces = list(pieces)
    of_kind: dict[str, list[Stored]] = {}
    for piece in pieces:
        of_kind.setdefault(piece.kind, []).append(piece)
    only = {kind: found[0].body for kind, found in of_kind.items() if kind in SHARED}
    return Library(
        entries={
            piece.entry_id: Published(
                _entry(piece.entry_id, piece.body, piece.phrases), piece.number
            )
            for piece in of_kind.get(ANSWER, [])
        },
        rates=parse_rates(only.get(RATES, "")),
        directory=parse_directory(only.get(DIRECTORY, "")),
        safety={
            piece.entry_id.split("/", 1)[1]: parse_safety(
                piece.entry_id.split("/", 1)[1], piece.body
            )
            for piece in of_kind.get(SAFETY, [])
        },
        words=parse_words(only.get(WORDS, "")),
        translations={WELSH: parse_words(only.get(WORDS_CY, ""))},
        checkers={
            name: parse_checker(name, piece.body)
            for piece in of_kind.get(CHECKER, [])
            for name in (piece.entry_id.partition("/")[2],)
        },
        hours=hours,
        opening=opening_of(only.get(HOURS, "")),
        replies=parse_replies(only[REPLIES]) if REPLIES in only else None,
        version=_version((piece.entry_id, piece.number) for piece in pieces),
        revisions={piece.entry_id: piece.number for piece in pieces},
    )


@lru_cache(maxsize=2048)
def _entry(entry_id: str, body: str, phrases: str) -> Entry:
    """Read once: of a thousand entries, publishing changes one."""
    return parse_entry(entry_id, body, tuple(phrases.splitlines()))


def _version(live: Iterable[tuple[str, int]]) -> str:
    return sha256(repr(sorted(live)).encode()).hexdigest()[:16]
