"""Small stories told straight through the tables: who wrote what, and which case came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.decision import Level
from bot.state import DialogueState
from content.library import Library
from content.words import Saying
from handoff.cases import hand_off
from handoff.hours import ChannelHours
from handoff.hours_setting import parse_hours
from handoff.targets import ServiceTargets, parse_targets
from store import conversations
from store.conversations import NewMessage
from store.tables import (
    Case,
    ChannelIdentity,
    Conversation,
    Message,
    Person,
    StaffMember,
    Table,
)

WORDS = {
    "picked-up": Saying("{name} is here, an adviser.", "{name} is here (text)."),
    "handed-over": Saying("{name} follows {before}.", "{name} follows {before} (text)."),
    "adviser-gone": Saying("Gone. You are number {place}.", "Gone. Number {place} (text)."),
    "reopened": Saying("{name} is back.", "{name} is back (text)."),
    "goes-on-by-text": Saying("It goes on by text.", "It goes on by text."),
    "released": Saying("{name} has left.", "{name} has gone (text)."),
    "closed": Saying(
        "{name} ended this. Agreed: {agreed}", "{name} ended (text). Agreed: {agreed}"
    ),
    "closed-nothing-agreed": Saying("{name} ended this.", "{name} ended this."),
    **{
        key: Saying(f"{key} {{name}} {{when}} {{what}}", f"{key} {{name}} {{when}} (text)")
        for key in (
            "promise-made",
            "promise-changed",
            "call-back-write",
            "call-back-ring",
            "referral-agreed",
            "referral-without",
            "challenge-begun",
            "asked-promise",
            "asked-contact",
            "asked-helped",
        )
    },
    "plan": Saying("From {name}:\n{steps}", "From {name} (text):\n{steps}"),
    "plan-is-kept": Saying("{name}: {day}", "{name} wrote it down: {day} (text)"),
}
WAIT = timedelta(minutes=5)
"""How long the people of these stories may wait."""

TARGETS = ServiceTargets(
    ChannelHours(parse_hours("monday-sunday 00:00-24:00")),
    parse_targets("emergency 1 always, urgent 5, complex 30, routine 60"),
)
"""The usual targets, where somebody is here by day and night."""

LIBRARY = Library(entries={}, rates={}, directory={}, safety={}, words=WORDS)


@dataclass(frozen=True)
class YoungPerson:
    """Somebody who writes to us, and their one conversation."""

    person_id: int
    conversation_id: int
    identity_id: int
    channel: str


def adviser(tx: Connection, name: str = "Sam", role: str = "adviser") -> int:
    """A member of staff with this first name."""
    staff_id: int = tx.execute(
        insert(StaffMember)
        .values(
            email=f"{name.lower()}@example.org",
            name=f"{name} Example",
            shown_name=name,
            role=role,
            password_hash="none",
            must_change_password=False,
            created_at=datetime.fromisoformat("2026-01-01T00:00:00+00:00"),
        )
        .returning(StaffMember.id)
    ).scalar_one()
    return staff_id


def close_account(tx: Connection, staff_id: int) -> None:
    """A member whose account has ended."""
    tx.execute(update(StaffMember).where(StaffMember.id == staff_id).values(active=False))


def young_person(
    tx: Connection, now: datetime, *, channel: str = "web", address: str = "someone"
) -> YoungPerson:
    """Somebody who has not written anything yet."""
    found = conversations.locate(
        tx,
        channel=channel,
        address=address,
        address_hash=f"hash of {address}",
        empty_state=DialogueState().to_json(),
        now=now,
    )
    return YoungPerson(found.person_id, found.conversation_id, found.identity_id, channel)


def writes(
    tx: Connection,
    who: YoungPerson,
    text: str,
    now: datetime,
    /,
    *,
    kind: str = "text",
    **signal: str,
) -> int:
    """They write; with `code` and `level` the words raise a signal. Gives the message's number."""
    conversation = conversations.lock(tx, who.conversation_id)
    seq = conversation.last_seq + 1
    message_id = conversations.add_incoming(
        tx,
        conversation,
        NewMessage("young person", kind, text, f"{who.conversation_id}-{seq}"),
        channel=who.channel,
        now=now,
    )
    assert message_id is not None
    conversations.save(tx, who.conversation_id, last_seq=seq, last_at=now)
    if signal:
        row = {"evidence": text, "about": "self", "when": "now", "raised_by": "test", "at": now}
        conversations.add_signals(tx, who.conversation_id, message_id, [row | signal])
    return seq


def hears(
    tx: Connection,
    who: YoungPerson,
    text: str,
    now: datetime,
    /,
    *,
    kind: str = "text",
    **more: Any,
) -> int:
    """The bot says something. Gives the message's number."""
    conversation = conversations.lock(tx, who.conversation_id)
    message = NewMessage("bot", kind, text, **more)
    conversations.add_outgoing(
        tx, conversation, [message], after_seq=conversation.last_seq, channel=who.channel, now=now
    )
    conversations.save(tx, who.conversation_id, last_seq=conversation.last_seq + 1, last_at=now)
    return conversation.last_seq + 1


def needs_a_person(
    tx: Connection,
    who: YoungPerson,
    now: datetime,
    *,
    level: Level = Level.ROUTINE,
    reason: str = "asked for a person",
) -> int:
    """Their case is opened (or raised). Gives its number."""
    seq = conversations.lock(tx, who.conversation_id).last_seq
    result = hand_off(
        tx,
        person_id=who.person_id,
        conversation_id=who.conversation_id,
        level=level,
        reason=reason,
        seq=seq,
        due_at=now + WAIT,
        now=now,
    )
    if result.state == "waiting":
        conversations.save(tx, who.conversation_id, holder="queue", level=level)
    assert result.case_id is not None
    return result.case_id


def waiting_case(
    tx: Connection,
    now: datetime,
    /,
    *,
    address: str = "someone",
    channel: str = "web",
    **case: Level,
) -> tuple[YoungPerson, int]:
    """Somebody who asked for a person and waits."""
    who = young_person(tx, now, channel=channel, address=address)
    writes(tx, who, "can i talk to someone", now)
    return who, needs_a_person(tx, who, now, **case)


def many_waiting(tx: Connection, now: datetime, many: int) -> list[int]:
    """So many people who asked for a person and wait: told once and then copied. Gives their cases."""
    who, case_id = waiting_case(tx, now)
    people = _copies(tx, Person, who.person_id, [{}] * (many - 1))
    identities = _copies(
        tx,
        ChannelIdentity,
        who.identity_id,
        [{"person_id": person, "address_hash": f"copy {person}"} for person in people],
    )
    own = [
        {"person_id": person, "identity_id": identity}
        for person, identity in zip(people, identities, strict=True)
    ]
    talks = _copies(tx, Conversation, who.conversation_id, own)
    theirs = [
        {"person_id": person, "conversation_id": talk}
        for person, talk in zip(people, talks, strict=True)
    ]
    return [case_id, *_copies(tx, Case, case_id, theirs)]


def _copies(
    tx: Connection, table: type[Table], number: int, changes: list[dict[str, Any]]
) -> list[int]:
    """Copies of a row, each with its changes, in that order."""
    columns = table.__table__.c
    row = tx.execute(select(*columns).where(columns.id == number)).one()._asdict()
    del row["id"]
    insertion = insert(table).returning(columns.id, sort_by_parameter_order=True)
    return list(tx.execute(insertion, [row | change for change in changes]).scalars())


def read(tx: Connection, who: YoungPerson) -> list[tuple[str, str, str]]:
    """What the conversation holds: author, kind and words of each message in order."""
    rows = conversations.history(tx, who.conversation_id)
    return [(row.author, row.kind, row.text) for row in rows]


def holder(tx: Connection, who: YoungPerson) -> str:
    """Who holds the conversation."""
    return str(
        tx.execute(
            select(Conversation.holder).where(Conversation.id == who.conversation_id)
        ).scalar_one()
    )


def message_count(tx: Connection) -> int:
    """How many messages there are in all."""
    return len(tx.execute(select(Message.id)).all())
