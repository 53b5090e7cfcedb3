"""What all tests share: a set clock, a vault, and databases and buses of both kinds, all real."""

import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, make_url, text

from store.bus import Bus
from store.clock import SetClock
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.migrate import migrate
from store.opening import open_bus
from tests.servers import postgresql, redis_server

# A Tuesday, 14:05 in London: advisers are here.
OFFICE_HOURS = datetime(2026, 11, 17, 14, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    # Not in pytest's own folders: a second run beside this one would close them to the server.
    with TemporaryDirectory() as folder, postgresql(Path(folder)) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis_server(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def vault() -> Vault:
    return Vault([new_key()])


@pytest.fixture
def clock() -> SetClock:
    return SetClock(OFFICE_HOURS)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    server = request.getfixturevalue("postgresql_url")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(
        make_url(f"{server}/postgres").set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
    )
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    yield f"{server}/{name}"
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    admin.dispose()


@pytest.fixture
async def database(database_url: str, vault: Vault) -> AsyncIterator[Database]:
    """An open database with its tables: each test that asks runs on SQLite and on PostgreSQL."""
    opened = open_database(database_url, vault)
    await opened.write(migrate)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(tmp_path: Path, vault: Vault) -> AsyncIterator[Database]:
    """A database where the kind does not matter to the test."""
    opened = open_database(f"sqlite:///{tmp_path / 'one.db'}", vault)
    await opened.write(migrate)
    yield opened
    await opened.close()


@pytest.fixture(params=["local", "redis"])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    """A bus of each kind."""
    opened = await open_bus(
        None if request.param == "local" else request.getfixturevalue("redis_url")
    )
    yield opened
    await opened.close()
