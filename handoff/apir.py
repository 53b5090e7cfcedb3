"""The assessment, light: needs and strengths in the four groups of the Connexions framework (APIR).

APIR stands for assessment, planning, implementation and review. A factor that nobody has rated is
unexplored, which is not the same as "no need". Every rating names what it rests on and who made it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select

from handoff.cases import CaseError, refuse_without_reason
from handoff.facts import open_case
from handoff.speaking import lock_case
from store.tables import Rating, StaffMember

LONGEST_EVIDENCE = 1000
Grade = Literal["strength", "no need", "some need", "serious need"]
GRADES: dict[Grade, str] = {
    "strength": "Strength",
    "no need": "No need seen",
    "some need": "Some need",
    "serious need": "Serious need",
}


@dataclass(frozen=True)
class Factor:
    """One factor of the framework."""

    key: str
    label: str


@dataclass(frozen=True)
class FactorGroup:
    """One of the four groups."""

    label: str
    factors: tuple[Factor, ...]


FRAMEWORK = (
    FactorGroup(
        "Education and employment",
        (
            Factor("participation", "Taking part in learning or work"),
            Factor("basic-skills", "Reading, writing and number"),
            Factor("key-skills", "Skills for work"),
            Factor("life-skills", "Skills for living"),
            Factor("achievements", "Achievements"),
        ),
    ),
    FactorGroup(
        "Social and behavioural development",
        (
            Factor("identity", "Identity and self-image"),
            Factor("aspirations", "Hopes and aims"),
            Factor("relationships", "Relationships"),
            Factor("attitudes", "Attitudes and motivation"),
            Factor("offending", "Risk of offending"),
        ),
    ),
    FactorGroup(
        "Family and environment",
        (
            Factor("carers", "What parents or carers can give"),
            Factor("family", "Family history and life"),
            Factor("community", "Friends and neighbourhood"),
            Factor("housing", "Housing"),
            Factor("income", "Income"),
        ),
    ),
    FactorGroup(
        "Personal health",
        (
            Factor("physical-health", "Physical health"),
            Factor("well-being", "Emotional well-being"),
            Factor("substances", "Drink and drugs"),
        ),
    ),
)
_RATINGS = (
    select(Rating.factor, Rating.rating, Rating.evidence, StaffMember.shown_name, Rating.at)
    .join(StaffMember, StaffMember.id == Rating.staff_id)
    .where(Rating.person_id == bindparam("person"))
    .order_by(Rating.id)
)
FACTORS = {factor.key: factor for group in FRAMEWORK for factor in group.factors}


@dataclass(frozen=True)
class Rated:
    """How somebody rated a factor, on what evidence. `before` is the rating that it follows."""

    factor: str
    grade: str
    evidence: str
    by: str
    at: datetime
    before: "Rated | None" = None

    @property
    def label(self) -> str:
        """The factor in words."""
        return FACTORS[self.factor].label


@dataclass(frozen=True)
class Explored:
    """What is known of one group: the factors that were rated, and those that nobody has looked at."""

    label: str
    rated: Sequence[Rated]
    unexplored: Sequence[Factor]


def rate(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    factor: str,
    grade: str,
    evidence: str,
    now: datetime,
) -> None:
    """Rate a factor; CaseError where something is missing. The rating before it is kept."""
    lock_case(tx, case_id)
    case = open_case(tx, case_id)
    if factor not in FACTORS or grade not in GRADES:
        message = "Nothing was rated. Choose what you rate, and how."
        raise CaseError(message)
    refuse_without_reason(evidence, "A rating stands only with what it rests on.")
    if len(evidence.strip()) > LONGEST_EVIDENCE:
        message = f"Nothing was rated. {LONGEST_EVIDENCE} characters are the most."
        raise CaseError(message)
    tx.execute(
        insert(Rating).values(
            person_id=case.person_id,
            case_id=case_id,
            staff_id=staff_id,
            factor=factor,
            rating=grade,
            evidence=evidence.strip(),
            at=now,
        )
    )


def ratings_of(tx: Connection, person_id: int) -> list[Rated]:
    """The newest rating of each factor, with the one before it."""
    rows = tx.execute(_RATINGS, {"person": person_id})
    newest: dict[str, Rated] = {}
    for row in rows:
        if row.factor in FACTORS:
            newest[row.factor] = Rated(
                row.factor, row.rating, row.evidence, row.shown_name, row.at, newest.get(row.factor)
            )
    return list(newest.values())


def explored(ratings: Sequence[Rated]) -> tuple[Explored, ...]:
    """The four groups, the gravest need first in each."""
    by_factor = {one.factor: one for one in ratings}
    grave = list(GRADES)
    return tuple(
        Explored(
            group.label,
            rated=sorted(
                (by_factor[factor.key] for factor in group.factors if factor.key in by_factor),
                key=lambda one: -grave.index(one.grade),  # type: ignore[arg-type]
            ),
            unexplored=[factor for factor in group.factors if factor.key not in by_factor],
        )
        for group in FRAMEWORK
    )
