"""What an adviser does with promises: make one, set its day, say that it is done, take it back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from content.library import Library
from handoff.promises import making, settling
from handoff.promises.challenges import challenge as begin_challenge
from handoff.speaking import Sent
from staff.desk.days import day_if_any, moment_in
from staff.desk.deeds import Deed, Fields, keep_trail, number_in, quietly, words_in

_BY_WHEN = "Say by when: a day and a time. Nothing was promised."


def promise(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """Promise something by a time."""
    told = making.promise(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        what=words_in(fields),
        due_at=moment_in(fields, "by", _BY_WHEN),
        library=library,
        now=now,
        quietly=quietly(fields),
    )
    keep_trail(tx, case_id, staff_id, "promised", now)
    return told


def call_back(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """Promise to be in touch again."""
    told = making.call_back(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        how=fields.get("how", ""),
        due_at=moment_in(fields, "by", "Say when: a day and a time. Nothing was promised."),
        library=library,
        now=now,
    )
    keep_trail(tx, case_id, staff_id, "promised to call back", now)
    return told


def challenge(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """Begin to challenge a decision."""
    told = begin_challenge(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        way=fields.get("way", ""),
        what=words_in(fields),
        decided=day_if_any(fields, "decided"),
        last_day=day_if_any(fields, "last"),
        library=library,
        now=now,
        quietly=quietly(fields),
    )
    keep_trail(tx, case_id, staff_id, "began challenge", now, detail=fields.get("way", ""))
    return told


def set_day(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Set the day of a promise that was read from a message."""
    due_at = moment_in(fields, "by", "Say by when: a day and a time. Nothing was changed.")
    settling.set_day(tx, promise_id=_promise(fields), staff_id=staff_id, due_at=due_at, now=now)
    keep_trail(tx, case_id, staff_id, "set day of promise", now)


def no_promise(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Say that what read like a promise is none."""
    settling.put_away(tx, promise_id=_promise(fields), staff_id=staff_id, now=now)
    keep_trail(tx, case_id, staff_id, "said it was no promise", now)


def done(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Say that a promise is done."""
    settling.say_done(
        tx,
        promise_id=_promise(fields),
        staff_id=staff_id,
        how=words_in(fields),
        now=now,
        asks=not quietly(fields),
    )
    keep_trail(tx, case_id, staff_id, "said promise was done", now)


def take_back(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """Take a promise back, with what happens instead."""
    told = settling.take_back(
        tx,
        promise_id=_promise(fields),
        staff_id=staff_id,
        words=words_in(fields),
        library=library,
        now=now,
        quietly=quietly(fields),
    )
    keep_trail(tx, case_id, staff_id, "took promise back", now)
    return told


PROMISE_ACTS: Mapping[str, Deed] = {
    "promise": promise,
    "callback": call_back,
    "challenge": challenge,
    "setday": set_day,
    "nopromise": no_promise,
    "promisedone": done,
    "unpromise": take_back,
}
SAID: Mapping[str, str] = {
    "promise": "Promised, and in the ledger.",
    "callback": "Promised, and in the ledger.",
    "challenge": "In the ledger. You are reminded a week before the last day.",
    "setday": "In the ledger.",
    "nopromise": "Put away.",
    "promisedone": "Kept in the ledger.",
    "unpromise": "Taken back.",
}
"""What an open desk says of each."""


def _promise(fields: Fields) -> int:
    return number_in(fields, "promise", "There is no such promise. Load the page again.")
