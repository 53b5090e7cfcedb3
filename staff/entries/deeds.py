"""What an editor does to a piece, with its line in the audit trail in the same transaction."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection

from content import planning, publishing, reviewing, trials
from content.checks.piece import Piece
from content.planning import Plan
from staff.audit import record
from staff.entries.trying import Trial
from staff.questions.reading import ENTRY
from staff.questions.settling import settle


def save(
    tx: Connection,
    piece: Piece,
    *,
    started_from: int,
    by: int,
    why: str,
    now: datetime,
    answers: Collection[int] = (),
) -> int:
    """Keep a draft; the number of its version. The same words again leave no trace.

    `answers` are the questions asked in vain that a new entry is written for.
    """
    number = publishing.save_draft(
        tx, piece, started_from=started_from, author_id=by, why=why, now=now
    )
    if number != started_from:
        _note(tx, "save draft", piece.id, f"version {number}: {why}", by=by, now=now)
    if answers:
        settle(tx, answers, ENTRY, subject=f"entry {piece.id}", by=by, now=now)
    return number


def publish(
    tx: Connection,
    entry_id: str,
    number: int,
    *,
    replaces: int | None,
    by: int,
    hours: str,
    now: datetime,
    trial: Trial | None = None,
    anyway: str = "",
) -> None:
    """Put a version in service; `anyway` is why, where its trial did worse or was not waited for."""
    publishing.publish(
        tx, entry_id, number, replaces=replaces, publisher_id=by, hours=hours, now=now
    )
    _note(tx, "publish", entry_id, f"version {number}, was {replaces or 'none'}", by=by, now=now)
    if trial and anyway:
        if trial.worse:
            trials.allow_ahead(tx, trial.mark, trial.comparison, now)
        _note(tx, "publish anyway", entry_id, f"trial {trial.state}: {anyway}", by=by, now=now)


def withdraw(
    tx: Connection, entry_id: str, *, replaces: int, by: int | None, why: str, now: datetime
) -> None:
    """Take an answer out of service."""
    publishing.withdraw(tx, entry_id, replaces=replaces, now=now)
    _note(tx, "withdraw", entry_id, f"version {replaces}: {why}", by=by, now=now)


def roll_back(
    tx: Connection,
    entry_id: str,
    number: int,
    *,
    replaces: int | None,
    by: int,
    hours: str,
    now: datetime,
) -> None:
    """Put an old version back in service, as a new one with the same words."""
    why = f"Back to version {number}"
    copy = publishing.roll_back(
        tx, entry_id, number, replaces=replaces, by=by, why=why, hours=hours, now=now
    )
    detail = f"version {copy}, the words of {number}; was {replaces or 'none'}"
    _note(tx, "roll back", entry_id, detail, by=by, now=now)


def plan(
    tx: Connection,
    entry_id: str,
    what: str,
    *,
    number: int | None,
    at: datetime,
    by: int,
    why: str,
    now: datetime,
) -> None:
    """Plan a change for a moment to come."""
    planning.plan(tx, entry_id, what, number=number, at=at, by=by, why=why, now=now)
    which = f"version {number}, " if number else ""
    _note(tx, f"plan {what}", entry_id, f"{which}at {at:%Y-%m-%d %H:%M} UTC: {why}", by=by, now=now)


def cancel_plan(tx: Connection, entry_id: str, plan_id: int, *, by: int, now: datetime) -> bool:
    """Let go of a plan; False when there is none any more."""
    done = planning.cancel(tx, entry_id, plan_id)
    if done:
        _note(tx, "cancel plan", entry_id, f"plan {plan_id}", by=by, now=now)
    return done


def carry_out_next_plan(tx: Connection, *, hours: str, now: datetime) -> Plan | None:
    """Do the next planned change that is due, under the name of who planned it."""
    done = planning.carry_out_next(tx, hours=hours, now=now)
    if done:
        action = f"{done.what}, as planned" if done.state == planning.DONE else "plan failed"
        detail = done.problem or (f"version {done.number}" if done.number else done.why)
        _note(tx, action, done.entry_id, detail, by=done.by, now=now)
    return done


def ask_review(
    tx: Connection, entry_id: str, number: int, *, by: int, words: str, now: datetime
) -> None:
    """Ask a second person to look."""
    reviewing.ask(tx, entry_id, number, by=by, words=words, now=now)
    _note(tx, "ask for review", entry_id, f"version {number}: {words}", by=by, now=now)


def decide_review(
    tx: Connection,
    entry_id: str,
    number: int,
    *,
    approve: bool,
    by: int,
    words: str,
    now: datetime,
) -> None:
    """Approve a version, or send it back."""
    reviewing.decide(tx, entry_id, number, approve=approve, by=by, words=words, now=now)
    action = "approve" if approve else "send back"
    _note(tx, action, entry_id, f"version {number}: {words}", by=by, now=now)


def _note(
    tx: Connection, action: str, entry_id: str, detail: str, *, by: int | None, now: datetime
) -> None:
    record(tx, at=now, staff_id=by, action=action, subject=f"entry {entry_id}", detail=detail)
