"""An adviser's words that can still be taken back: kept for a few seconds, then sent exactly once.

They are in the database from the first moment, so that no dead process loses them; whichever process
comes first when their time is up sends them, in the transaction that takes them off the list.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from handoff.cases import CaseError
from handoff.drafts import drop_draft, keep_draft
from handoff.notices import tell
from handoff.promises.noticing import say
from handoff.speaking import Sent, lock_case, refuse_unsendable
from store.tables import UnsentReply

_OF_A_CASE = select(UnsentReply.staff_id, UnsentReply.text, UnsentReply.goes_at).where(
    UnsentReply.case_id == bindparam("case")
)


@dataclass(frozen=True)
class Unsent:
    """Words that go at `goes_at`, and whose they are."""

    staff_id: int
    text: str
    goes_at: datetime


def reply(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    text: str,
    now: datetime,
    undo_for: timedelta,
    once: str = "",
) -> Sent | None:
    """Say something, in `undo_for` from now; None until it is sent. What cannot be sent is refused now.

    What the same case still has waiting goes first, so that the order stays.
    """
    conversation, channel = lock_case(tx, case_id)
    if once and once == _once_of(tx, case_id):
        return None
    earlier = send_now(tx, case_id=case_id, now=now)
    drop_draft(tx, case_id=case_id, staff_id=staff_id)
    if not undo_for:
        return say(tx, case_id=case_id, staff_id=staff_id, text=text, now=now, once=once)
    known = refuse_unsendable(tx, conversation, channel, case_id, staff_id, text, once)
    if known:
        return known
    tx.execute(
        insert(UnsentReply).values(
            case_id=case_id, staff_id=staff_id, text=text, once=once, goes_at=now + undo_for
        )
    )
    return earlier


def undo(tx: Connection, *, case_id: int, staff_id: int, now: datetime) -> str:
    """Take the words back before they go. They are the draft again."""
    lock_case(tx, case_id)
    text = tx.execute(
        delete(UnsentReply)
        .where(UnsentReply.case_id == case_id, UnsentReply.staff_id == staff_id)
        .returning(UnsentReply.text)
    ).scalar_one_or_none()
    if text is None:
        message = "It has gone already, so it cannot be taken back. Write again to put it right."
        raise CaseError(message)
    keep_draft(tx, case_id=case_id, staff_id=staff_id, text=text, now=now)
    words: str = text
    return words


def unsent_of(tx: Connection, case_id: int) -> Unsent | None:
    """What can still be taken back in this case."""
    row = tx.execute(_OF_A_CASE, {"case": case_id}).one_or_none()
    return Unsent(row.staff_id, row.text, row.goes_at) if row else None


def next_due(tx: Connection) -> datetime | None:
    """When the next words go."""
    return tx.execute(select(func.min(UnsentReply.goes_at))).scalar_one()


def send_due(tx: Connection, now: datetime) -> list[Sent]:
    """Send everything whose time is up."""
    due = tx.execute(
        select(UnsentReply.case_id).where(UnsentReply.goes_at <= now).order_by(UnsentReply.id)
    ).scalars()
    sent = (send_now(tx, case_id=case_id, now=now) for case_id in due.all())
    return [each for each in sent if each]


def send_now(tx: Connection, *, case_id: int, now: datetime) -> Sent | None:
    """Send what waits in a case without waiting longer; None where nothing does, or it could not be.

    Where it cannot be sent any more, because the case has moved on or they have opted out, its writer
    is told why, with the words.
    """
    lock_case(tx, case_id)
    row = tx.execute(
        delete(UnsentReply)
        .where(UnsentReply.case_id == case_id)
        .returning(UnsentReply.staff_id, UnsentReply.text, UnsentReply.once)
    ).one_or_none()
    if row is None:
        return None
    try:
        return say(
            tx, case_id=case_id, staff_id=row.staff_id, text=row.text, now=now, once=row.once
        )
    except CaseError:  # raised before anything is stored
        tell(tx, row.staff_id, "unsent", case_id=case_id, words=row.text, now=now)
        return None


def _once_of(tx: Connection, case_id: int) -> str:
    once = tx.execute(select(UnsentReply.once).where(UnsentReply.case_id == case_id))
    return once.scalar_one_or_none() or ""
