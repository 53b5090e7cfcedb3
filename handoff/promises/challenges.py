"""Standing up for somebody who was refused: a decision challenged by the last day for it.

The usual times are those of the entry benefits/challenge-a-decision. Where the letter says another last
day, or none is known, the adviser gives it.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import Connection

from content.library import Library
from content.words import Blank
from handoff.cases import CaseError, add_event, owned_conversation
from handoff.hours_words import say_when
from handoff.presence import first_name
from handoff.promises.entering import enter, refuse_bad_time, whole_words
from handoff.promises.making import tell
from handoff.speaking import Sent, lock_case
from store.clock import LONDON, in_london

_REMINDED_BEFORE = timedelta(days=7)
_CLOSES = time(17)


@dataclass(frozen=True)
class Way:
    """One way to challenge a decision, and the usual time for it where the content knows one."""

    label: str
    months: int = 0
    days: int = 0

    def last_day(self, decided: date) -> date | None:
        """The last day, counted from the day of the decision; none where it is in the letter alone."""
        if self.days:
            return decided + timedelta(days=self.days)
        if not self.months:
            return None
        month = decided.month - 1 + self.months
        year, month = decided.year + month // 12, month % 12 + 1
        return date(year, month, min(decided.day, calendar.monthrange(year, month)[1]))


WAYS: Mapping[str, Way] = {
    "reconsideration": Way("Benefit: ask them to look again (mandatory reconsideration)", months=1),
    "redetermination": Way("Scottish payment: ask them to look again (redetermination)", days=42),
    "tribunal": Way("Benefit: appeal to a tribunal after they looked again", months=1),
    "learning": Way("EMA, bursary or course: appeal"),
    "school": Way("School or college: exclusion, place or support"),
    "housing": Way("Council: housing decision, ask for a review"),
    "service": Way("A service refused to help: ask why, or complain"),
    "complaint": Way("Complaint"),
}


def challenge(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    way: str,
    what: str,
    decided: date | None,
    last_day: date | None,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Sent | None:
    """Begin to challenge a decision with them: a step in the ledger, due on the last day for it."""
    lock_case(tx, case_id)
    owned_conversation(tx, case_id, staff_id)
    due_at = datetime.combine(_last_day(way, decided, last_day, now), _CLOSES, tzinfo=LONDON)
    refuse_bad_time(due_at, now)
    words = whole_words(what, "Say what was refused and what you do first. Nothing was changed.")
    name, when = first_name(tx, staff_id), say_when(due_at, now)
    told = None
    if not quietly:
        when_said = partial(say_when, due_at, now)
        blanks: dict[str, Blank] = {"name": name, "what": words, "when": when_said}
        told = tell(tx, case_id, library, "challenge-begun", blanks, now)
    enter(
        tx, case_id=case_id, kind="challenge", by=staff_id, who=name,
        what=f"{WAYS[way].label}. {words}"[:500], due_at=due_at, ahead=_REMINDED_BEFORE, told=told,
        now=now,
    )  # fmt: skip
    text = f"{WAYS[way].label}, by {when}. {words}"
    add_event(tx, case_id, "promised", staff_id=staff_id, text=text, now=now)
    return told


def _last_day(way: str, decided: date | None, last_day: date | None, now: datetime) -> date:
    """The day that was given, or the usual one; CaseError where there is none, or it has gone by."""
    if way not in WAYS:
        message = "Nothing was changed. Choose how the decision is challenged."
        raise CaseError(message)
    today = in_london(now).date()
    if decided and decided > today:
        message = "The day of the decision is still to come. Nothing was changed; mend the day."
        raise CaseError(message)
    usual = WAYS[way].last_day(decided) if decided else None
    if last_day is None and usual is None:
        message = "Give the last day from the letter. Nothing was changed."
        if WAYS[way].months or WAYS[way].days:
            message = "Give the day of the decision, or the last day. Nothing was changed."
        raise CaseError(message)
    day = last_day or usual or today
    if last_day is None and day < today:
        message = (
            f"The usual time ended on {day.day} {day:%B %Y}. A late one may still be taken: give the "
            "day by which you ask for it yourself, and say why it is late. Nothing was changed."
        )
        raise CaseError(message)
    return day
