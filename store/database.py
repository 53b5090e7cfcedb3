"""The database: SQLite beside the service, or PostgreSQL by its address. The same code runs on both.

A transaction is a plain function that takes a connection: `await database.write(receive, message)`.
All of what it wrote is kept when it returns, none of it when it raises.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text

from store.encryption import Vault
from store.types import give_vault

P = ParamSpec("P")
T = TypeVar("T")
_READERS = 4


class Database(Protocol):
    """Runs transactions. Both kinds keep the promises above."""

    dialect: str

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work(connection, …)` in one transaction that may write."""

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `work(connection, …)` in one transaction that only reads, and sees one moment."""

    async def close(self) -> None:
        """Let go of every connection."""


class SqliteDatabase:
    """SQLite in write-ahead mode: one writer thread, so writers queue in order, and a few readers.

    One hop to a thread a transaction, not one a statement: see docs/decisions/0002.
    """

    dialect = "sqlite"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writing = engine.execution_options(writes=True)
        self._writer = ThreadPoolExecutor(1, "database-writer")
        self._readers = ThreadPoolExecutor(_READERS, "database-reader")

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run in the writer's thread, in the order asked."""
        return await asyncio.get_running_loop().run_in_executor(
            self._writer, lambda: _in_transaction(self._writing, work, *args, **kwargs)
        )

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run in a reader's thread; never waits for the writer."""
        return await asyncio.get_running_loop().run_in_executor(
            self._readers, lambda: _in_transaction(self._engine, work, *args, **kwargs)
        )

    async def close(self) -> None:
        """Finish what is running, then let go."""
        await asyncio.to_thread(self._writer.shutdown)
        await asyncio.to_thread(self._readers.shutdown)
        self._engine.dispose()


def open_database(url: str, vault: Vault) -> Database:
    """Open the database at an SQLAlchemy URL: `sqlite:///…` or `postgresql://…`."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        engine = open_sqlite(address)
        give_vault(engine.dialect, vault)
        return SqliteDatabase(engine)
    from store.postgres import open_postgres  # noqa: PLC0415  a service on SQLite starts sooner

    return open_postgres(address, vault)


def open_sqlite(address: URL) -> Engine:
    """An engine on a SQLite file, whose folder is made when it is missing."""
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        address.set(drivername="sqlite"),
        connect_args={"timeout": 30, "check_same_thread": False},
        hide_parameters=True,  # an error must not quote what somebody wrote
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def ping(connection: Connection) -> None:
    """Raise if the database does not answer."""
    connection.execute(text("SELECT 1"))


def _in_transaction(
    engine: Engine,
    work: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    with engine.begin() as connection:
        return work(connection, *args, **kwargs)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = (
        None  # we say BEGIN ourselves, so that a writer takes its lock at once
    )
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # what was acknowledged survives a power cut, not only a crash
        "foreign_keys=ON",
        "busy_timeout=30000",
        "cache_size=-8000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
