"""What the desk shows beside a case: who else looks, what is not sent yet, and the person's history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handoff.drafts import draft_of
from handoff.elsewhere import EarlierCase, Talk, earlier_cases, talks_elsewhere
from handoff.looking import lookers
from handoff.unsent import Unsent, unsent_of


@dataclass(frozen=True)
class Beside:
    """One case beside its messages, for one member. `lookers` are the others who have it open."""

    lookers: Sequence[str]
    unsent: Unsent | None
    draft: str
    elsewhere: Sequence[Talk]
    earlier: Sequence[EarlierCase]


def beside_case(tx: Connection, case_id: int, staff_id: int, now: datetime) -> Beside:
    """How it is now."""
    return Beside(
        lookers=lookers(tx, [case_id], staff_id, now).get(case_id, []),
        unsent=unsent_of(tx, case_id),
        draft=draft_of(tx, case_id, staff_id),
        elsewhere=talks_elsewhere(tx, case_id),
        earlier=earlier_cases(tx, case_id),
    )
