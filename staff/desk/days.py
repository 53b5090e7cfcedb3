"""Days and times from forms, as clocks in the UK show them."""

from collections.abc import Mapping
from datetime import date, datetime

from handoff.cases import CaseError
from store.clock import LONDON


def moment_in(fields: Mapping[str, str], name: str, missing: str) -> datetime:
    """The day and time that was chosen; CaseError where there is none."""
    try:
        return datetime.fromisoformat(fields.get(name, "").strip()).replace(tzinfo=LONDON)
    except ValueError:
        raise CaseError(missing) from None


def moment_if_any(fields: Mapping[str, str], name: str) -> datetime | None:
    """The day and time that was chosen, or none."""
    if not fields.get(name, "").strip():
        return None
    return moment_in(fields, name, "That is no day and time. Nothing was changed; choose it again.")


def day_if_any(fields: Mapping[str, str], name: str) -> date | None:
    """The day that was chosen, or none."""
    text = fields.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = "That is no day. Nothing was changed; choose it again."
        raise CaseError(message) from None
