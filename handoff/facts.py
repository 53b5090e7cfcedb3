"""Writing facts down: recorded, corrected and confirmed by advisers, each version kept.

Nothing is ever overwritten. A version names what it takes the place of; two advisers who correct the same
thing at once leave two versions, which stand side by side.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, or_, select

from handoff.cases import CaseError
from handoff.dates import day_in, day_in_words
from handoff.speaking import lock_case
from handoff.statements import SAID_BY, Statement, Sure
from handoff.subjects import SUBJECTS, Subject
from store.clock import in_london
from store.tables import Case, RecordedFact, StaffMember

LONGEST_VALUE = 500
LONGEST_ABOUT = 80
WRITTEN: Sequence[Sure] = ("said", "confirmed", "unsure", "declined", "not so")
"""How sure an adviser may be of what they write down."""

_FACTS = (
    select(RecordedFact, StaffMember.shown_name, Case.conversation_id)
    .join(StaffMember, StaffMember.id == RecordedFact.staff_id)
    .join(Case, Case.id == RecordedFact.case_id)
    .where(
        RecordedFact.person_id == bindparam("person"),
        or_(RecordedFact.case_id <= bindparam("case"), Case.joined_to == bindparam("case")),
    )
    .order_by(RecordedFact.id)
)


@dataclass(frozen=True)
class NewFact:
    """What an adviser writes down. `replaces` is what it corrects, where it corrects something."""

    subject: str
    value: str
    said_by: str
    sure: str
    about: str = ""
    words: str = ""
    replaces: Statement | None = None


def record_fact(tx: Connection, *, case_id: int, staff_id: int, new: NewFact, now: datetime) -> int:
    """Write a fact down; CaseError says what is missing, and nothing is kept then. Gives its number."""
    lock_case(tx, case_id)
    case = open_case(tx, case_id)
    subject = _subject(new)
    if new.sure not in WRITTEN or new.said_by not in SAID_BY:
        message = "Nothing was written down. Say who said it, and how sure it is."
        raise CaseError(message)
    _refuse_without_value(new, subject)
    value = _one_line(new.value) if new.sure not in ("declined", "not so") else ""
    if subject.key == "birthday" and value:
        value = _born_on(value, in_london(now).date())
    if new.replaces and new.replaces.subject != subject.key:
        message = (
            f"Nothing was written down. What it takes the place of is about “{new.replaces.what}”, "
            f"and this is about “{subject.label.lower()}”. Choose the same subject."
        )
        raise CaseError(message)
    return _add(
        tx, case, staff_id, now,
        subject=subject.key,
        about=_one_line(new.about) if subject.which else "",
        value=value,
        said_by=new.said_by,
        sure=new.sure,
        words=_one_line(new.words),
        seq=None,
        replaces=new.replaces.ref if new.replaces else "",
    )  # fmt: skip


def confirm_fact(
    tx: Connection, *, case_id: int, staff_id: int, statement: Statement, now: datetime
) -> int:
    """Say that a statement is right. Who said it and the words it rests on stay as they were."""
    lock_case(tx, case_id)
    case = open_case(tx, case_id)
    if not statement.value:
        message = (
            "There is nothing to confirm: they would rather not say. Write it down if they do."
        )
        raise CaseError(message)
    return _add(
        tx, case, staff_id, now,
        subject=statement.subject,
        about=statement.about,
        value=statement.value,
        said_by=statement.said_by,
        sure="confirmed",
        words=statement.words,
        seq=statement.seq,
        replaces=statement.ref,
    )  # fmt: skip


def facts_of(tx: Connection, person_id: int, conversation_id: int, case_id: int) -> list[Statement]:
    """Everything that was written down about a person, the oldest first."""
    rows: Any = tx.execute(_FACTS, {"person": person_id, "case": case_id})
    return [
        _statement(row, case_id, row.seq if row.conversation_id == conversation_id else None)
        for row in rows
    ]


def open_case(tx: Connection, case_id: int) -> Row[Any]:
    """The case, for writing something down; CaseError where it is closed."""
    case: Any = tx.execute(
        select(Case.id, Case.person_id, Case.state).where(Case.id == case_id)
    ).one()
    if case.state == "closed":
        message = "This case is closed, so nothing was written down. Reopen it first."
        raise CaseError(message)
    found: Row[Any] = case
    return found


def _statement(row: Row[Any], case_id: int, seq: int | None) -> Statement:
    return Statement(
        ref=f"f{row.id}",
        subject=row.subject,
        about=row.about,
        value=row.value,
        said_by=row.said_by,
        sure=row.sure,
        words=row.words,
        seq=seq,
        at=row.at,
        by=row.shown_name,
        replaces=row.replaces,
        earlier_case=row.case_id != case_id,
    )


def _subject(new: NewFact) -> Subject:
    subject = SUBJECTS.get(new.subject)
    if subject is None:
        message = "Nothing was written down. Choose what it is about."
        raise CaseError(message)
    return subject


def _refuse_without_value(new: NewFact, subject: Subject) -> None:
    if new.sure == "not so" and new.replaces is None:
        message = "Nothing was written down. Choose what is not so."
        raise CaseError(message)
    if new.sure not in ("declined", "not so") and not new.value.strip():
        message = "Nothing was written down. Write what you know, or choose “would rather not say”."
        raise CaseError(message)
    if subject.which and not new.about.strip() and new.sure != "not so":
        message = (
            f"Nothing was written down. {subject.label}: say which one ({subject.which.lower()})."
        )
        raise CaseError(message)
    if len(_one_line(new.value)) > LONGEST_VALUE or len(_one_line(new.about)) > LONGEST_ABOUT:
        message = (
            f"Nothing was written down. {LONGEST_VALUE} characters are the most, "
            f"and {LONGEST_ABOUT} for which one. Put more in a note."
        )
        raise CaseError(message)


def _born_on(value: str, today: date) -> str:
    day = day_in(value)
    if day is None or not 0 < (today - day).days < 366 * 100:
        message = "Nothing was written down. Write the date of birth as 3/12/2009."
        raise CaseError(message)
    return day_in_words(day)


def _one_line(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def _add(
    tx: Connection, case: Row[Any], staff_id: int, now: datetime, **values: str | int | None
) -> int:
    number: int = tx.execute(
        insert(RecordedFact)
        .values(person_id=case.person_id, case_id=case.id, staff_id=staff_id, at=now, **values)
        .returning(RecordedFact.id)
    ).scalar_one()
    return number
