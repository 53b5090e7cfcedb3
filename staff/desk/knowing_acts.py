"""What an adviser writes down about a case: facts, ratings, and the plan. Each is on the audit trail."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from content.library import Library
from handoff import apir, plan
from handoff.cases import CaseError
from handoff.facts import NewFact, confirm_fact, record_fact
from handoff.plan_message import send_plan
from handoff.speaking import Sent
from handoff.statements import Statement
from handoff.summary import summary_of
from staff.desk.deeds import LONGEST_WORDS, Deed, Fields, keep_trail, number_in, words_in
from web.forms import field_text


def fact(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Write a fact down, by itself or in the place of another."""
    replaces = fields.get("replaces", "")
    new = NewFact(
        subject=fields.get("subject", ""),
        about=field_text(fields, "about", most=LONGEST_WORDS),
        value=words_in(fields),
        said_by=fields.get("said_by", ""),
        sure=fields.get("sure", ""),
        words=field_text(fields, "words", most=LONGEST_WORDS),
        replaces=_standing(tx, case_id, replaces, now) if replaces else None,
    )
    record_fact(tx, case_id=case_id, staff_id=staff_id, new=new, now=now)
    action = "corrected fact" if replaces else "recorded fact"
    keep_trail(tx, case_id, staff_id, action, now, new.subject)


def confirm(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Say that a statement is right."""
    statement = _standing(tx, case_id, fields.get("ref", ""), now)
    confirm_fact(tx, case_id=case_id, staff_id=staff_id, statement=statement, now=now)
    keep_trail(tx, case_id, staff_id, "confirmed fact", now, statement.subject)


def rate(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Rate a factor of the assessment."""
    factor = fields.get("factor", "")
    apir.rate(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        factor=factor,
        grade=fields.get("grade", ""),
        evidence=words_in(fields),
        now=now,
    )
    keep_trail(tx, case_id, staff_id, "rated need", now, factor)


def step(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Add a step to the plan."""
    plan.add_step(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        words=words_in(fields),
        who=field_text(fields, "who", most=LONGEST_WORDS),
        due_on=fields.get("due_on", ""),
        now=now,
    )
    keep_trail(tx, case_id, staff_id, "added step", now)


def settle(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> None:
    """Say what became of a step."""
    number = number_in(fields, "step", "Nothing was changed. Choose a step of the plan.")
    became = fields.get("became", "")
    plan.settle_step(tx, case_id=case_id, staff_id=staff_id, step_id=number, became=became, now=now)
    keep_trail(tx, case_id, staff_id, "settled step", now, became)


def sendplan(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent:
    """Send the plan to the young person."""
    whole = fields.get("whole", "") == "yes"
    sent = send_plan(tx, case_id=case_id, staff_id=staff_id, whole=whole, library=library, now=now)
    keep_trail(tx, case_id, staff_id, "sent plan", now, "whole" if whole else "")
    return sent


KNOWING_ACTS: Mapping[str, Deed] = {
    "fact": fact,
    "confirm": confirm,
    "rate": rate,
    "step": step,
    "settle": settle,
    "sendplan": sendplan,
}


def _standing(tx: Connection, case_id: int, ref: str, now: datetime) -> Statement:
    """The statement of this name that still stands; CaseError where somebody has settled it already."""
    found = next((one for one in summary_of(tx, case_id, now).known if one.ref == ref), None)
    if found is None:
        message = (
            "Somebody has corrected or confirmed this a moment before you, so nothing was changed. "
            "Look at the summary, and choose again."
        )
        raise CaseError(message)
    return found
