"""Tells editors, once for each model, that what went live last made the bot understand less well.

What is published by hand is tried first, and says so on its page. What goes live by itself, as planned, may
do so in the night: nobody looks at a page then.
"""

from collections.abc import Sequence

import structlog
from sqlalchemy import Connection, select

from app.alerted import Address
from app.service import Service
from content.model_checks import WORSE, Check, newest
from content.publishing import one_at_a_time
from handoff.alert_words import Notice
from staff.audit import record
from store.tables import AuditRecord

log = structlog.get_logger()
_ACTION = "tell of waiting model"


async def tell_of_waiting(service: Service, editors: Sequence[Address]) -> bool:
    """Send word where a model waits that nobody was told of; whether any was sent."""
    check = await service.database.write(_untold, service)
    if check is None:
        return False
    notice = word(check, f"{service.settings.site_url}/staff/entries")
    for address in editors:
        try:
            await address.send(notice)
        except Exception as error:
            log.warning("waiting.send_broke", by=address.service, error=type(error).__name__)
    return True


def word(check: Check, desk: str) -> Notice:
    """What editors are told, in counts: the page has the questions."""
    found = check.comparison
    own = len(found.own.lost) if found and found.own else 0
    counts = {
        "of your own test questions": own,
        "of the kept questions": len(found.lost) if found else 0,
    }
    lost = " and ".join(f"{many} {what}" for what, many in counts.items() if many)
    named = f" {lost} would no longer be answered rightly." if lost else ""
    return Notice(
        "What went live last made the bot understand less well",
        f"The answers are live. The bot goes on understanding as it did.{named} Look here: {desk}",
    )


def _untold(tx: Connection, service: Service) -> Check | None:
    """The model that waits, noted so that nobody else tells of it; none where it was told of."""
    one_at_a_time(tx)
    check = newest(tx)
    if check is None or check.verdict != WORSE:
        return None
    subject = f"model {check.mark}"
    told = select(AuditRecord.id).where(
        AuditRecord.action == _ACTION, AuditRecord.subject == subject
    )
    if tx.execute(told.limit(1)).one_or_none():
        return None
    record(tx, at=service.clock.now(), staff_id=None, action=_ACTION, subject=subject)
    return check
