"""A watch over the cases, and the alerts it has asked for."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select

from app.alerted import Alerted
from app.alerting import Alerting
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.tables import AlertRow

DESK = "https://connexions.example/staff/desk"
MINUTE = timedelta(minutes=1)


def watching(
    database: Database, clock: SetClock, alerted: Alerted, bus: LocalBus | None = None
) -> Alerting:
    return Alerting(database, bus or LocalBus(), clock, alerted, DESK)


async def rows(database: Database) -> list[Row[Any]]:
    return await database.read(
        lambda tx: list(tx.execute(select(AlertRow).order_by(AlertRow.id)).all())
    )
