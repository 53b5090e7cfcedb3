"""What the queue shows of a case before anybody opens it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select

from handoff.queue import open_cases
from store import conversations
from store.database import Database
from store.tables import Message
from tests.handoff.stories import waiting_case, writes

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


def _sign(evidence: str, level: str) -> dict[str, object]:
    return {
        "code": "home-abuse.violence",
        "level": level,
        "evidence": evidence,
        "about": "self",
        "when": "now",
        "raised_by": "test",
        "at": NOON,
    }


def _writes_with_signs(tx: Connection, *signs: tuple[str, str]) -> None:
    who, _ = waiting_case(tx, NOON)
    writes(tx, who, "an earlier one", NOON, code="home-abuse.violence", level="urgent")
    writes(tx, who, "two things at once", NOON + timedelta(minutes=1))
    message_id = tx.execute(select(func.max(Message.id))).scalar_one()
    rows = [_sign(evidence, level) for evidence, level in signs]
    conversations.add_signals(tx, who.conversation_id, message_id, rows)


async def test_of_words_as_grave_the_first_of_the_latest_message_stand_in_the_queue(
    sqlite: Database,
) -> None:
    await sqlite.write(
        _writes_with_signs,
        ("stepdad hits me", "urgent"),
        ("he checks my phone", "urgent"),
        ("i am tired", "complex"),
    )
    [case] = await sqlite.read(open_cases)
    assert case.words == "stepdad hits me"
