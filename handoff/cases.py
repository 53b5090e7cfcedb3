"""The life of a case: opened, raised, claimed, released, closed. One open case a person.

A case is `waiting` (in the queue), `held` (an adviser has it) or `closed`. Every change is an event
that stays. The level of a case never falls by itself: only an adviser lowers it, with a reason.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from bot.decision import Level
from handoff.targets import ServiceTargets
from store import alerts, conversations
from store.insert import insert_if_new
from store.tables import Case, CaseEvent, Conversation, StaffMember

_SHORTEST_REASON = 5
# What every claim says to the database, built once: building it costs more than running it.
_CLAIM = (
    update(Case)
    .where(Case.id == bindparam("which"), Case.state == "waiting")
    .values(state="held", owner_id=bindparam("owner"), claimed_at=bindparam("at"), returned_at=None)
    .returning(Case.conversation_id)
)
_EVENT = insert(CaseEvent)
_OWNED = (
    select(Case.state, Case.owner_id, StaffMember.shown_name)
    .outerjoin(StaffMember, StaffMember.id == Case.owner_id)
    .where(Case.id == bindparam("which"))
)


class Outcome(StrEnum):
    """How a case ended."""

    HELPED = "helped"
    REFERRED = "referred"
    NO_REPLY = "no-reply"
    NOT_NEEDED = "not-needed"
    BACK_TO_BOT = "back-to-bot"
    JOINED = "joined"


class CaseError(Exception):
    """A move that cannot be made. The text says what happened and what to do."""


@dataclass(frozen=True)
class HandoffResult:
    """What became of the case, and whether it waits in the queue or an adviser holds it; `none` where
    that is so in another conversation of the same person."""

    what: Literal["none", "opened", "updated", "raised"]
    case_id: int | None
    state: Literal["waiting", "held", "none"]


def open_case_of(
    tx: Connection, person_id: int
) -> Row[int, str, str, int | None, datetime, int] | None:
    """The person's open case: id, state, level, owner, by when it is due, and its conversation."""
    return tx.execute(
        select(
            Case.id, Case.state, Case.level, Case.owner_id, Case.due_at, Case.conversation_id
        ).where(Case.person_id == person_id, Case.state != "closed")
    ).one_or_none()


def hand_off(
    tx: Connection,
    *,
    person_id: int,
    conversation_id: int,
    level: Level,
    reason: str,
    seq: int,
    due_at: datetime,
    now: datetime,
) -> HandoffResult:
    """Bring a conversation to a person: open a case, or update (and perhaps raise) the open one.

    `due_at` is by when somebody at this level who begins to wait now should be picked up. An
    emergency alerts those on call, whoever is here and whatever the hour.
    """
    new_id = insert_if_new(
        tx,
        Case,
        person_id=person_id,
        conversation_id=conversation_id,
        state="waiting",
        level=level,
        level_rank=level.rank,
        reason=reason,
        opened_seq=seq,
        opened_at=now,
        waiting_since=now,
        due_at=due_at,
    )
    if new_id is not None:
        add_event(tx, new_id, "opened", text=reason, level=level, now=now)
        _alert_of_emergency(tx, new_id, level, now)
        return HandoffResult("opened", new_id, "waiting")
    case = open_case_of(tx, person_id)
    if case is None:  # closed between the two statements: its place is free again
        return hand_off(
            tx,
            person_id=person_id,
            conversation_id=conversation_id,
            level=level,
            reason=reason,
            seq=seq,
            due_at=due_at,
            now=now,
        )
    state: Literal["waiting", "held", "none"] = "held" if case.state == "held" else "waiting"
    if case.conversation_id != conversation_id:  # nobody waits here: they do in the other one
        state = "none"
    if level.rank > Level(case.level).rank:
        tx.execute(
            update(Case)
            .where(Case.id == case.id)
            .values(level=level, level_rank=level.rank, due_at=min(case.due_at, due_at))
        )
        add_event(tx, case.id, "raised", text=reason, level=level, now=now)
        _alert_of_emergency(tx, case.id, level, now)
        return HandoffResult("raised", case.id, state)
    add_event(tx, case.id, "updated", text=reason, level=level, now=now)
    return HandoffResult("updated", case.id, state)


def claim(tx: Connection, case_id: int, staff_id: int, now: datetime) -> None:
    """Take a waiting case. Of two who claim at once exactly one gets it; the other is told."""
    given = {"which": case_id, "owner": staff_id, "at": now}
    won = tx.execute(_CLAIM, given).scalar_one_or_none()
    if won is None:
        raise CaseError(_why_not_claimable(tx, case_id, staff_id))
    conversations.save(tx, won, holder="adviser")
    add_event(tx, case_id, "claimed", staff_id=staff_id, now=now)


def release(tx: Connection, case_id: int, staff_id: int, now: datetime) -> int:
    """Give the conversation back to the bot. The case closes. Returns its conversation."""
    return _end(tx, case_id, staff_id, "released", Outcome.BACK_TO_BOT, "", now, holder="bot")


def close(
    tx: Connection, case_id: int, staff_id: int, outcome: Outcome, agreed: str, now: datetime
) -> int:
    """End the case with its outcome and what was agreed. Returns its conversation."""
    return _end(tx, case_id, staff_id, "closed", outcome, agreed, now, holder="closed")


def note(tx: Connection, case_id: int, staff_id: int, text: str, now: datetime) -> None:
    """Add a private note. The young person never sees it; it is kept with the case."""
    if not text.strip():
        message = "The note is empty. Write something, then save it."
        raise CaseError(message)
    add_event(tx, case_id, "note", staff_id=staff_id, text=text.strip(), now=now)


def judge_level(
    tx: Connection,
    case_id: int,
    staff_id: int,
    level: Level,
    reason: str,
    now: datetime,
    *,
    targets: ServiceTargets,
    supervising: bool = False,
) -> None:
    """A person's own judgement of the level, with a reason: the one way in which it falls.

    The owner may judge it, and a supervisor any open case. The level it has already is confirmed.
    Who waits at a new level is due by that level's target.
    """
    refuse_without_reason(reason, "A level changes only with a reason.")
    case: Any = tx.execute(
        select(
            Case.state,
            Case.owner_id,
            Case.level,
            Case.conversation_id,
            Case.waiting_since,
            Case.due_at,
            Conversation.channel,
        )
        .join(Conversation, Conversation.id == Case.conversation_id)
        .where(Case.id == case_id)
    ).one()
    if case.state == "closed" or not (supervising or case.owner_id == staff_id):
        message = (
            "Only the adviser who has this case, or a supervisor, can change its level. "
            "Pick it up first."
        )
        raise CaseError(message)
    tx.execute(update(Case).where(Case.id == case_id).values(level=level, level_rank=level.rank))
    tx.execute(
        update(Conversation).where(Conversation.id == case.conversation_id).values(level=level)
    )
    kind = "confirmed" if case.level == level else "level"
    add_event(tx, case_id, kind, staff_id=staff_id, text=reason.strip(), level=level, now=now)
    if kind == "level":
        tx.execute(
            update(Case).where(Case.id == case_id).values(**_clock_at(level, case, targets, now))
        )
        _alert_of_emergency(tx, case_id, level, now)


def refuse_without_reason(reason: str, why: str) -> None:
    """CaseError where somebody gives no reason for what needs one; `why` says that it does."""
    if len(reason.strip()) < _SHORTEST_REASON:
        message = f"Say why in a few words. {why}"
        raise CaseError(message)


def owned_conversation(tx: Connection, case_id: int, staff_id: int) -> int:
    """The conversation of a case this adviser holds; CaseError when they do not hold it."""
    case = tx.execute(
        select(Case.conversation_id, Case.state, Case.owner_id).where(Case.id == case_id)
    ).one_or_none()
    if case is None or case.state != "held" or case.owner_id != staff_id:
        message = "You do not hold this case, so nothing was sent. Pick it up first."
        raise CaseError(message)
    conversation: int = case.conversation_id
    return conversation


def add_event(
    tx: Connection,
    case_id: int,
    kind: str,
    *,
    now: datetime,
    staff_id: int | None = None,
    text: str | None = None,
    level: str | None = None,
) -> None:
    """Write down what happened to a case."""
    happened = {"case_id": case_id, "kind": kind, "staff_id": staff_id, "text": text}
    tx.execute(_EVENT, {**happened, "level": level, "at": now})


def _clock_at(
    level: Level, case: Row[Any], targets: ServiceTargets, now: datetime
) -> dict[str, datetime | None]:
    """By when a case is due at its new level: raised, from now and never later than before; lowered, as
    if it had had that level from the start. What is not late by the new clock may become so again, and
    a late case that is raised alerts anew."""
    if level.rank > Level(case.level).rank:
        due_at = min(case.due_at, targets.due(level, case.channel, now))
        return {"due_at": due_at, "breached_at": None}
    due_at = targets.due(level, case.channel, case.waiting_since)
    return {"due_at": due_at, "breached_at": None} if due_at > now else {"due_at": due_at}


def _alert_of_emergency(tx: Connection, case_id: int, level: Level, now: datetime) -> None:
    if level is Level.EMERGENCY:
        alerts.ask(tx, case_id=case_id, cause=alerts.NEW, level=level, now=now)


def _end(
    tx: Connection,
    case_id: int,
    staff_id: int,
    kind: str,
    outcome: Outcome,
    agreed: str,
    now: datetime,
    *,
    holder: str,
) -> int:
    conversation_id = tx.execute(
        update(Case)
        .where(Case.id == case_id, Case.state == "held", Case.owner_id == staff_id)
        .values(state="closed", closed_at=now, outcome=outcome)
        .returning(Case.conversation_id)
    ).scalar_one_or_none()
    if conversation_id is None:
        message = "You do not hold this case, so it was not ended. Pick it up first."
        raise CaseError(message)
    tx.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id)
        .values(holder=holder, level="routine")
    )
    add_event(tx, case_id, kind, staff_id=staff_id, text=agreed.strip() or None, now=now)
    ended: int = conversation_id
    return ended


def _why_not_claimable(tx: Connection, case_id: int, staff_id: int) -> str:
    case = tx.execute(_OWNED, {"which": case_id}).one_or_none()
    if case is None:
        return "There is no such case. Go back to the queue."
    if case.state == "closed":
        return "This case is closed. If the young person writes again a new one opens."
    if case.owner_id == staff_id:
        return "You already have this case."
    return f"{case.shown_name} picked this case up a moment before you."
