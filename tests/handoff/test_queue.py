"""What the queue shows of a case before anybody opens it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, func, select, update

from bot.decision import Level
from handoff.cases import claim
from handoff.queue import open_cases, place_of, waiting_conversations
from store import conversations
from store.database import Database
from store.tables import Case, Message
from tests.handoff.stories import (
    WAIT,
    adviser,
    needs_a_person,
    waiting_case,
    writes,
    young_person,
)

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


def _waits(tx: Connection, address: str, level: Level, *, asked: datetime, due: datetime) -> int:
    who, case_id = waiting_case(tx, asked, address=address, level=level)
    tx.execute(update(Case).where(Case.id == case_id).values(due_at=due))
    return who.conversation_id


async def test_the_queue_goes_by_level_then_by_time_to_breach_then_by_age(
    database: Database,
) -> None:
    def fill(tx: Connection) -> list[int]:
        later = NOON + timedelta(minutes=10)
        return [
            _waits(tx, "a", Level.COMPLEX, asked=NOON, due=NOON),
            _waits(tx, "b", Level.URGENT, asked=NOON, due=later),
            _waits(tx, "c", Level.URGENT, asked=later, due=NOON),
            _waits(tx, "d", Level.EMERGENCY, asked=later, due=later),
            _waits(tx, "e", Level.URGENT, asked=NOON - timedelta(minutes=1), due=later),
            _waits(tx, "f", Level.URGENT, asked=NOON, due=later),
        ]

    a, b, c, d, e, f = await database.write(fill)
    cases = await database.read(open_cases)
    assert [case.conversation_id for case in cases] == [d, c, e, b, f, a]
    assert await database.read(waiting_conversations) == [
        (conversation, place) for place, conversation in enumerate([d, c, e, b, f, a], start=1)
    ]
    places = [await database.read(place_of, case.case_id) for case in cases]
    assert places == [1, 2, 3, 4, 5, 6]


async def test_a_case_that_does_not_wait_has_no_place(database: Database) -> None:
    _, case_id = await database.write(waiting_case, NOON)
    await database.write(lambda tx: claim(tx, case_id, adviser(tx), NOON))
    assert await database.read(place_of, case_id) is None


async def test_a_case_that_is_raised_is_due_by_its_new_level_but_never_later_than_before(
    database: Database,
) -> None:
    def raise_it(tx: Connection, minutes: int) -> datetime:
        who = young_person(tx, NOON)
        later = NOON + timedelta(minutes=minutes)
        needs_a_person(tx, who, later, level=list(Level)[minutes % 4])
        return tx.execute(select(Case.due_at)).scalar_one()

    assert await database.write(raise_it, 1) == NOON + timedelta(minutes=1) + WAIT
    assert await database.write(raise_it, 2) == NOON + timedelta(minutes=1) + WAIT
    await database.write(
        lambda tx: tx.execute(update(Case).values(due_at=NOON.replace(hour=20))) and None
    )
    assert await database.write(raise_it, 3) == NOON + timedelta(minutes=3) + WAIT
