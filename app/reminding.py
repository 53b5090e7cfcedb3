"""Reminds editors once a week of what is stale, what soon will be, and what waits for a second person."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, select

from app.alerted import Address
from app.service import Service
from app.waiting_word import tell_of_waiting
from content.history import glances
from content.library import Library
from content.publishing import one_at_a_time
from content.reviewing import standing_reviews
from handoff.alert_words import Notice
from staff.audit import record
from staff.entries.listing import REVIEW, WITHDRAWN, Line, lines
from staff.entries.staleness import contacts_due, due, rates_due
from store.clock import in_london
from store.tables import AuditRecord

log = structlog.get_logger()
_BETWEEN_LOOKS = 600
_WEEK = timedelta(days=7)
_ACTION, _SUBJECT = "remind editors", "review dates"
_FIRST_HOUR = 9
_MONDAY = 0


def reminder(every: Sequence[Line], library: Library, now: datetime, desk: str) -> Notice | None:
    """What editors should look at, in counts; none where nothing is due."""
    day = in_london(now).date()
    (_, overdue), (soon, coming), *_ = due(every, day)
    counts = {
        "past their review date": len(overdue),
        f"to review within {soon} days": len(coming),
        "rates that end or change soon": len(rates_due(library, day)),
        "places in the directory to check": len(contacts_due(library, day)),
        "waiting for a second person": sum(line.state == REVIEW for line in every),
    }
    said = [f"{many} {words}" for words, many in counts.items() if many]
    if not said:
        return None
    title = f"Content to look at: {said[0]}"
    return Notice(title, f"{'; '.join(said)}. Look here: {desk}")


async def remind(service: Service, editors: Sequence[Address]) -> bool:
    """Send the week's reminder, once across all processes; whether one was sent."""
    now = service.clock.now()
    notice = await service.database.write(_due_now, service, now)
    if notice is None:
        return False
    for address in editors:
        try:
            await address.send(notice)
        except Exception as error:
            log.warning("reminding.send_broke", by=address.service, error=type(error).__name__)
    return True


def _due_now(tx: Connection, service: Service, now: datetime) -> Notice | None:
    """This week's reminder, noted so that nobody else sends it; none where it is not time."""
    here = in_london(now)
    if here.weekday() != _MONDAY or here.hour < _FIRST_HOUR:
        return None
    one_at_a_time(tx)
    lately = select(AuditRecord.id).where(
        AuditRecord.action == _ACTION, AuditRecord.at > now - _WEEK + timedelta(days=1)
    )
    if tx.execute(lately.limit(1)).one_or_none():
        return None
    library = service.library.current
    every = [
        line
        for line in lines(glances(tx), library, here.date(), standing_reviews(tx))
        if line.state != WITHDRAWN
    ]
    notice = reminder(every, library, now, f"{service.settings.site_url}/staff/entries/dates")
    if notice:
        record(tx, at=now, staff_id=None, action=_ACTION, subject=_SUBJECT, detail=notice.title)
    return notice


async def keep_reminding(service: Service, editors: Sequence[Address]) -> None:
    """Look every ten minutes, where anybody is to be reminded. A failure is logged and tried again."""
    while editors:
        try:
            await remind(service, editors)
            await tell_of_waiting(service, editors)
        except Exception as error:
            log.error("reminding.failed", error=type(error).__name__)  # noqa: TRY400
        await asyncio.sleep(_BETWEEN_LOOKS)
