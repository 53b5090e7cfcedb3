"""Runs the retention clock."""

from datetime import timedelta

import structlog

from app.service import Service
from store.retention import forget

log = structlog.get_logger()


async def forget_what_is_due(service: Service) -> None:
    """Forget what is due now."""
    keep = timedelta(days=service.settings.keep_messages_days)
    done = await service.database.write(forget, now=service.clock.now(), keep_messages=keep)
    log.info("retention.done", people=done.people, staff_rows=done.staff_rows)
