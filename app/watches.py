"""Everything that is looked at again and again for as long as the service is up, and how often."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import structlog

from app.adviser_watch import AdviserWatch
from app.hours_watch import HoursWatch
from app.on_call import addresses
from app.past_review import withdraw_overdue
from app.planned import carry_out_due
from app.promise_watch import PromiseWatch
from app.reminding import remind
from app.retention import forget_what_is_due
from app.service import Service
from app.waiting_word import tell_of_waiting
from staff.questions.preparing import prepare
from staff.questions.vectors import KeptVectors

log = structlog.get_logger()


@dataclass(frozen=True)
class Watch:
    """One thing to look at."""

    name: str
    look: Callable[[], Awaitable[object]]
    every_seconds: float

    async def keep(self) -> None:
        """Look now, and again and again. A failure is logged, and stops neither this nor another."""
        while True:
            try:
                await self.look()
            except Exception as error:
                log.error("watch.failed", watch=self.name, error=type(error).__name__)  # noqa: TRY400
            await asyncio.sleep(self.every_seconds)


def watches(service: Service, kept: KeptVectors) -> list[Watch]:
    """What this process watches. Every process watches all of it: whoever is first does what is due."""
    learn = partial(prepare, service.database, service.clock, kept)
    found = [
        Watch("hours", HoursWatch(service).look, every_seconds=1),
        Watch("advisers", AdviserWatch(service).look, every_seconds=15),
        Watch("promises", PromiseWatch(service).look, every_seconds=15),
        Watch("planned", partial(carry_out_due, service), every_seconds=15),
        Watch("learning", learn, every_seconds=300),
        Watch("retention", partial(forget_what_is_due, service), every_seconds=3600),
    ]
    if service.settings.past_review == "withdraw":
        found.append(Watch("past review", partial(withdraw_overdue, service), every_seconds=600))
    if editors := addresses(service.settings.editors):
        found.append(Watch("reminding", partial(remind, service, editors), every_seconds=3600))
        found.append(
            Watch("waiting models", partial(tell_of_waiting, service, editors), every_seconds=600)
        )
    return found
