"""Keeps the questions that editors learn from ready to be looked at."""

import asyncio

import structlog

from app.service import Service
from staff.questions.preparing import prepare
from staff.questions.vectors import KeptVectors

log = structlog.get_logger()
_BETWEEN = 300


async def keep_questions_ready(service: Service, kept: KeptVectors) -> None:
    """Now and every five minutes. A failure is logged and tried again."""
    while True:
        try:
            await prepare(service.database, service.clock, kept)
        except Exception as error:
            log.error("learning.failed", error=type(error).__name__)  # noqa: TRY400
        await asyncio.sleep(_BETWEEN)
