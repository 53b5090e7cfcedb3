"""Cases offered to a colleague: made, read, and settled. Until one is accepted nothing has changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update
from sqlalchemy.orm import aliased

from bot.contact.rules import SafeContact
from handoff.notices import tell
from handoff.presence import is_here
from store.tables import Case, Conversation, Offer, StaffMember


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
    found = _standing(tx, Offer.case_id == case_id, now)
    return found[0] if found else None


def offers_to(tx: Connection, staff_id: int, now: datetime) -> list[OpenOffer]:
    """What is offered to a member, the gravest first."""
    return _standing(tx, Offer.to_id == staff_id, now)


def emergencies_parked(tx: Connection, now: datetime) -> list[OpenOffer]:
    """Emergencies offered to somebody who is not here, of which no supervisor has been told."""
    untold = (Case.level == "emergency") & Offer.supervisors_told_at.is_(None)
    return [offer for offer in _standing(tx, untold, now) if not offer.here]


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


def _standing(tx: Connection, which: ColumnElement[bool], now: datetime) -> list[OpenOffer]:
    giver, receiver = aliased(StaffMember), aliased(StaffMember)
    rows: Any = tx.execute(
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
            giver.name.label("by"),
            receiver.name.label("to"),
            receiver.present_at,
            Conversation.safe_contact,
        )
        .join(Case, Case.id == Offer.case_id)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .join(giver, giver.id == Offer.by_id)
        .join(receiver, receiver.id == Offer.to_id)
        .where(Offer.state == "open", which)
        .order_by(Case.level_rank.desc(), Offer.id)
    )
    return [_open_offer(row, now) for row in rows]


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
