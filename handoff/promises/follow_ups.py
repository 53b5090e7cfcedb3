"""Questions to young people afterwards: did what was promised happen, did talking to us help.

Each is asked once, over their own channel, obeying safe contact as every text does: by day only, never
in the middle of a talk, one at a time, and not of somebody who wants no more texts or left the page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from bot.understanding.welsh import in_english
from content.languages import ENGLISH, WELSH, spoken
from content.library import Library
from content.words import Blank
from handoff.cases import add_event
from handoff.hours_words import say_when_it_was
from handoff.promises.climbing import climb
from handoff.promises.yes_or_no import read_answer
from handoff.speaking import Sent, announce, lock_case
from store.clock import in_london
from store.tables import (
    Case,
    ChannelIdentity,
    Conversation,
    FollowUp,
    Message,
    OutboxRow,
    Promise,
    Referral,
)

HELPED_AFTER = timedelta(0)
"""Whether it helped is asked as soon as the talk has ended: on the web chat they may soon be gone."""
_BY_DAY = (8, 21)
_TALK_IS_OVER_AFTER = timedelta(minutes=10)
_ONE_AT_A_TIME = timedelta(days=1)
_TOO_OLD = timedelta(days=7)
_STILL_ASKED = ("open", "done")
_LABELS = {
    ENGLISH: {"yes": "Yes", "partly": "A bit", "no": "No"},
    WELSH: {"yes": "Do", "partly": "Ychydig", "no": "Naddo"},
}
"""The buttons under a question: both languages answer as their question asks."""

# Built once: it is asked of every message.
_OPEN_QUESTIONS: Any = (
    select(
        FollowUp.id,
        FollowUp.case_id,
        FollowUp.promise_id,
        FollowUp.kind,
        FollowUp.seq,
        Case.conversation_id,
    )
    .join(Case, Case.id == FollowUp.case_id)
    .where(Case.conversation_id == bindparam("which"), FollowUp.state == "asked")
    .order_by(FollowUp.id.desc())
)


@dataclass(frozen=True)
class Answered:
    """What a young person's answer settled, and the sentence of ours that thanks them for it."""

    key: str
    climbed: bool


def ask_what_is_due(tx: Connection, library: Library, now: datetime) -> list[Sent]:
    """Ask every question whose time has come and that may be asked now."""
    if not _BY_DAY[0] <= in_london(now).hour < _BY_DAY[1]:
        return []
    asked = (_ask(tx, row, library, now) for row in _rows_due(tx, now))
    return [sent for sent in asked if sent]


def hear_answer(
    tx: Connection,
    conversation_id: int,
    *,
    last_seq: int,
    choice: str,
    text: str,
    now: datetime,
) -> Answered | None:
    """Take a message as the answer to a question of these; None where it is none.

    A button says which; in words it must follow on the question, be plain, and the question delivered.
    `last_seq` is the number of the message before theirs.
    """
    for row in _open_questions(tx, conversation_id):
        answer = ""
        if choice.startswith(f"follow-up:{row.id}:"):
            answer = read_answer(choice.rsplit(":", 1)[1])
        elif not choice and row.seq == last_seq and not _still_in_the_outbox(tx, row):
            answer = read_answer(in_english(text))
        if answer:
            return _settle(tx, row, answer, now)
    return None


def _rows_due(tx: Connection, now: datetime) -> list[Any]:
    """In the order of their conversations, so that two who look at once never wait for each other."""
    rows: Any = tx.execute(
        select(
            FollowUp.id,
            FollowUp.case_id,
            FollowUp.promise_id,
            FollowUp.kind,
            FollowUp.ask_at,
            Case.conversation_id,
            ChannelIdentity.opted_out_at,
            ChannelIdentity.left_at,
            Promise.state.label("promise"),
            Promise.what,
            Promise.due_at,
            Promise.who,
            Promise.kind.label("promise_kind"),
        )
        .join(Case, Case.id == FollowUp.case_id)
        .join(Conversation, Conversation.id == Case.conversation_id)
        .join(ChannelIdentity, ChannelIdentity.id == Conversation.identity_id)
        .outerjoin(Promise, Promise.id == FollowUp.promise_id)
        .where(FollowUp.state == "waiting", FollowUp.ask_at <= now)
        .order_by(Case.conversation_id, FollowUp.ask_at, FollowUp.id)
        .limit(100)
    )
    return list(rows.all())


def _ask(tx: Connection, row: Any, library: Library, now: datetime) -> Sent | None:
    conversation, _ = lock_case(tx, row.case_id)
    pointless = row.promise_id is not None and row.promise not in _STILL_ASKED
    gone = row.opted_out_at is not None or row.left_at is not None
    if pointless or gone or now - row.ask_at > _TOO_OLD:
        _to(tx, row.id, "waiting", state="dropped")
        return None
    if row.kind == "promise" and _is_talking(tx, row.conversation_id, now):
        return None
    if _asked_lately(tx, row.conversation_id, now) or not _to(tx, row.id, "waiting", state="asked"):
        return None
    key: str = "asked-helped"
    blanks: dict[str, Blank] = {}
    if row.promise_id is not None:
        key = "asked-contact" if row.promise_kind == "referral" else "asked-promise"
        blanks = {"what": row.what, "when": partial(_due, row.due_at, now), "name": row.who}
    sent = announce(
        tx,
        case_id=row.case_id,
        library=library,
        key=key,
        blanks=blanks,
        now=now,
        detail={"choices": _buttons(row.id, row.kind, spoken(conversation.language or ENGLISH))},
    )
    _to(tx, row.id, "asked", asked_at=now, seq=sent.seq if sent else None)
    return sent


def _due(due_at: datetime, now: datetime, language: str) -> str:
    """When it was to be done: in words, or that it is due by now."""
    if due_at <= now:
        return say_when_it_was(due_at, now, language)
    return "erbyn hyn" if language == WELSH else "by now"


def _buttons(follow_up_id: int, kind: str, language: str) -> list[dict[str, str]]:
    answers = ("yes", "partly", "no") if kind == "helped" else ("yes", "no")
    return [
        {"label": _LABELS[language][answer], "value": f"follow-up:{follow_up_id}:{answer}"}
        for answer in answers
    ]


def _is_talking(tx: Connection, conversation_id: int, now: datetime) -> bool:
    last_at = tx.execute(
        select(Conversation.last_at).where(Conversation.id == conversation_id)
    ).scalar_one()
    return now - last_at < _TALK_IS_OVER_AFTER


def _asked_lately(tx: Connection, conversation_id: int, now: datetime) -> bool:
    """Whether another question of these waits for its answer still."""
    return (
        tx.execute(
            select(func.count())
            .select_from(FollowUp)
            .join(Case, Case.id == FollowUp.case_id)
            .where(
                Case.conversation_id == conversation_id,
                FollowUp.state == "asked",
                FollowUp.asked_at > now - _ONE_AT_A_TIME,
            )
        ).scalar_one()
        > 0
    )


def _open_questions(tx: Connection, conversation_id: int) -> list[Any]:
    return list(tx.execute(_OPEN_QUESTIONS, {"which": conversation_id}))


def _still_in_the_outbox(tx: Connection, row: Any) -> bool:
    """Whether the question, a text, was not sent yet: then no word can be an answer to it."""
    return (
        tx.execute(
            select(OutboxRow.id)
            .join(Message, Message.id == OutboxRow.message_id)
            .where(
                Message.conversation_id == row.conversation_id,
                Message.seq == row.seq,
                OutboxRow.state != "sent",
            )
        ).first()
        is not None
    )


def _settle(tx: Connection, row: Any, answer: str, now: datetime) -> Answered | None:
    if not _to(tx, row.id, "asked", state="answered", answer=answer, answered_at=now):
        return None
    if row.kind == "helped":
        add_event(tx, row.case_id, "feedback", text=answer, now=now)
        return Answered("helped-us-no" if answer == "no" else "helped-us-yes", climbed=False)
    kept = answer == "yes"
    promise = tx.execute(
        update(Promise)
        .where(Promise.id == row.promise_id)
        .values(state="kept" if kept else "broken", settled_at=now)
        .returning(Promise.referral_id)
    ).one()
    add_event(tx, row.case_id, "kept" if kept else "broken", text=f"They say {answer}", now=now)
    if kept and promise.referral_id is not None:
        tx.execute(
            update(Referral)
            .where(Referral.id == promise.referral_id, Referral.contacted_at.is_(None))
            .values(contacted_at=now, state="contacted")
        )
    if kept:
        return Answered("promise-kept", climbed=False)
    climb(tx, row.promise_id, now, why="broken")
    return Answered("promise-broken", climbed=True)


def _to(tx: Connection, follow_up_id: int, before: str, **values: object) -> bool:
    """Change a follow-up that still stands so; False where another was quicker."""
    changed = tx.execute(
        update(FollowUp)
        .where(FollowUp.id == follow_up_id, FollowUp.state == before)
        .values(**values)
    )
    return bool(changed.rowcount)
