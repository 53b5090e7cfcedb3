"""Answers past their review date are taken out of service, where the settings say so."""

import structlog
from sqlalchemy import Connection

from app.service import Service
from content.entry_file import parse_entry
from content.repository import ANSWER, published
from staff.entries import deeds
from store.bus import Event
from store.clock import in_london

log = structlog.get_logger()
_WHY = "Past its review date"


async def withdraw_overdue(service: Service) -> list[str]:
    """Withdraw what is overdue now, with its line in the audit trail; which those were."""
    now = service.clock.now()
    day = in_london(now).date()

    def work(tx: Connection) -> list[str]:
        gone = []
        for piece in published(tx):
            if piece.kind == ANSWER and parse_entry(piece.entry_id, piece.body).review < day:
                deeds.withdraw(
                    tx, piece.entry_id, replaces=piece.number, by=None, why=_WHY, now=now
                )
                gone.append(piece.entry_id)
        return gone

    gone = await service.database.write(work)
    if gone:
        log.info("past_review.withdrawn", many=len(gone))
        await service.bus.publish(Event("content"))
    return gone
