"""Carries out what editors planned, a few seconds after its moment, in whichever process comes first."""

import structlog

from app.service import Service
from staff.entries.deeds import carry_out_next_plan
from store.bus import Event

log = structlog.get_logger()


async def carry_out_due(service: Service) -> int:
    """Do all that is due now, and tell every process; how much was done."""
    done = 0
    hours = service.settings.hours_in_words
    while plan := await service.database.write(
        carry_out_next_plan, hours=hours, now=service.clock.now()
    ):
        done += 1
        log.info("planned.carried_out", entry=plan.entry_id, what=plan.what, state=plan.state)
        await service.bus.publish(Event("content", {"entry": plan.entry_id}))
    return done
