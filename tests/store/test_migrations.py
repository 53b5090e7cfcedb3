"""The migrations make exactly the tables that the code knows."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url

from store.database import Database, open_sqlite
from store.migrate import NEWEST
from store.migrations.running import alembic_config
from store.tables import Table


async def test_the_migrations_and_the_tables_agree(database: Database) -> None:
    def differences(tx: Connection) -> list[object]:
        context = MigrationContext.configure(tx, opts={"compare_type": False})
        return list(compare_metadata(context, Table.metadata))

    assert await database.write(differences) == []


def test_the_newest_revision_is_the_one_the_service_looks_for(tmp_path: Path) -> None:
    engine = open_sqlite(make_url(f"sqlite:///{tmp_path / 'empty.db'}"))
    with engine.begin() as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))
    engine.dispose()
    assert scripts.get_current_head() == NEWEST
