"""The migrations make exactly the tables that the code knows."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from store.database import Database
from store.tables import Table


async def test_the_migrations_and_the_tables_agree(database: Database) -> None:
    def differences(tx: Connection) -> list[object]:
        context = MigrationContext.configure(tx, opts={"compare_type": False})
        return list(compare_metadata(context, Table.metadata))

    assert await database.write(differences) == []
