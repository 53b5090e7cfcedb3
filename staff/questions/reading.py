"""Reading the questions that editors learn from; those of anybody who was in danger are never read."""

from collections.abc import Collection, MutableMapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from bot.understanding.anonymous import without_gaps, without_persons
from staff.questions.grouping import Asked, Group, first_moment
from store.learning import with_danger
from store.tables import Message, Question
from web.errors import BadRequest

MOST = 1_000
_MOST_IDS = 20_000
_LEAST_WORDS = 2
OPEN, PHRASE, ENTRY, NOT_OURS = "", "phrase", "entry", "not ours"


def questions(
    tx: Connection,
    now: datetime,
    known: MutableMapping[int, str],
    *,
    settled: str = OPEN,
    what: str = "",
) -> list[Asked]:
    """The newest questions of the last weeks, in the state asked for, as far as words are left.

    `known` remembers the words left of each question, so that they are looked for once.
    """
    chosen = _questions().where(Question.settled == settled, Question.at >= first_moment(now))
    if what:
        chosen = chosen.where(Question.what == what)
    rows = tx.execute(chosen.order_by(Question.at.desc()).limit(MOST))
    asked = [_asked(row, known) for row in rows]
    return [one for one in asked if len(without_gaps(one.text).split()) >= _LEAST_WORDS]


def chosen(tx: Connection, ids: Collection[int]) -> list[Asked]:
    """These questions, as far as nothing was made of them yet, the newest first."""
    rows = tx.execute(
        _questions()
        .where(Question.id.in_(ids), Question.settled.in_((OPEN, NOT_OURS)))
        .order_by(Question.id.desc())
    )
    return [_asked(row, {}) for row in rows]


def phrases_of(tx: Connection, ids: Collection[int]) -> tuple[str, ...]:
    """What the bot could learn from these questions."""
    return Group("", tuple(chosen(tx, ids))).phrases


def numbers(text: str) -> list[int]:
    """The questions that a form or an address names."""
    parts = text.split(",") if text else []
    if len(text) > _MOST_IDS or not all(
        part.isascii() and part.isdigit() and len(part) < 16 for part in parts
    ):
        raise BadRequest("These are not questions.", "Load the page again.")
    return [int(part) for part in parts]


def _questions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Question.id,
            Message.text,
            Question.what,
            Question.entry_id,
            Question.revision,
            Question.guess,
            Question.at,
        )
        .join(Message, Message.id == Question.message_id)
        .where(Question.conversation_id.not_in(with_danger()))
    )


def _asked(row: Row[Any], known: MutableMapping[int, str]) -> Asked:
    if row.id not in known:
        known[row.id] = without_persons(row.text)
    return Asked(row.id, known[row.id], row.what, row.entry_id, row.revision, row.guess, row.at)
