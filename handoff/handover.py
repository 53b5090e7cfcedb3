"""The end of a shift: all open cases of one adviser offered together to the next, who accepts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from content.library import Library
from handoff.cases import CaseError
from handoff.moves import Moved
from handoff.offers import OpenOffer, offer_of, offers_to
from handoff.queue import QueueRow, line, open_cases
from handoff.transfer import accept, offer
from store.tables import Case


@dataclass(frozen=True)
class HeldCase:
    """An open case of mine, and the offer that stands for it."""

    row: QueueRow
    offer: OpenOffer | None


def held_by(tx: Connection, staff_id: int, now: datetime) -> list[HeldCase]:
    """The open cases that a member holds, the gravest first."""
    mine = [each.case_id for each in line(tx) if each.owner_id == staff_id]
    return [HeldCase(row, offer_of(tx, row.case_id, now)) for row in open_cases(tx, only=mine)]


def hand_over(
    tx: Connection, *, staff_id: int, to: int, nexts: Mapping[int, str], now: datetime
) -> list[int]:
    """Offer all cases together, each with what comes next. All or none; gives those that were offered.

    A case that is offered to somebody already stays as it is.
    """
    mine = [held for held in held_by(tx, staff_id, now) if held.offer is None]
    if not mine:
        message = "You have no open case to hand over."
        raise CaseError(message)
    missing = [held.row.case_id for held in mine if not nexts.get(held.row.case_id, "").strip()]
    if missing:
        cases = ", ".join(str(case_id) for case_id in missing)
        message = f"Nothing was handed over yet. Say what comes next for case {cases}."
        raise CaseError(message)
    for held in sorted(mine, key=lambda held: held.row.conversation_id):
        case_id = held.row.case_id
        offer(tx, case_id=case_id, staff_id=staff_id, to=to, words=nexts[case_id], now=now)
    return [held.row.case_id for held in mine]


def accept_all(
    tx: Connection,
    *,
    staff_id: int,
    giver: int,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> list[Moved]:
    """Take every case that this colleague offers."""
    offered = [each.case_id for each in offers_to(tx, staff_id, now) if each.by_id == giver]
    if not offered:
        message = "Nothing of theirs is offered to you any more, so nothing was changed."
        raise CaseError(message)
    return [
        accept(tx, case_id=case_id, staff_id=staff_id, library=library, now=now, quietly=quietly)
        for case_id in _by_conversation(tx, offered)
    ]


def _by_conversation(tx: Connection, case_ids: Sequence[int]) -> list[int]:
    """In the order in which everybody locks several conversations, so that nobody waits in a circle."""
    return list(
        tx.execute(
            select(Case.id).where(Case.id.in_(case_ids)).order_by(Case.conversation_id)
        ).scalars()
    )
