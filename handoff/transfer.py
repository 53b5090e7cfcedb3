"""A case handed to a colleague: offered, then accepted, refused or taken back.

Until the colleague accepts, the case stays with whoever has it, and everything goes on as before. A
supervisor may offer anybody's case, and one that waits, and may take any case over at once.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.decision import Level
from content.library import Library
from handoff import offers
from handoff.cases import CaseError, add_event, refuse_without_reason
from handoff.moves import Moved, introduce
from handoff.notices import tell
from handoff.offers import OpenOffer, lapse_offer, offer_of
from handoff.presence import supervises, supervisors, working
from handoff.promises.settling import somebody_is_back
from handoff.speaking import lock_case
from store.tables import Case, Conversation


def offer(
    tx: Connection, *, case_id: int, staff_id: int, to: int, words: str, now: datetime
) -> None:
    """Ask a colleague to take a case, with why and what comes next. It stays where it is."""
    receiver = working(tx, to, now)
    lock_case(tx, case_id)
    case = _open_case(tx, case_id)
    _refuse_unless_allowed(tx, case, staff_id)
    if case.owner_id == to:
        message = f"{receiver.name} has this case already. Choose somebody else."
        raise CaseError(message)
    if staff_id == to:
        message = "You cannot ask yourself. Pick the case up, or take it over."
        raise CaseError(message)
    standing = offer_of(tx, case_id, now)
    if standing:
        message = f"{standing.to} has been asked already. Take that back first."
        raise CaseError(message)
    refuse_without_reason(words, "Your colleague needs to know why, and what comes next.")
    offers.make_offer(tx, case_id=case_id, by=staff_id, to=to, words=words.strip(), now=now)
    said = f"to {receiver.name}: {words.strip()}"
    add_event(tx, case_id, "offered", staff_id=staff_id, text=said, now=now)
    if case.owner_id not in (None, staff_id):
        tell(tx, case.owner_id, "reassigned", case_id=case_id, by=staff_id, words=said, now=now)
    made = offer_of(tx, case_id, now)
    away = made is not None and made.level == Level.EMERGENCY and not made.here
    if made and away and not _tell_of(tx, made, now):
        message = (
            f"{made.to} is not here now, and there is no supervisor to tell. "
            "This emergency stays where it is: choose somebody who is here."
        )
        raise CaseError(message)


def accept(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Moved:
    """Take a case that was offered: from now on it is theirs. The giver and the young person hear it."""
    working(tx, staff_id, now)
    conversation, _ = lock_case(tx, case_id)
    standing = _offered_to(tx, case_id, staff_id, now)
    offers.settle(tx, standing.id, "accepted")
    before = _give(tx, case_id, staff_id, now)
    somebody_is_back(tx, case_id, now)
    add_event(tx, case_id, "accepted", staff_id=staff_id, now=now)
    for who in sorted({standing.by_id, before or standing.by_id}):
        tell(tx, who, "accepted", case_id=case_id, by=staff_id, now=now)
    told = introduce(
        tx, case_id=case_id, staff_id=staff_id, before=before, library=library, now=now,
        quietly=quietly,
    )  # fmt: skip
    return Moved(case_id, conversation.conversation_id, told)


def refuse(tx: Connection, *, case_id: int, staff_id: int, why: str, now: datetime) -> None:
    """Say no to a case that was offered. It stays where it is, and the giver hears why."""
    lock_case(tx, case_id)
    standing = _offered_to(tx, case_id, staff_id, now)
    refuse_without_reason(why, "Your colleague needs to know why you cannot take it.")
    offers.settle(tx, standing.id, "refused")
    add_event(tx, case_id, "refused", staff_id=staff_id, text=why.strip(), now=now)
    tell(tx, standing.by_id, "refused", case_id=case_id, by=staff_id, words=why.strip(), now=now)


def take_back(tx: Connection, *, case_id: int, staff_id: int, now: datetime) -> None:
    """Withdraw an offer: for whoever made it, the owner, or a supervisor. Both sides hear of it."""
    lock_case(tx, case_id)
    standing = offer_of(tx, case_id, now)
    if standing is None:
        message = "Nobody is being asked to take this case any more, so nothing was changed."
        raise CaseError(message)
    if staff_id not in (standing.by_id, standing.owner_id) and not supervises(tx, staff_id):
        message = f"Only {standing.by} or a supervisor can take this back."
        raise CaseError(message)
    offers.settle(tx, standing.id, "taken back")
    add_event(tx, case_id, "taken back", staff_id=staff_id, text=f"from {standing.to}", now=now)
    for who in sorted({standing.to_id, standing.by_id} - {staff_id}):
        tell(tx, who, "taken back", case_id=case_id, by=staff_id, now=now)


def take_over(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    why: str,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Moved:
    """A supervisor takes a case from whoever has it, with a reason that they hear at once."""
    working(tx, staff_id, now)
    conversation, _ = lock_case(tx, case_id)
    if not supervises(tx, staff_id):
        message = "Only a supervisor can take a case over. Ask for it, or ask a supervisor."
        raise CaseError(message)
    case = _open_case(tx, case_id)
    if case.state != "held" or case.owner_id == staff_id:
        message = "You have this case already." if case.owner_id else "Nobody has it. Pick it up."
        raise CaseError(message)
    refuse_without_reason(why, "Your colleague needs to know why you take it over.")
    lapse_offer(tx, case_id, now)
    before = _give(tx, case_id, staff_id, now)
    add_event(tx, case_id, "taken over", staff_id=staff_id, text=why.strip(), now=now)
    tell(tx, case.owner_id, "taken over", case_id=case_id, by=staff_id, words=why.strip(), now=now)
    told = introduce(
        tx, case_id=case_id, staff_id=staff_id, before=before, library=library, now=now,
        quietly=quietly,
    )  # fmt: skip
    return Moved(case_id, conversation.conversation_id, told)


def tell_of_parked(tx: Connection, now: datetime) -> int:
    """Tell the supervisors of each emergency that waits for somebody who has gone away meanwhile."""
    return sum(_tell_of(tx, each, now) for each in offers.emergencies_parked(tx, now))


def _tell_of(tx: Connection, parked: OpenOffer, now: datetime) -> bool:
    """Tell the supervisors of an emergency that waits for somebody away. False: there are none."""
    others = supervisors(tx)
    if others and offers.note_supervisors_told(tx, parked.id, now):
        for staff_id in others:
            if staff_id != parked.by_id:
                tell(
                    tx, staff_id, "parked", case_id=parked.case_id, by=parked.by_id,
                    words=parked.to, now=now,
                )  # fmt: skip
    return bool(others)


def _open_case(tx: Connection, case_id: int) -> Row[Any]:
    case: Any = tx.execute(
        select(Case.id, Case.state, Case.level, Case.owner_id).where(Case.id == case_id)
    ).one()
    if case.state == "closed":
        message = "This case is closed, so nothing was changed. It can be reopened."
        raise CaseError(message)
    found: Row[Any] = case
    return found


def _refuse_unless_allowed(tx: Connection, case: Row[Any], staff_id: int) -> None:
    holds = case.state == "held" and case.owner_id == staff_id
    if not holds and not supervises(tx, staff_id):
        message = "You do not have this case, so it was not offered. Ask a supervisor."
        raise CaseError(message)


def _offered_to(tx: Connection, case_id: int, staff_id: int, now: datetime) -> OpenOffer:
    standing = offer_of(tx, case_id, now)
    if standing is None or standing.to_id != staff_id:
        message = "This case is not offered to you any more, so nothing was changed."
        raise CaseError(message)
    return standing


def _give(tx: Connection, case_id: int, staff_id: int, now: datetime) -> int | None:
    """Make somebody the owner. Who it was before, if anybody."""
    case = tx.execute(select(Case.owner_id, Case.conversation_id).where(Case.id == case_id)).one()
    tx.execute(
        update(Case)
        .where(Case.id == case_id)
        .values(state="held", owner_id=staff_id, claimed_at=now, returned_at=None)
    )
    tx.execute(
        update(Conversation).where(Conversation.id == case.conversation_id).values(holder="adviser")
    )
    before: int | None = case.owner_id
    return before
