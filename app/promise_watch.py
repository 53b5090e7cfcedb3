"""Keeps watch over the ledger of promises for as long as the service is up."""

from prometheus_client import Counter

from app.service import Service
from handoff.promises.follow_ups import ask_what_is_due
from handoff.promises.watching import watch_the_ledger
from handoff.telling import tell_of_messages
from store.bus import Event

CLIMBED = Counter("connexions_promises_late", "Promises that were late and climbed to supervisors")
ASKED = Counter("connexions_follow_ups_asked", "Questions put to young people afterwards")


class PromiseWatch:
    """Looks once a turn: staff are reminded first, then young people are asked."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def look(self) -> None:
        """One turn, in two transactions: one holds promises, the other conversations."""
        service, now = self._service, self._service.clock.now()
        here = service.hours.usual.is_open(now)
        watched = await service.database.write(watch_the_ledger, now, advisers_here=here)
        asked = await service.database.write(ask_what_is_due, service.library.current, now)
        CLIMBED.inc(watched.climbed)
        ASKED.inc(len(asked))
        if asked:
            await tell_of_messages(service.bus, asked)
        if watched.told or watched.climbed or asked:
            await service.bus.publish(Event("queue"))
