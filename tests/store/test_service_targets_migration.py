"""Cases from before there were service targets keep all that hangs on them, and become due."""

from datetime import UTC, datetime, timedelta

from alembic import command
from sqlalchemy import Connection, select, text

from bot.decision import Level
from store.database import Database
from store.migrations.running import alembic_config, upgrade
from store.tables import Case, CaseEvent
from tests.handoff.stories import waiting_case

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


async def test_a_case_from_before_is_due_by_its_level_and_keeps_its_events(
    database: Database,
) -> None:
    def there_and_back(tx: Connection) -> tuple[datetime, list[str]]:
        waiting_case(tx, NOON, level=Level.COMPLEX)
        command.downgrade(alembic_config(tx), "0003")
        columns = tx.execute(text("SELECT * FROM cases")).keys()
        assert "due_at" not in columns
        upgrade(tx)
        due = tx.execute(select(Case.due_at)).scalar_one()
        return due, list(tx.execute(select(CaseEvent.kind)).scalars())

    assert await database.write(there_and_back) == (NOON + timedelta(minutes=30), ["opened"])
