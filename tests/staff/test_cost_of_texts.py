"""What texts cost stands where their parts are counted, and only where a price is set."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert

from staff.reports import figures
from store import conversations
from store.clock import SetClock
from store.conversations import NewMessage
from store.database import Database
from store.tables import OutboxRow, SentText
from tests.handoff.stories import young_person
from tests.staff.conftest import AsRole
from web.access import Role
from web.keys import Site


def texts(tx: Connection, now: datetime, *, received: int, sent: int) -> None:
    """A young person wrote a text of some parts and got one of others."""
    who = young_person(tx, now, channel="sms", address=f"{now}")
    text = NewMessage("young person", "text", "hello", segments=received)
    message = conversations.add_incoming(
        tx, conversations.lock(tx, who.conversation_id), text, channel="sms", now=now
    )
    row = insert(OutboxRow).values(
        message_id=message, conversation_id=who.conversation_id, channel="sms", state="sent",
        next_at=now, created_at=now,
    )  # fmt: skip
    outbox_id = tx.execute(row.returning(OutboxRow.id)).scalar_one()
    tx.execute(
        insert(SentText).values(
            external_id=f"SM{now}", outbox_id=outbox_id, part=1, segments=sent, at=now
        )
    )


async def test_the_parts_that_came_and_went_are_counted_within_their_days(
    database: Database, clock: SetClock
) -> None:
    now = clock.now()
    for days, received, sent in ((1, 1, 2), (20, 3, 4), (40, 5, 6)):
        await database.write(texts, now - timedelta(days=days), received=received, sent=sent)
    week, month = [await database.read(figures, now, days) for days in (7, 28)]
    assert (week.parts_in, week.parts_out) == (1, 2)
    assert (month.parts_in, month.parts_out) == (4, 6)


async def test_where_no_text_came_there_are_none(database: Database, clock: SetClock) -> None:
    none = await database.read(figures, clock.now(), 7)
    assert (none.parts_in, none.parts_out) == (0, 0)


async def test_managers_read_the_parts_and_what_they_cost(
    signed_in: AsRole, sqlite: Database, clock: SetClock
) -> None:
    await sqlite.write(texts, clock.now(), received=2, sent=30)
    manager = await signed_in(Role.MANAGER)
    page = await (await manager.get("/staff/reports")).text()
    table = page.split("Text messages</caption>")[1].split("</table>")[0]
    for words in ("Parts received", "Parts sent", "Cost of the parts sent", "£1.20"):
        assert words in table


class TestWithoutAPrice:
    @pytest.fixture
    def site(self, site: Site) -> Site:
        return replace(site, sms_part_pence=None)

    async def test_no_cost_is_said(
        self, signed_in: AsRole, sqlite: Database, clock: SetClock
    ) -> None:
        await sqlite.write(texts, clock.now(), received=2, sent=30)
        manager = await signed_in(Role.MANAGER)
        page = await (await manager.get("/staff/reports")).text()
        assert "Parts sent" in page
        assert "Cost of" not in page
