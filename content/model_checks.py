"""Whether what was published made the understanding worse, as every replica and the editors' desk see it.

A model that does worse on the kept questions waits: the last good one stays in service until an editor
mends what was published, or says that the new one shall be used anyway.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from store.insert import insert_if_new
from store.tables import ModelCheck

Verdict = Literal["good", "worse", "allowed"]
GOOD: Verdict = "good"
WORSE: Verdict = "worse"
ALLOWED: Verdict = "allowed"
MOST_LOST = 0.01
"""By how much right at once may fall, and wrong as if sure rise, before a model has to wait."""


@dataclass(frozen=True)
class OnKept:
    """What a model makes of the kept questions, as shares."""

    right_at_once: float
    wrong_as_if_sure: float


@dataclass(frozen=True)
class Lost:
    """A kept question that was answered rightly and no longer is, and what it is taken for now.

    Among those gained it is the other way round: `taken_for` is what it was taken for before.
    """

    text: str
    right: str
    taken_for: str


@dataclass(frozen=True)
class OnOwn:
    """The editors' own test questions: how many there are, how many are right at once, and which are not.

    `lost` are those that the model in service answers rightly and the new one does not.
    """

    asked: int
    right_before: int
    right_after: int
    lost: tuple[Lost, ...] = ()
    wrong: tuple[Lost, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """The model in service and the new one on the same kept questions, and on the editors' own."""

    before: OnKept
    after: OnKept
    lost: tuple[Lost, ...] = ()
    gained: tuple[Lost, ...] = ()
    own: OnOwn | None = None

    @property
    def worse(self) -> bool:
        """Whether the new one has to wait. An editor's own question counts for itself."""
        return worse_than(self.after, self.before) or bool(self.own and self.own.lost)


@dataclass(frozen=True)
class Check:
    """A model's verdict, with the comparison where there was a model to compare it with."""

    mark: str
    verdict: Verdict
    comparison: Comparison | None
    at: datetime


def worse_than(new: OnKept, old: OnKept) -> bool:
    """Whether accuracy fell by more than chance and taste explain."""
    return (
        old.right_at_once - new.right_at_once > MOST_LOST
        or new.wrong_as_if_sure - old.wrong_as_if_sure > MOST_LOST
    )


def check_of(tx: Connection, mark: str) -> Check | None:
    """What is known of a model."""
    row = tx.execute(select(ModelCheck.__table__).where(ModelCheck.mark == mark)).one_or_none()
    return _check(row) if row else None


def newest(tx: Connection) -> Check | None:
    """What is known of the model that was trained on what is published now."""
    newest_first = select(ModelCheck.__table__).order_by(ModelCheck.at.desc()).limit(1)
    row = tx.execute(newest_first).one_or_none()
    return _check(row) if row else None


def last_good(tx: Connection, *, besides: str) -> str | None:
    """The mark of the model that was last in service, other than this one."""
    mark: str | None = tx.execute(
        select(ModelCheck.mark)
        .where(ModelCheck.verdict != WORSE, ModelCheck.mark != besides)
        .order_by(ModelCheck.at.desc())
        .limit(1)
    ).scalar()
    return mark


def settle(tx: Connection, mark: str, comparison: Comparison | None, now: datetime) -> Verdict:
    """Keep what was found, unless another replica was first; the verdict that all keep to."""
    verdict = WORSE if comparison and comparison.worse else GOOD
    measured = as_json(comparison) if comparison else ""
    insert_if_new(tx, ModelCheck, mark=mark, verdict=verdict, measured=measured, at=now)
    tx.execute(update(ModelCheck).where(ModelCheck.mark == mark).values(at=now))
    return tx.execute(select(ModelCheck.verdict).where(ModelCheck.mark == mark)).scalar_one()  # type: ignore[return-value]


def allow(tx: Connection, mark: str) -> bool:
    """Use a waiting model anyway; False when there is none of this mark that waits."""
    done = tx.execute(
        update(ModelCheck)
        .where(ModelCheck.mark == mark, ModelCheck.verdict == WORSE)
        .values(verdict=ALLOWED)
    )
    return bool(done.rowcount)


def _check(row: object) -> Check:
    return Check(
        mark=row.mark,  # type: ignore[attr-defined]
        verdict=row.verdict,  # type: ignore[attr-defined]
        comparison=from_json(row.measured),  # type: ignore[attr-defined]
        at=row.at,  # type: ignore[attr-defined]
    )


def as_json(comparison: Comparison) -> str:
    """A comparison as it is kept."""
    return json.dumps(asdict(comparison))


def from_json(measured: str) -> Comparison | None:
    """A comparison as it was kept; none where nothing was."""
    if not measured:
        return None
    raw = json.loads(measured)
    lost = tuple(Lost(**each) for each in raw["lost"])
    gained = tuple(Lost(**each) for each in raw.get("gained", ()))
    own = _own(raw["own"]) if raw.get("own") else None
    return Comparison(OnKept(**raw["before"]), OnKept(**raw["after"]), lost, gained, own)


def _own(raw: dict[str, Any]) -> OnOwn:
    lists = {name: tuple(Lost(**each) for each in raw[name]) for name in ("lost", "wrong")}
    return OnOwn(**{**raw, **lists})
