"""An insert that leaves a row already there as it is, said the same way on both databases."""

from functools import cache
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
    statement = _statement(connection.dialect.name, table, unless_same)
    done = connection.execute(statement, values)
    if "id" not in table.__table__.columns:
        return True if done.rowcount else None
    return done.scalar_one_or_none()


@cache
def _statement(dialect: str, table: type[Table], unless_same: tuple[str, ...] | None) -> Any:
    """Built once: building it costs more than running it."""
    insert = (postgresql if dialect == "postgresql" else sqlite).insert
    statement = insert(table).on_conflict_do_nothing(index_elements=unless_same)
    columns = table.__table__.columns
    return statement.returning(columns["id"]) if "id" in columns else statement
