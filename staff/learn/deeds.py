"""What an editor makes of questions: phrases of an entry."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from content import history
from content.repository import ANSWER
from staff.entries import deeds
from staff.questions.reading import PHRASE, phrases_of
from staff.questions.settling import settle


class NoSuchAnswerError(Exception):
    """The entry that the questions shall go to is not there."""


def make_phrases(
    tx: Connection, ids: Collection[int], entry_id: str, *, by: int, now: datetime
) -> int:
    """Add what was asked to the phrases of an entry, as a draft on its newest version; how many."""
    newest = history.newest(tx, entry_id)
    if newest is None or newest.kind != ANSWER:
        raise NoSuchAnswerError
    piece = newest.piece
    known = {phrase.casefold() for phrase in piece.phrases}
    new = tuple(each for each in phrases_of(tx, ids) if each.casefold() not in known)
    if new:
        deeds.save(
            tx,
            replace(piece, phrases=(*piece.phrases, *new)),
            started_from=newest.number,
            by=by,
            why="Asked by young people",
            now=now,
        )
    settle(tx, ids, PHRASE, subject=f"entry {entry_id}", by=by, now=now)
    return len(new)
