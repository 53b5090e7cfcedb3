"""How an editor's words reach young people: a draft is kept, checked, and then put in service.

Nothing is overwritten: a draft that started from an older version than the newest is refused, and the
checks stand in the way of whatever they find, so that what is live always holds together.
"""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, select, text

from content import repository
from content.checker.file import parse_checker
from content.checks.finding import Finding
from content.checks.piece import Piece, check_piece
from content.entry_file import parse_entry
from content.history import Version, version
from content.problems import ContentError
from content.repository import (
    ANSWER,
    CHECKER,
    DIRECTORY,
    HOURS,
    RATES,
    REPLIES,
    SAFETY,
    WORDS,
    WORDS_CY,
    Draft,
)
from content.reviewing import NeedsSecondPersonError, may_go_live
from content.safety import parse_safety
from store.clock import in_london
from store.insert import insert_if_new
from store.tables import EntryRow

TITLES = {
    RATES: "Rates",
    DIRECTORY: "Directory",
    WORDS: "Words of the service",
    WORDS_CY: "Words of the service in Welsh",
    HOURS: "Opening hours",
    REPLIES: "Canned replies",
}
# Any fixed number will do: on PostgreSQL, pieces are published one after the other.
_LOCK = 716_255


class PublishError(Exception):
    """The checks found what must be mended first. The live answer is as it was."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} findings stand in the way")
        self.findings = findings


class EditConflictError(Exception):
    """Somebody else saved or published in between. `newest` is theirs (none when it is gone)."""

    def __init__(self, newest: Version | None) -> None:
        super().__init__("somebody else was quicker")
        self.newest = newest


def save_draft(
    tx: Connection,
    piece: Piece,
    *,
    started_from: int,
    author_id: int | None,
    why: str,
    now: datetime,
) -> int:
    """Keep a new version, unpublished, and give its number. A draft may still have findings.

    `started_from` is the number of the version that the editor began with, 0 for a new entry. The
    same words again make no new version. Raises EditConflictError and changes nothing if it is not newest.
    """
    insert_if_new(tx, EntryRow, id=piece.id, kind=piece.kind, latest_revision=0, updated_at=now)
    latest = tx.execute(
        select(EntryRow.latest_revision).where(EntryRow.id == piece.id).with_for_update()
    ).scalar_one()
    newest = version(tx, piece.id, latest) if latest else None
    if latest != started_from:
        raise EditConflictError(newest)
    phrases = "\n".join(piece.phrases)
    if newest and (newest.body, newest.phrases) == (piece.body, phrases):
        return latest
    draft = Draft(piece.id, piece.kind, "", None, piece.body, phrases)
    return repository.save_revision(tx, draft, author_id=author_id, why=why, now=now)


def publish(
    tx: Connection,
    entry_id: str,
    number: int,
    *,
    replaces: int | None,
    publisher_id: int | None,
    hours: str,
    now: datetime,
) -> None:
    """Make this version the one that young people get.

    `replaces` is the version that was live when the editor looked. Raises PublishError,
    EditConflictError, or NeedsSecondPersonError where a person publishes what only they have looked at;
    then the live answer is unchanged. The caller tells the bus afterwards.
    """
    one_at_a_time(tx)
    chosen = version(tx, entry_id, number)
    if chosen is None or chosen.live != replaces:
        raise EditConflictError(
            version(tx, entry_id, chosen.live) if chosen and chosen.live else None
        )
    looked_at = publisher_id is None or may_go_live(tx, entry_id, number)
    _go_live(tx, chosen, looked_at, hours=hours, publisher_id=publisher_id, now=now)


def roll_back(
    tx: Connection,
    entry_id: str,
    number: int,
    *,
    replaces: int | None,
    by: int,
    why: str,
    hours: str,
    now: datetime,
) -> int:
    """Put an old version back in service at once, as a new version with its words; its number.

    Raises PublishError where it would not pass today's checks, EditConflictError where what is live is
    not what the editor saw, NeedsSecondPersonError where it was never live; then nothing is changed.
    """
    one_at_a_time(tx)
    old = version(tx, entry_id, number)
    if old is None or old.live != replaces:
        raise EditConflictError(None)
    looked_at = may_go_live(tx, entry_id, number)
    again = Draft(entry_id, old.kind, "", None, old.body, old.phrases)
    copy = repository.save_revision(tx, again, author_id=by, why=why, now=now)
    chosen = replace(old, number=copy)
    _go_live(tx, chosen, looked_at, hours=hours, publisher_id=by, now=now)
    return copy


def withdraw(tx: Connection, entry_id: str, *, replaces: int, now: datetime) -> None:
    """Take an answer out of service; its versions stay. Only answers: the rest is always needed."""
    one_at_a_time(tx)
    live = version(tx, entry_id, replaces)
    if live is None or live.kind != ANSWER or live.live != replaces:
        raise EditConflictError(live)
    repository.withdraw(tx, entry_id, now=now)


def headline(piece: Piece) -> tuple[str, date | None]:
    """What a piece is called, and the day it must be looked at again; its id while unreadable."""
    try:
        if piece.kind == ANSWER:
            entry = parse_entry(piece.id, piece.body)
            return entry.label, entry.review
        if piece.kind == SAFETY:
            reply = parse_safety(piece.id.partition("/")[2], piece.body)
            return reply.title, reply.review
        if piece.kind == CHECKER:
            checker = parse_checker(piece.id.partition("/")[2], piece.body)
            return checker.title, checker.review
    except ContentError:
        return piece.id, None
    return TITLES[piece.kind], None


def _go_live(
    tx: Connection,
    chosen: Version,
    looked_at: bool,
    *,
    hours: str,
    publisher_id: int | None,
    now: datetime,
) -> None:
    """Put a version in service, unless the checks stand in the way or nobody else has looked at it."""
    library = repository.assemble(repository.published(tx), hours)
    found = check_piece(chosen.piece, library, in_london(now).date())
    blocking = [finding for finding in found if finding.blocks]
    if blocking:
        raise PublishError(blocking)
    if not looked_at:
        raise NeedsSecondPersonError
    label, review = headline(chosen.piece)
    draft = Draft(chosen.entry_id, chosen.kind, label, review, chosen.body, chosen.phrases)
    repository.publish_revision(tx, draft, chosen.number, publisher_id=publisher_id, now=now)


def one_at_a_time(tx: Connection) -> None:
    """What changes the live library waits its turn, across replicas."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
