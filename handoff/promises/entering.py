"""Entering a promise in the ledger: the one place that does, in the transaction that tells of it."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert

from handoff.cases import CaseError
from handoff.hours_words import say_when_it_was
from handoff.speaking import Sent
from store.tables import FollowUp, Promise

FURTHEST = timedelta(days=366)
ASKED_AFTER = timedelta(hours=1)
"""How long after its time a young person is asked whether a promise came true."""
LONGEST = 300
_AHEAD = timedelta(hours=1)
_SHORTEST = 3


def enter(
    tx: Connection,
    *,
    case_id: int,
    kind: str,
    who: str,
    what: str,
    due_at: datetime,
    now: datetime,
    by: int | None = None,
    told: Sent | None = None,
    told_now: bool = False,
    state: str = "open",
    asks: bool = True,
    ahead: timedelta = _AHEAD,
    referral_id: int | None = None,
) -> int:
    """Write it down. Where they were told of it, they are asked later whether it came true.

    `ahead`: how long before its time the adviser is reminded; where there is less time than that,
    half of it. `told_now`: the service tells it in a message that has no number yet.
    """
    is_told = told is not None or told_now
    promise_id: int = tx.execute(
        insert(Promise)
        .values(
            case_id=case_id,
            referral_id=referral_id,
            kind=kind,
            by_id=by,
            who=who,
            what=what,
            made_at=now,
            due_at=due_at,
            told_at=now if is_told else None,
            told_seq=told.seq if told else None,
            state=state,
            remind_at=max(due_at - ahead, now + (due_at - now) / 2),
        )
        .returning(Promise.id)
    ).scalar_one()
    if is_told and asks:
        ask_later(tx, case_id=case_id, kind="promise", at=due_at + ASKED_AFTER, about=promise_id)
    return promise_id


def ask_later(
    tx: Connection, *, case_id: int, kind: str, at: datetime, about: int | None = None
) -> None:
    """Have a question put to the young person at this time, or as soon after it as is safe."""
    tx.execute(insert(FollowUp).values(case_id=case_id, promise_id=about, kind=kind, ask_at=at))


def refuse_bad_time(due_at: datetime, now: datetime) -> None:
    """CaseError for a time that has gone by, or is too far off to be kept."""
    if due_at <= now:
        message = (
            f"That time has gone: it was {say_when_it_was(due_at, now)}. Nothing was promised and "
            "nothing was sent. Choose a time to come."
        )
        raise CaseError(message)
    if due_at - now > FURTHEST:
        message = "That is more than a year away, so nothing was promised. Choose an earlier time."
        raise CaseError(message)


def whole_words(words: str, empty: str) -> str:
    """The words of a promise as one whole sentence; CaseError where there are none, or too many."""
    text = " ".join(words.replace("\x00", "").split())
    if len(text) < _SHORTEST:
        raise CaseError(empty)
    if len(text) > LONGEST:
        message = (
            f"This has {len(text)} characters and {LONGEST} is the most. Nothing was sent; "
            "make it shorter."
        )
        raise CaseError(message)
    return text if text[-1] in ".!?" else f"{text}."
