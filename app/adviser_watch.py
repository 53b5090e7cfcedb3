"""Watches for advisers whose desk has gone silent, for as long as the service is up.

What they held goes back to the head of the queue and their young people are told; of an emergency that
waits for somebody who has gone away, the supervisors are told.
"""

from datetime import datetime

import structlog
from sqlalchemy import Connection

from app.service import Service
from content.library import Library
from handoff.moves import Moved
from handoff.presence import GRACE
from handoff.returning import return_dropped
from handoff.telling import tell_of_moves
from handoff.transfer import tell_of_parked
from staff.audit import record
from store.bus import Event

log = structlog.get_logger()


class AdviserWatch:
    """Looks once a turn. A gap in its own watch is no proof that an adviser has gone: after one, and
    after each start of the service, it waits for as long as desks have to answer."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._since: datetime | None = None
        self._last: datetime | None = None

    async def look(self) -> None:
        """One turn. One that fails is a gap in the watch."""
        now = self._service.clock.now()
        last, self._last = self._last, None
        if self._since is None or last is None or now - last > GRACE:
            self._since = now
        if now - self._since > GRACE:
            await self._return_dropped(now)
        self._last = now

    async def _return_dropped(self, now: datetime) -> None:
        service, library = self._service, self._service.library.current
        moved, parked = await service.database.write(_look, library, now)
        if moved:
            log.warning("advisers.dropped", cases=len(moved))
            await tell_of_moves(service.bus, moved)
        elif parked:
            await service.bus.publish(Event("queue"))


def _look(tx: Connection, library: Library, now: datetime) -> tuple[list[Moved], int]:
    moved = return_dropped(tx, library=library, now=now)
    for each in moved:
        subject = f"case {each.case_id}"
        record(tx, at=now, staff_id=None, action="returned case", subject=subject)
    return moved, tell_of_parked(tx, now)
