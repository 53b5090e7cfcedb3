"""Cases offered to a colleague: made, read, and settled. Until one is accepted nothing has changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.orm import aliased

from bot.contact.rules import SafeContact
from handoff.notices import tell
from handoff.presence import is_here
from store.tables import Case, Conversation, Offer, StaffMember

_GIVER, _RECEIVER = aliased(StaffMember), aliased(StaffMember)
# Read at every click, so built once: building a statement costs more than running it.
_STANDING: Any = (
    select(
        Offer.id,
        Offer.case_id,
        Offer.by_id,
        Offer.to_id,
        Offer.words,
        Offer.offered_at,
        Offer.supervisors_told_at,
        Case.level,
        Case.owner_id,
        _GIVER.name.label("by"),
        _RECEIVER.name.label("to"),
        _RECEIVER.present_at,
        Conversation.safe_contact,
    )
    .join(Case, Case.id == Offer.case_id)
    .join(Conversation, Conversation.id == Case.conversation_id)
    .join(_GIVER, _GIVER.id == Offer.by_id)
    .join(_RECEIVER, _RECEIVER.id == Offer.to_id)
    .where(Offer.state == "open")
    .order_by(Case.level_rank.desc(), Offer.id)
)
_OF_A_CASE = _STANDING.where(Offer.case_id == bindparam("case"))
_TO = _STANDING.where(Offer.to_id == bindparam("staff"))
_UNTOLD = _STANDING.where(Case.level == "emergency", Offer.supervisors_told_at.is_(None))


@dataclass(frozen=True)
class OpenOffer:
    """An offer that stands. `here` is whether the one who must accept is at their desk."""

    id: int
    case_id: int
    level: str
    owner_id: int | None
    by_id: int
    by: str
    to_id: int
    to: str
    here: bool
    words: str
    at: datetime
    supervisors_told: bool
    has_contact_rules: bool


def make_offer(
    tx: Connection, *, case_id: int, by: int, to: int, words: str, now: datetime
) -> None:
    """Let an offer stand; the database allows one a case."""
    tx.execute(
        insert(Offer).values(
            case_id=case_id, by_id=by, to_id=to, words=words, state="open", offered_at=now
        )
    )


def offer_of(tx: Connection, case_id: int, now: datetime) -> OpenOffer | None:
    """The offer that stands for a case, if there is one."""
    row = tx.execute(_OF_A_CASE, {"case": case_id}).first()
    return _open_offer(row, now) if row else None


def offers_to(tx: Connection, staff_id: int, now: datetime) -> list[OpenOffer]:
    """What is offered to a member, the gravest first."""
    return [_open_offer(row, now) for row in tx.execute(_TO, {"staff": staff_id})]


def emergencies_parked(tx: Connection, now: datetime) -> list[OpenOffer]:
    """Emergencies offered to somebody who is not here, of which no supervisor has been told."""
    untold = [_open_offer(row, now) for row in tx.execute(_UNTOLD)]
    return [offer for offer in untold if not offer.here]


def note_supervisors_told(tx: Connection, offer_id: int, now: datetime) -> bool:
    """The supervisors hear now that this emergency waits for somebody away. False: they have already,
    from another process that saw it in the same moment."""
    noted = tx.execute(
        update(Offer)
        .where(Offer.id == offer_id, Offer.supervisors_told_at.is_(None))
        .values(supervisors_told_at=now)
    )
    return noted.rowcount > 0


def settle(tx: Connection, offer_id: int, state: str) -> None:
    """An offer was accepted, refused, taken back, or has lapsed."""
    tx.execute(update(Offer).where(Offer.id == offer_id, Offer.state == "open").values(state=state))


def lapse_offer(tx: Connection, case_id: int, now: datetime) -> None:
    """End the offer that stands, because the case goes another way; who was asked hears of it."""
    standing = offer_of(tx, case_id, now)
    if standing:
        settle(tx, standing.id, "lapsed")
        tell(tx, standing.to_id, "lapsed", case_id=case_id, by=standing.by_id, now=now)


def _open_offer(row: Row[Any], now: datetime) -> OpenOffer:
    return OpenOffer(
        id=row.id,
        case_id=row.case_id,
        level=row.level,
        owner_id=row.owner_id,
        by_id=row.by_id,
        by=row.by,
        to_id=row.to_id,
        to=row.to,
        here=is_here(row.present_at, now),
        words=row.words,
        at=row.offered_at,
        supervisors_told=row.supervisors_told_at is not None,
        has_contact_rules=bool(SafeContact.from_json(row.safe_contact).rules),
    )
