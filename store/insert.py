"""An insert that leaves a row already there as it is, said the same way on both databases."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from store.tables import Table


def insert_if_new(connection: Connection, table: type[Table], **values: Any) -> Any | None:
    """Insert atomically unless a unique rule forbids it; give the new row's id (True without one)."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    if "id" not in table.__table__.columns:
        return True if connection.execute(statement).rowcount else None
    return connection.execute(statement.returning(table.__table__.columns["id"])).scalar_one_or_none()
