"""What becomes of a referral: acknowledged by the service, first contact, outcome."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, update

from handoff.cases import CaseError, add_event, refuse_without_reason
from handoff.presence import supervises
from handoff.referring.referrals import Sharing, referral_of
from handoff.speaking import lock_case
from store.tables import FollowUp, Promise, Referral

OUTCOMES: Mapping[str, str] = {
    "helped": "The service helped",
    "waiting-list": "On a waiting list",
    "refused": "The service said no",
    "not-wanted": "The young person did not want it",
    "no-contact": "They never met",
}
_IN_TOUCH = ("helped", "waiting-list")


def acknowledge(tx: Connection, *, referral_id: int, staff_id: int, now: datetime) -> None:
    """The service has said that it has the referral."""
    sharing = _open_one(tx, referral_id, staff_id)
    if sharing.acknowledged_at is None:
        state = "acknowledged" if sharing.state == "sent" else sharing.state
        _change(tx, referral_id, acknowledged_at=now, state=state)
        text = f"{sharing.service} has acknowledged it"
        add_event(tx, sharing.case_id, "referral", staff_id=staff_id, text=text, now=now)


def confirm_contact(
    tx: Connection, *, referral_id: int, staff_id: int, words: str, now: datetime
) -> None:
    """The young person has told an adviser, in these words, that the service was in touch."""
    sharing = _open_one(tx, referral_id, staff_id)
    refuse_without_reason(words, "Write what the young person said of the first contact.")
    if sharing.contacted_at is None:
        _change(tx, referral_id, contacted_at=now, state="contacted")
        _settle_promise(tx, referral_id, "kept", now)
        text = f"{sharing.service} was in touch, they say: {words.strip()}"
        add_event(tx, sharing.case_id, "referral", staff_id=staff_id, text=text, now=now)


def end(
    tx: Connection, *, referral_id: int, staff_id: int, outcome: str, words: str, now: datetime
) -> None:
    """How the referral came out, in a few words."""
    sharing = _open_one(tx, referral_id, staff_id)
    if outcome not in OUTCOMES:
        message = "Nothing was changed. Choose how it came out."
        raise CaseError(message)
    refuse_without_reason(words, "Those after you need to know how it came out.")
    _change(tx, referral_id, state="ended", outcome=outcome, ended_with=words.strip(), ended_at=now)
    state = "withdrawn" if outcome == "not-wanted" else "broken"
    _settle_promise(tx, referral_id, "kept" if outcome in _IN_TOUCH else state, now)
    text = f"{sharing.service}: {OUTCOMES[outcome]}. {words.strip()}"
    add_event(tx, sharing.case_id, "referral", staff_id=staff_id, text=text, now=now)


def _open_one(tx: Connection, referral_id: int, staff_id: int) -> Sharing:
    sharing = referral_of(tx, referral_id)
    if sharing is None:
        message = "There is no such referral. Go back to the case."
        raise CaseError(message)
    lock_case(tx, sharing.case_id)
    sharing = referral_of(tx, referral_id) or sharing
    if staff_id not in (sharing.by_id, sharing.owner_id) and not supervises(tx, staff_id):
        message = "Only who referred them, who has the case, or a supervisor can change this."
        raise CaseError(message)
    if sharing.state == "ended":
        message = "This referral has its outcome already, so nothing was changed."
        raise CaseError(message)
    return sharing


def _change(tx: Connection, referral_id: int, **values: object) -> None:
    tx.execute(update(Referral).where(Referral.id == referral_id).values(**values))


def _settle_promise(tx: Connection, referral_id: int, state: str, now: datetime) -> None:
    """The promise that the service is in touch ends with what is known now; nobody need ask of it."""
    settled = tx.execute(
        update(Promise)
        .where(Promise.referral_id == referral_id, Promise.state.in_(("open", "done")))
        .values(state=state, settled_at=now)
        .returning(Promise.id)
    ).scalars()
    tx.execute(
        update(FollowUp)
        .where(FollowUp.promise_id.in_(settled.all()), FollowUp.state == "waiting")
        .values(state="dropped")
    )
