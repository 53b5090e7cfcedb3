"""An insert that leaves a row already there as it is, said the same way on both databases."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from store.tables import Table


def insert_if_new(
    connection: Connection,
    table: type[Table],
    *,
    unless_same: tuple[str, ...] | None = None,
    **values: Any,
) -> Any | None:
    """Insert atomically unless a row is there already; give the new row's id (True without one).

    `unless_same` names the columns whose unique rule decides; without it any unique rule does.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = (
        dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=unless_same)
    )
    if "id" not in table.__table__.columns:
        return True if connection.execute(statement).rowcount else None
    return connection.execute(
        statement.returning(table.__table__.columns["id"])
    ).scalar_one_or_none()
