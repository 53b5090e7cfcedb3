"""Asking a colleague about a case and keeping it. They see it, and answer in a private note."""

from datetime import datetime

from sqlalchemy import Connection, select

from handoff.cases import CaseError, add_event, owned_conversation, refuse_without_reason
from handoff.notices import drop, questions_about, tell
from handoff.presence import working
from handoff.speaking import lock_case
from store.tables import Case


def ask(
    tx: Connection, *, case_id: int, staff_id: int, of: int, question: str, now: datetime
) -> None:
    """Ask a colleague. The case stays with whoever asks, and the young person hears nothing of it."""
    colleague = working(tx, of, now)
    lock_case(tx, case_id)
    owned_conversation(tx, case_id, staff_id)
    if of == staff_id:
        message = "You cannot ask yourself. Choose somebody else."
        raise CaseError(message)
    if any(asked == of for asked, _ in questions_about(tx, case_id)):
        message = f"{colleague.name} has a question of yours on this case already."
        raise CaseError(message)
    refuse_without_reason(question, "Your colleague needs to know what you want to know.")
    words = question.strip()
    tell(tx, of, "asked", case_id=case_id, by=staff_id, words=words, now=now)
    said = f"{colleague.name}: {words}"
    add_event(tx, case_id, "asked", staff_id=staff_id, text=said, now=now)


def answer(tx: Connection, *, case_id: int, staff_id: int, words: str, now: datetime) -> None:
    """Answer a question. Whoever has the case now hears it, or else whoever asked."""
    lock_case(tx, case_id)
    question = next((each for who, each in questions_about(tx, case_id) if who == staff_id), None)
    if question is None:
        message = "Nobody waits for your answer on this case any more. Keep it as a note instead."
        raise CaseError(message)
    refuse_without_reason(words, "Your colleague waits for an answer.")
    drop(tx, [question.id])
    add_event(tx, case_id, "answered", staff_id=staff_id, text=words.strip(), now=now)
    owner = tx.execute(select(Case.owner_id).where(Case.id == case_id)).scalar_one()
    reader = owner or question.by_id
    if reader is not None:
        tell(tx, reader, "answered", case_id=case_id, by=staff_id, words=words.strip(), now=now)
