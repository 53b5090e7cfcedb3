"""Sees that other opening hours are in service here, and tells everybody whose clock goes by them."""

import structlog

from app.service import Service
from handoff.reclocking import set_clocks
from handoff.targets import ServiceTargets
from store.bus import Event

log = structlog.get_logger()


class HoursWatch:
    """Remembers the hours it saw last. A look that finds the same costs nothing."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._seen = service.hours.now()

    async def look(self) -> None:
        """Where the hours changed: set the clocks of those who wait, and tell chats and desks."""
        service, hours = self._service, self._service.hours.now()
        if hours is self._seen:
            return
        levels = service.targets.levels
        moved = await service.database.write(
            set_clocks,
            before=ServiceTargets(self._seen, levels),
            after=ServiceTargets(hours, levels),
            now=service.clock.now(),
        )
        self._seen = hours
        log.info("hours.changed", clocks=moved)
        await service.bus.publish(Event("line"))
        await service.bus.publish(Event("queue"))
