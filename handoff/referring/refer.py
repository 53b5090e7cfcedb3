"""Making a referral: a service, exactly what is shared with it, and on what ground. All in one step."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, insert

from content.library import Library
from content.words import Blank
from handoff.cases import CaseError, add_event, owned_conversation, refuse_without_reason
from handoff.hours_words import say_when
from handoff.presence import first_name
from handoff.promises.entering import enter, refuse_bad_time
from handoff.promises.making import tell
from handoff.referring.shareable import shareable
from handoff.services.keeping import service_of
from handoff.services.service import Service
from handoff.speaking import Sent, lock_case
from handoff.summary import summary_of
from store.tables import Referral

LONGEST = 2000


@dataclass(frozen=True)
class Referred:
    """A referral that was made, and what the young person was sent about it."""

    referral_id: int
    told: Sent | None


def refer(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    service_id: int,
    chosen: Collection[str],
    asked_for: str,
    agreed: bool | None,
    ground: str,
    due_at: datetime,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Referred:
    """Share the chosen items with a service, and promise that it will be in touch by a time.

    `agreed`: the young person did, for this service and these items, and `ground` says how; or else
    `ground` is the reason for going without. CaseError says what is missing; nothing is shared then.
    """
    lock_case(tx, case_id)
    owned_conversation(tx, case_id, staff_id)
    service = _open_service(tx, service_id)
    _refuse_without_ground(agreed, ground)
    refuse_bad_time(due_at, now)
    wanted = asked_for.strip()
    refuse_without_reason(wanted, "The service needs to know what you ask of it.")
    shared = _chosen(tx, case_id, chosen, now)
    told = None
    name = first_name(tx, staff_id)
    if not quietly:
        key = "referral-agreed" if agreed else "referral-without"
        when = partial(say_when, due_at, now)
        blanks: dict[str, Blank] = {"name": name, "service": service.name, "when": when}
        told = tell(tx, case_id, library, key, blanks, now)
    referral_id: int = tx.execute(
        insert(Referral)
        .values(
            case_id=case_id,
            service_id=service_id,
            by_id=staff_id,
            basis="consent" if agreed else "without",
            ground=ground.strip(),
            asked_for=wanted,
            shared=json.dumps(shared, ensure_ascii=False),
            sent_at=now,
        )
        .returning(Referral.id)
    ).scalar_one()
    enter(
        tx,
        case_id=case_id,
        kind="referral",
        by=staff_id,
        who=service.name,
        what=f"{service.name} will be in touch.",
        due_at=due_at,
        told=told,
        referral_id=referral_id,
        now=now,
    )
    basis = "They agreed" if agreed else "Without their agreement"
    text = f"{service.name}. {basis}: {ground.strip()}"
    add_event(tx, case_id, "referred", staff_id=staff_id, text=text, now=now)
    return Referred(referral_id, told)


def _open_service(tx: Connection, service_id: int) -> Service:
    service = service_of(tx, service_id)
    if service is None or service.withdrawn:
        message = (
            "That service is not in the directory any more. Choose another. Nothing was shared."
        )
        raise CaseError(message)
    return service


def _refuse_without_ground(agreed: bool | None, ground: str) -> None:
    if agreed is None:
        message = "Say whether they agreed that this service gets this. Nothing was shared."
        raise CaseError(message)
    why = "Write how they agreed." if agreed else "Write why it must be shared without."
    refuse_without_reason(ground, f"{why} Nothing was shared.")


def _chosen(
    tx: Connection, case_id: int, chosen: Collection[str], now: datetime
) -> list[dict[str, str]]:
    known = {item.key: item for item in shareable(tx, summary_of(tx, case_id, now))}
    if any(key not in known for key in chosen):
        message = (
            "The summary has changed while you chose, so nothing was shared. "
            "Look at what is ticked and send it again."
        )
        raise CaseError(message)
    return [
        {"group": item.group, "text": item.text} for key, item in known.items() if key in chosen
    ]
