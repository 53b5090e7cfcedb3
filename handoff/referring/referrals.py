"""Reading referrals: what was shared with whom, on what ground, and where it stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from store.clock import in_london
from store.tables import Case, Referral, ServiceRow, StaffMember

_BASIS = {"consent": "They agreed", "without": "Shared without their agreement"}
_SHARINGS: Any = (
    select(
        Referral,
        Case.owner_id,
        StaffMember.name.label("by"),
        ServiceRow.name.label("service"),
        ServiceRow.how_to_refer,
        ServiceRow.phone,
        ServiceRow.email,
        ServiceRow.web,
    )
    .join(Case, Case.id == Referral.case_id)
    .join(ServiceRow, ServiceRow.id == Referral.service_id)
    .join(StaffMember, StaffMember.id == Referral.by_id)
    .order_by(Referral.id.desc())
)
_OF_A_CASE = _SHARINGS.where(Referral.case_id == bindparam("case"))


@dataclass(frozen=True)
class Sharing:
    """One referral. `shared`: headings, and under each exactly what the service got."""

    id: int
    case_id: int
    owner_id: int | None
    by_id: int
    by: str
    service: str
    service_id: int
    how_to_refer: str
    phone: str
    email: str
    web: str
    basis: str
    ground: str
    asked_for: str
    shared: Mapping[str, Sequence[str]]
    state: str
    outcome: str
    ended_with: str
    sent_at: datetime
    acknowledged_at: datetime | None
    contacted_at: datetime | None
    ended_at: datetime | None

    @property
    def basis_in_words(self) -> str:
        """Whether the young person agreed."""
        return _BASIS[self.basis]

    def as_text(self) -> str:
        """What goes to the service, to copy or print: nothing but what was chosen.

        That they agreed is said; why it is shared without is for our own record alone.
        """
        there = in_london(self.sent_at)
        lines = [
            f"Referral from Connexions Direct to {self.service}",
            f"{there.day} {there:%B %Y, %H:%M}, from {self.by}. Our number for it: {self.id}",
            "",
            "What we ask",
            self.asked_for,
        ]
        for group, texts in self.shared.items():
            lines += ["", group, *(f"- {text}" for text in texts)]
        return "\n".join([*lines, "", f"{self.basis_in_words}.", ""])


def referrals_of(tx: Connection, case_id: int) -> Sequence[Sharing]:
    """The referrals of a case, the latest first."""
    return [_sharing(row) for row in tx.execute(_OF_A_CASE, {"case": case_id})]


def referral_of(tx: Connection, referral_id: int) -> Sharing | None:
    """One referral by its number."""
    row = tx.execute(_SHARINGS.where(Referral.id == referral_id)).one_or_none()
    return _sharing(row) if row else None


def _sharing(row: Any) -> Sharing:
    shared: dict[str, list[str]] = {}
    for item in json.loads(row.shared):
        shared.setdefault(item["group"], []).append(item["text"])
    values = dict(row._mapping)
    return Sharing(
        **values
        | {
            "shared": shared,
            "outcome": row.outcome or "",
            "ended_with": row.ended_with or "",
        }
    )
