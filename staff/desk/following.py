"""What the desk shows of a case beside the talk: its promises, its referrals, and whether it helped."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from handoff.promises.ledger import UNSETTLED, Entry
from handoff.referring.referrals import Sharing
from handoff.summary_parts import Summary
from store.tables import FollowUp

_HELPED = (
    select(FollowUp.answer)
    .where(
        FollowUp.case_id == bindparam("case"),
        FollowUp.kind == "helped",
        FollowUp.answer.is_not(None),
    )
    .order_by(FollowUp.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Following:
    """The ledger and the referrals of one case; `helped` is the young person's word on the whole."""

    to_come: Sequence[Entry]
    settled: Sequence[Entry]
    referrals: Sequence[Sharing]
    helped: str

    @property
    def unsure(self) -> list[Entry]:
        """What was read from an adviser's words as a promise, and needs its day."""
        return [entry for entry in self.to_come if entry.state == "unsure"]


def following(tx: Connection, summary: Summary) -> Following:
    """All of it as it stands now."""
    promises = summary.promises
    helped = tx.execute(_HELPED, {"case": summary.case_id}).scalar()
    return Following(
        to_come=[entry for entry in promises if entry.state in UNSETTLED],
        settled=[entry for entry in promises if entry.state not in UNSETTLED],
        referrals=summary.referrals,
        helped=helped or "",
    )
