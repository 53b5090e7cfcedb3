"""Keeping what editors learn from, and leaving out whatever belongs to a conversation with danger in it."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, func, or_, select, update

from store.insert import insert_if_new
from store.tables import Case, CaseEvent, Conversation, EntryUse, Message, Question, Signal

UNANSWERED: Final = "unanswered"
UNSURE: Final = "unsure"
NOT_HELPED: Final = "not helped"
CORRECTED: Final = "corrected"
ASKED: Final = "asked"
HELPED: Final = "helped"
GRAVE: Final = ("urgent", "emergency")


def with_danger() -> Select[int]:
    """Conversations that are, or ever were, at urgent or emergency level, on whichever channel.

    A level can be lowered and a case closed; signals and the events of a case stay.
    """
    signalled = select(Signal.conversation_id).where(Signal.level.in_(GRAVE))
    raised = (
        select(Case.person_id)
        .join(CaseEvent, CaseEvent.case_id == Case.id)
        .where(or_(CaseEvent.level.in_(GRAVE), Case.level.in_(GRAVE)))
    )
    return select(Conversation.id).where(
        or_(
            Conversation.level.in_(GRAVE),
            Conversation.id.in_(signalled),
            Conversation.person_id.in_(raised),
        )
    )


def keep_question(
    tx: Connection,
    *,
    message_id: int,
    conversation_id: int,
    what: str,
    guess: str,
    now: datetime,
    entry_id: str = "",
    revision: int | None = None,
) -> None:
    """Keep one question for the editors, once a message."""
    insert_if_new(
        tx,
        Question,
        unless_same=("message_id",),
        message_id=message_id,
        conversation_id=conversation_id,
        what=what,
        guess=guess[:80],
        entry_id=entry_id,
        revision=revision,
        settled="",
        at=now,
    )


def keep_correction(
    tx: Connection,
    *,
    message_id: int,
    conversation_id: int,
    guess: str,
    entry_id: str,
    revision: int | None,
    now: datetime,
) -> None:
    """An adviser says that this question got the wrong answer; `guess` is the right one, if any.

    It takes the place of what was kept of the question before, and opens it again.
    """
    tx.execute(delete(Question).where(Question.message_id == message_id))
    keep_question(
        tx,
        message_id=message_id,
        conversation_id=conversation_id,
        what=CORRECTED,
        guess=guess,
        entry_id=entry_id,
        revision=revision,
        now=now,
    )


def keep_choice(tx: Connection, conversation_id: int, entry_id: str) -> None:
    """The young person chose what the last unsure question meant."""
    last = (
        select(func.max(Question.id))
        .where(Question.conversation_id == conversation_id, Question.what == UNSURE)
        .scalar_subquery()
    )
    tx.execute(
        update(Question).where(Question.id == last, Question.settled == "").values(guess=entry_id)
    )


def keep_use(
    tx: Connection,
    conversation_id: int,
    *,
    entry_id: str,
    revision: int,
    what: str,
    channel: str,
    nation: str,
    now: datetime,
) -> None:
    """Count that an entry was given, or what was said of it."""
    tx.execute(
        EntryUse.__table__.insert().values(  # type: ignore[attr-defined]
            conversation_id=conversation_id,
            entry_id=entry_id,
            revision=revision,
            what=what,
            channel=channel,
            nation=nation,
            at=now.replace(minute=0, second=0, microsecond=0),
        )
    )


def answered_with(tx: Connection, conversation_id: int, entry_id: str) -> Any | None:
    """The last answer from this entry: its revision, and the id of the message it answered."""
    question = (
        select(Message.id, Message.conversation_id, Message.seq)
        .where(Message.conversation_id == conversation_id)
        .subquery()
    )
    return tx.execute(
        select(Message.revision, question.c.id.label("asked_in"))
        .outerjoin(question, question.c.seq == Message.answers_seq)
        .where(
            Message.conversation_id == conversation_id,
            Message.entry_id == entry_id,
            Message.author == "bot",
        )
        .order_by(Message.seq.desc())
        .limit(1)
    ).one_or_none()


def has_signals(tx: Connection, message_id: int) -> bool:
    """Whether anything in this message was a sign of danger or need."""
    found = select(func.count()).where(Signal.message_id == message_id)
    return tx.execute(found).scalar_one() > 0


def take_back_vote(tx: Connection, conversation_id: int, entry_id: str, asked_in: int) -> None:
    """Only the last word on an answer counts."""
    tx.execute(
        delete(EntryUse).where(
            EntryUse.conversation_id == conversation_id,
            EntryUse.entry_id == entry_id,
            EntryUse.what.in_((HELPED, NOT_HELPED)),
        )
    )
    tx.execute(delete(Question).where(Question.message_id == asked_in, Question.what == NOT_HELPED))


def forget_conversation(tx: Connection, conversation_id: int) -> None:
    """Nothing of this conversation is learned from: it turned out to be about danger."""
    for table in (Question, EntryUse):
        tx.execute(delete(table).where(table.conversation_id == conversation_id))


def forget_learned(
    tx: Connection, *, now: datetime, keep_messages: timedelta, keep_counts: timedelta
) -> None:
    """The retention clock of all that is learned from; runs before conversations are forgotten.

    Questions go when messages do. Counts lose their link then, and go themselves much later.
    """
    before = now - keep_messages
    tx.execute(delete(Question).where(Question.at < before))
    tx.execute(delete(EntryUse).where(EntryUse.conversation_id.in_(with_danger())))
    tx.execute(delete(EntryUse).where(EntryUse.at < now - keep_counts))
    tx.execute(
        update(EntryUse)
        .where(EntryUse.at < before, EntryUse.conversation_id.is_not(None))
        .values(conversation_id=None)
    )
