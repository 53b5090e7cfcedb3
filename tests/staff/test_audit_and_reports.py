"""What managers read: the audit trail and the figures."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from bot.decision import Level
from staff import audit
from staff.reports import figures
from store.clock import SetClock
from store.database import Database
from store.tables import Case, ChannelIdentity, Conversation, Message, Person
from tests.staff.conftest import AsRole
from web.access import Role


async def test_reading_the_audit_trail_is_itself_on_record(
    signed_in: AsRole, sqlite: Database
) -> None:
    manager = await signed_in(Role.MANAGER)
    page = await (await manager.get("/staff/audit")).text()
    assert "sign in" in page
    assert "Robin Manager" in page
    assert (await sqlite.read(audit.deeds))[0].action == "read audit"


async def test_the_audit_trail_comes_a_page_at_a_time_and_misses_nothing(
    signed_in: AsRole, sqlite: Database, clock: SetClock
) -> None:
    def many(tx: Connection) -> None:
        for number in range(audit.PAGE + 3):
            audit.record(
                tx,
                at=clock.now(),
                staff_id=None,
                action="view case",
                subject="case 12",
                detail=f"deed {number}.",
            )

    manager = await signed_in(Role.MANAGER)
    await sqlite.write(many)
    newest = await sqlite.read(audit.deeds, subject="case 12")
    older = await sqlite.read(audit.deeds, subject="case 12", before=newest[-1].id)
    assert [deed.detail for deed in older] == ["deed 2.", "deed 1.", "deed 0."]
    page = await (await manager.get("/staff/audit?subject=case+12")).text()
    assert f"before={newest[-1].id}&amp;subject=case%2012" in page
    assert "sign in" not in page.split("<table>")[1]


@pytest.mark.parametrize("before", ["x", "-1", "²", "9" * 40])
async def test_a_place_that_cannot_be_in_the_audit_trail_is_refused(
    signed_in: AsRole, before: str
) -> None:
    manager = await signed_in(Role.MANAGER)
    assert (await manager.get(f"/staff/audit?before={before}")).status == 400


def talk(
    tx: Connection,
    *,
    at: datetime,
    answers: tuple[int, ...] = (),
    received: int = 0,
    level: Level | None = None,
) -> None:
    person = tx.execute(insert(Person).values(created_at=at).returning(Person.id)).scalar_one()
    identity = tx.execute(
        insert(ChannelIdentity)
        .values(
            person_id=person, channel="web", address_hash=f"{person}", address="a", created_at=at
        )
        .returning(ChannelIdentity.id)
    ).scalar_one()
    conversation = tx.execute(
        insert(Conversation)
        .values(
            identity_id=identity,
            person_id=person,
            channel="web",
            state="{}",
            opened_at=at,
            last_at=at,
        )
        .returning(Conversation.id)
    ).scalar_one()
    said: list[tuple[str, str, int | None]] = [("young person", "text", None)] * received
    said += [("bot", "answer", seq) for seq in answers]
    for seq, (author, kind, answers_seq) in enumerate(said, 1):
        tx.execute(
            insert(Message).values(
                conversation_id=conversation,
                seq=seq,
                channel="web",
                author=author,
                kind=kind,
                text="t",
                answers_seq=answers_seq,
                at=at,
            )
        )
    if level:
        tx.execute(
            insert(Case).values(
                person_id=person,
                conversation_id=conversation,
                state="waiting",
                level=level,
                level_rank=level.rank,
                reason="r",
                opened_seq=1,
                opened_at=at,
                waiting_since=at,
            )
        )


async def test_figures_count_what_happened_within_their_days(
    database: Database, clock: SetClock
) -> None:
    now = clock.now()

    def talks(tx: Connection) -> None:
        talk(tx, at=now - timedelta(days=1), received=3, answers=(1, 1, 2), level=Level.URGENT)
        talk(tx, at=now - timedelta(days=2), received=1)
        talk(tx, at=now - timedelta(days=20), received=2, answers=(1,), level=Level.COMPLEX)
        talk(tx, at=now - timedelta(days=40), received=9, answers=(1,), level=Level.EMERGENCY)

    await database.write(talks)
    week = await database.read(figures, now, 7)
    assert (week.conversations, week.active, week.received) == (2, 2, 4)
    assert (week.answered, week.not_answered) == (2, 2)
    assert week.cases == {Level.ROUTINE: 0, Level.COMPLEX: 0, Level.URGENT: 1, Level.EMERGENCY: 0}
    month = await database.read(figures, now, 28)
    assert (month.conversations, month.received, month.answered) == (3, 6, 3)
    assert sum(month.cases.values()) == 2


async def test_the_reports_page_shows_both_spans_and_every_level(signed_in: AsRole) -> None:
    manager = await signed_in(Role.MANAGER)
    page = await (await manager.get("/staff/reports")).text()
    for words in ("Last 7 days", "Last 28 days", "Routine", "Complex", "Urgent", "Emergency"):
        assert words in page
