"""The retention clock: what is no longer needed is deleted, not kept because nobody thought of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from store.desk import forget_desk
from store.learning import forget_learned
from store.tables import (
    AuditRecord,
    Case,
    ChannelIdentity,
    ChatKey,
    CodeAttempt,
    Conversation,
    DeliveryStatus,
    OutboxRow,
    Person,
    PhoneProof,
    PlannedChange,
    Promise,
    ReturnCode,
    SignInFailure,
    StaffSession,
    Trial,
    Typing,
)

FAILURES_KEPT = timedelta(hours=1)
AUDIT_KEPT = timedelta(days=2 * 365)
COUNTS_KEPT = timedelta(days=2 * 365)
PLANS_KEPT = timedelta(days=365)
TYPED_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Forgotten:
    """How much was deleted: people with all they wrote, and rows that only staff pages need."""

    people: int
    staff_rows: int


def forget(tx: Connection, *, now: datetime, keep_messages: timedelta) -> Forgotten:
    """Delete people who last wrote or were written to before `keep_messages` ago, and old staff rows.

    A person with an open case, with a promise still to come true, or with a text still to be sent, is
    kept until that is done.
    """
    before = now - keep_messages
    forget_learned(tx, now=now, keep_messages=keep_messages, keep_counts=COUNTS_KEPT)
    forget_desk(tx, now)
    recent = select(Conversation.person_id).where(Conversation.last_at >= before)
    waiting = select(Case.person_id).where((Case.state != "closed") | (Case.closed_at >= before))
    unsent = (
        select(Conversation.person_id)
        .join(OutboxRow, OutboxRow.conversation_id == Conversation.id)
        .where(OutboxRow.state.in_(("waiting", "leased", "held")))
    )
    promised = (
        select(Case.person_id)
        .join(Promise, Promise.case_id == Case.id)
        .where(Promise.state.in_(("open", "unsure", "done")), Promise.due_at >= before)
    )
    # Somebody who asked for no more texts is remembered as a number alone, so that they get none.
    opted_out = select(ChannelIdentity.person_id).where(ChannelIdentity.opted_out_at.is_not(None))
    keep = recent.union(waiting, unsent, promised, opted_out)
    people = tx.execute(delete(Person).where(Person.created_at < before, Person.id.not_in(keep)))
    _forget_what_the_opted_out_wrote(tx, before)
    _forget_keys_that_ended(tx, now)
    rows = [
        tx.execute(delete(StaffSession).where(StaffSession.expires_at < now)),
        tx.execute(delete(SignInFailure).where(SignInFailure.at < now - FAILURES_KEPT)),
        tx.execute(delete(AuditRecord).where(AuditRecord.at < now - AUDIT_KEPT)),
        tx.execute(delete(Typing).where(Typing.at < now - TYPED_KEPT)),
        tx.execute(delete(Trial).where(Trial.at < now - TYPED_KEPT)),
        tx.execute(delete(DeliveryStatus).where(DeliveryStatus.at < before)),
        tx.execute(
            delete(PlannedChange).where(
                PlannedChange.state != "waiting", PlannedChange.at < now - PLANS_KEPT
            )
        ),
    ]
    return Forgotten(people.rowcount, sum(row.rowcount for row in rows))


def _forget_what_the_opted_out_wrote(tx: Connection, before: datetime) -> None:
    opted_out = select(ChannelIdentity.id).where(ChannelIdentity.opted_out_at.is_not(None))
    open_cases = select(Case.conversation_id).where(Case.state != "closed")
    tx.execute(
        delete(Conversation).where(
            Conversation.identity_id.in_(opted_out),
            Conversation.last_at < before,
            Conversation.id.not_in(open_cases),
        )
    )


def _forget_keys_that_ended(tx: Connection, now: datetime) -> None:
    for table in (ChatKey, ReturnCode, PhoneProof):
        tx.execute(delete(table).where(table.ends_at <= now))
    tx.execute(delete(CodeAttempt).where(CodeAttempt.at <= now - FAILURES_KEPT))
