"""The retention clock of what the desk keeps beside the cases."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete

from store.tables import Draft, Look

LOOKS_KEPT = timedelta(days=1)
DRAFTS_KEPT = timedelta(days=7)


def forget_desk(tx: Connection, now: datetime) -> None:
    """Forget who looked long ago and what was begun and never sent; the rest goes with its case."""
    tx.execute(delete(Look).where(Look.at < now - LOOKS_KEPT))
    tx.execute(delete(Draft).where(Draft.at < now - DRAFTS_KEPT))
