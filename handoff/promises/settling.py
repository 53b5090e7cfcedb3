"""How a promise ends: done, kept or broken by the young person's word, taken back, or none after all."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, update

from content.library import Library
from content.words import Blank
from handoff.cases import CaseError, add_event, refuse_without_reason
from handoff.presence import first_name, supervises
from handoff.promises.entering import ASKED_AFTER, ask_later, refuse_bad_time, whole_words
from handoff.promises.ledger import Entry, promise_of
from handoff.promises.making import tell
from handoff.speaking import Sent, lock_case
from store.tables import FollowUp, Promise

_ASKED_ONCE_DONE = timedelta(minutes=30)
_WHEN_BACK = (
    update(Promise)
    .where(Promise.case_id == bindparam("case"), Promise.kind == "back", Promise.state == "open")
    .values(settled_at=bindparam("now"))
)
_BACK = (
    _WHEN_BACK.where(Promise.due_at >= bindparam("now")).values(state="kept"),
    _WHEN_BACK.where(Promise.due_at < bindparam("now")).values(state="broken"),
)


def set_day(
    tx: Connection, *, promise_id: int, staff_id: int, due_at: datetime, now: datetime
) -> None:
    """Say by when what an adviser's own words promised will be done."""
    entry = _mine(tx, promise_id, staff_id, "unsure")
    refuse_bad_time(due_at, now)
    remind_at = max(due_at - timedelta(hours=1), now + (due_at - now) / 2)
    values = {"state": "open", "due_at": due_at, "remind_at": remind_at, "reminded_at": None}
    _change(tx, entry, values | {"late_at": None, "climbed_at": None})
    ask_later(tx, case_id=entry.case_id, kind="promise", at=due_at + ASKED_AFTER, about=promise_id)
    add_event(tx, entry.case_id, "promised", staff_id=staff_id, text=entry.what, now=now)


def put_away(tx: Connection, *, promise_id: int, staff_id: int, now: datetime) -> None:
    """What read like a promise is none."""
    entry = _mine(tx, promise_id, staff_id, "unsure")
    _change(tx, entry, {"state": "none", "settled_at": now})


def say_done(
    tx: Connection, *, promise_id: int, staff_id: int, how: str, now: datetime, asks: bool = True
) -> None:
    """An adviser says that it is done, and how. What the young person was told, they are asked about."""
    entry = _mine(tx, promise_id, staff_id, "open")
    refuse_without_reason(how, "Those after you need to know how it was done.")
    told_of = entry.told_at is not None and asks and _ask_soon(tx, entry, now)
    state = "done" if told_of else "kept"
    _change(tx, entry, {"state": state, "settled_at": now, "settled_with": how.strip()})
    if not told_of:
        _ask_no_more(tx, entry)
    text = f"{entry.what} {how.strip()}"
    add_event(tx, entry.case_id, "done", staff_id=staff_id, text=text, now=now)


def take_back(
    tx: Connection,
    *,
    promise_id: int,
    staff_id: int,
    words: str,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Sent | None:
    """A promise that cannot be kept is taken back in time; they are told what happens instead."""
    entry = _mine(tx, promise_id, staff_id, "open")
    instead = whole_words(words, "Say what happens instead. Nothing was changed.")
    told = None
    if entry.told_at is not None and not quietly:
        blanks: dict[str, Blank] = {"name": first_name(tx, staff_id), "what": instead}
        told = tell(tx, entry.case_id, library, "promise-changed", blanks, now)
    _change(tx, entry, {"state": "withdrawn", "settled_at": now, "settled_with": instead})
    _ask_no_more(tx, entry)
    text = f"{entry.what} {instead}"
    add_event(tx, entry.case_id, "unpromised", staff_id=staff_id, text=text, now=now)
    return told


def somebody_is_back(tx: Connection, case_id: int, now: datetime) -> None:
    """An adviser has picked the case up: what was said about when somebody is back is settled by it."""
    for settled in _BACK:
        tx.execute(settled, {"case": case_id, "now": now})


def _mine(tx: Connection, promise_id: int, staff_id: int, state: str) -> Entry:
    """The promise, locked, where this member may settle it and it still stands so."""
    entry = promise_of(tx, promise_id)
    if entry is None:
        message = "There is no such promise. Load the page again."
        raise CaseError(message)
    lock_case(tx, entry.case_id)
    entry = promise_of(tx, promise_id) or entry
    if staff_id not in (entry.by_id, entry.owner_id) and not supervises(tx, staff_id):
        message = "Only who made this promise, who has the case, or a supervisor can change it."
        raise CaseError(message)
    if entry.state != state:
        message = "Somebody has changed this promise meanwhile, so nothing was done. Look again."
        raise CaseError(message)
    return entry


def _change(tx: Connection, entry: Entry, values: dict[str, object]) -> None:
    tx.execute(update(Promise).where(Promise.id == entry.id).values(**values))


def _ask_soon(tx: Connection, entry: Entry, now: datetime) -> bool:
    """Ask them soon rather than at its time, for it is done. False: there is no question to ask."""
    asked = tx.execute(
        update(FollowUp)
        .where(FollowUp.promise_id == entry.id, FollowUp.state == "waiting")
        .values(ask_at=min(now, entry.due_at) + _ASKED_ONCE_DONE)
    ).rowcount
    return bool(asked) or (entry.asked_at is not None and not entry.answer)


def _ask_no_more(tx: Connection, entry: Entry) -> None:
    tx.execute(
        update(FollowUp)
        .where(FollowUp.promise_id == entry.id, FollowUp.state == "waiting")
        .values(state="dropped")
    )
