"""What an alert says: the level, how long, and where to look. Nothing of whom it is about."""

from dataclasses import dataclass
from datetime import datetime

from store.alerts import BREACHED, PROMISE, STILL, Alert


@dataclass(frozen=True)
class Notice:
    """An alert in words. `title` alone tells enough where only a first line is shown."""

    title: str
    body: str


def say_alert(alert: Alert, desk: str, now: datetime) -> Notice:
    """The alert as it stands now; `desk` is where to look."""
    level = alert.level.capitalize()
    title = {
        BREACHED: f"{level} case: over its target",
        STILL: f"{level} case: still waiting",
        PROMISE: f"{level} case: a promise was not kept",
    }.get(alert.cause, f"{level} case: new")
    standing = "" if alert.cause == PROMISE else f"{_standing(alert, now)} "
    return Notice(title, f"{title}. {standing}Look at the desk: {desk}")


def _standing(alert: Alert, now: datetime) -> str:
    if alert.waiting_since is None:
        return "It waits no longer: an adviser has it, or has ended it."
    minutes = int((now - alert.waiting_since).total_seconds() // 60)
    if alert.returned:
        return f"It came back to the queue {minutes} min ago: its adviser had to go."
    return f"It has waited {minutes} min for an adviser."
