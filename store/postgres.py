"""The database on PostgreSQL."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from store.encryption import Vault
from store.types import give_vault

P = ParamSpec("P")
T = TypeVar("T")


class PostgresDatabase:
    """PostgreSQL over asyncpg."""

    dialect = "postgresql"

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ")

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run in a transaction on a pooled connection."""
        async with self._engine.begin() as connection:
            return await connection.run_sync(work, *args, **kwargs)

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run in a transaction on a pooled connection, all of whose statements see one moment."""
        async with self._reading.begin() as connection:
            return await connection.run_sync(work, *args, **kwargs)

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()


def open_postgres(address: URL, vault: Vault) -> PostgresDatabase:
    """A pool of connections to the database at this address."""
    pooled = create_async_engine(
        address.set(drivername="postgresql+asyncpg"),
        pool_size=16,
        max_overflow=16,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    give_vault(pooled.dialect, vault)
    return PostgresDatabase(pooled)
