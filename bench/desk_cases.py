"""The open cases that the desk is measured with: who wrote what, all made up."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from bot.decision import Level
from bot.state import DialogueState
from content.words import Saying
from handoff.cases import hand_off
from handoff.hours import ChannelHours
from handoff.hours_setting import parse_hours
from handoff.queue import line
from handoff.targets import ServiceTargets, parse_targets
from store import conversations
from store.conversations import NewMessage
from store.tables import Case, Conversation, StaffMember

MESSAGES = 12
TARGETS = ServiceTargets(
    ChannelHours(parse_hours("monday-sunday 00:00-24:00")),
    parse_targets("emergency 1 always, urgent 5, complex 30, routine 60"),
)
WORDS = {
    key: Saying("{name} is here.", "{name} is here.")
    for key in ("picked-up", "released", "closed", "reopened")
}
_SAID = "my stepdad hit me again last night and i do not know where i will sleep tonight"
_ADVISERS = 10


def staff(tx: Connection, now: datetime) -> int:
    """A supervisor, who sees everything, and colleagues who hold cases. Gives the supervisor."""
    rows = [
        {
            "email": f"{number}@example.org",
            "name": f"Adviser {number}",
            "shown_name": f"Adviser{number}",
            "role": "adviser" if number else "supervisor",
            "password_hash": "none",
            "must_change_password": False,
            "active": True,
            "present_at": now,
            "created_at": now,
        }
        for number in range(_ADVISERS + 1)
    ]
    tx.execute(insert(StaffMember), rows)
    first: int = tx.execute(select(StaffMember.id).order_by(StaffMember.id).limit(1)).scalar_one()
    return first


def fill(tx: Connection, cases: int, now: datetime) -> None:
    """Open so many cases; a fifth of them somebody has, and a fiftieth are emergencies."""
    for number in range(cases):
        _open(tx, number, now - timedelta(minutes=cases - number))
    ids = tx.execute(select(Case.id).where(Case.id % 5 == 0)).scalars().all()
    for case_id in ids:
        owner = 2 + case_id // 5 % _ADVISERS
        tx.execute(
            update(Case)
            .where(Case.id == case_id)
            .values(state="held", owner_id=owner, claimed_at=now)
        )


def change_the_first(tx: Connection) -> None:
    """The first case in line came back from an adviser, or (the next time) it did not."""
    first = line(tx)[0].case_id
    case = tx.execute(select(Case.returned_at, Case.due_at).where(Case.id == first)).one()
    came_back = None if case.returned_at else case.due_at
    tx.execute(update(Case).where(Case.id == first).values(returned_at=came_back))


def _open(tx: Connection, number: int, now: datetime) -> None:
    level = Level.EMERGENCY if number % 50 == 0 else list(Level)[number % 3]
    channel = "sms" if number % 3 else "web"
    found = conversations.locate(
        tx,
        channel=channel,
        address=f"+4477009{number:05}",
        address_hash=f"hash {number}",
        empty_state=DialogueState().to_json(),
        now=now,
    )
    for seq in range(1, MESSAGES + 1):
        located = conversations.lock(tx, found.conversation_id)
        author = "young person" if seq % 2 else "bot"
        message = NewMessage(author, "text", f"{_SAID} ({seq})", f"{number}-{seq}")
        message_id = conversations.add_incoming(tx, located, message, channel=channel, now=now)
        conversations.save(tx, found.conversation_id, last_seq=seq, last_at=now)
        if seq in (3, 7) and message_id is not None:
            sign = {"code": "home-abuse.violence", "level": level, "evidence": _SAID[:20]}
            sign |= {"about": "self", "when": "now", "raised_by": "bench"}
            conversations.add_signals(tx, found.conversation_id, message_id, [{**sign, "at": now}])
    hand_off(
        tx,
        person_id=found.person_id,
        conversation_id=found.conversation_id,
        level=level,
        reason="asked for a person",
        seq=1,
        due_at=TARGETS.due(level, channel, now),
        now=now,
    )
    tx.execute(
        update(Conversation).where(Conversation.id == found.conversation_id).values(holder="queue")
    )
