"""Runs the retention clock once an hour for as long as the service is up."""

import asyncio
from datetime import timedelta

import structlog

from app.service import Service
from store.retention import forget

log = structlog.get_logger()
_HOUR = 3600


async def keep_forgetting(service: Service) -> None:
    """Forget what is due, now and every hour. A failure is logged and tried again."""
    keep = timedelta(days=service.settings.keep_messages_days)
    while True:
        try:
            done = await service.database.write(forget, now=service.clock.now(), keep_messages=keep)
            log.info("retention.done", people=done.people, staff_rows=done.staff_rows)
        except Exception as error:
            log.error("retention.failed", error=type(error).__name__)  # noqa: TRY400
        await asyncio.sleep(_HOUR)
