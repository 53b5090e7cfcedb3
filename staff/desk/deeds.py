"""What the desk's acts have in common: reading their forms, and the audit trail of what was done."""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from content.library import Library
from handoff.cases import CaseError
from handoff.speaking import Sent
from staff.audit import record
from web.forms import field_text

Fields = Mapping[str, str]
"""A form as it was sent."""
Deed = Callable[[Connection, int, int, Fields, Library, datetime], Sent | None]
"""One act: the case, who does it, the form, the words of the service, and when. Gives what was sent."""
LONGEST_WORDS = 2000
_LONGEST_NUMBER = 15


def words_in(fields: Fields) -> str:
    """What was written, at most `LONGEST_WORDS` characters."""
    return field_text(fields, "text", most=LONGEST_WORDS)


def number_in(fields: Fields, name: str, problem: str) -> int:
    """The number that a form holds; CaseError with the problem where it holds none."""
    number = fields.get(name, "")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        raise CaseError(problem)
    return int(number)


def quietly(fields: Fields) -> bool:
    """Whether the young person is to be told nothing now."""
    return fields.get("quietly", "") == "yes"


def keep_trail(
    tx: Connection, case_id: int, staff_id: int, action: str, now: datetime, detail: str = ""
) -> None:
    """Note on the audit trail what was done with a case."""
    record(tx, at=now, staff_id=staff_id, action=action, subject=f"case {case_id}", detail=detail)
