"""What a draft would do to the understanding, measured on the kept questions before it is published."""

from datetime import datetime

from sqlalchemy import Connection, select

from content.model_checks import ALLOWED, Comparison, as_json, from_json
from store.insert import insert_if_new
from store.tables import ModelCheck, Trial


def keep(tx: Connection, mark: str, comparison: Comparison, now: datetime) -> None:
    """Keep what was measured of the model with this mark."""
    insert_if_new(tx, Trial, mark=mark, measured=as_json(comparison), at=now)


def known(tx: Connection, mark: str) -> Comparison | None:
    """What was measured of it; none where it was not tried yet."""
    measured = tx.execute(select(Trial.measured).where(Trial.mark == mark)).scalar()
    return from_json(measured) if measured else None


def allow_ahead(tx: Connection, mark: str, comparison: Comparison | None, now: datetime) -> None:
    """Somebody wants it in service although it does worse: no replica holds it back then."""
    measured = as_json(comparison) if comparison else ""
    insert_if_new(tx, ModelCheck, mark=mark, verdict=ALLOWED, measured=measured, at=now)
