"""What all tests share: a set clock, a vault, and databases and buses of both kinds, all real."""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url, text

from store.bus import Bus
from store.clock import SetClock
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.migrate import migrate
from store.opening import open_bus
from tests.servers import postgresql, redis_server

# No test fails because a machine is slow.
settings.register_profile("any machine", settings(), deadline=None)
settings.load_profile("any machine")

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


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and nothing in them: to copy is quicker than to migrate."""
    file = tmp_path_factory.mktemp("migrated") / "tables.db"
    _migrate_new(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_url: str) -> str:
    """The name of a PostgreSQL database with all tables and nothing in them, to make copies of."""
    administer(postgresql_url, 'CREATE DATABASE "migrated"')
    _migrate_new(f"{postgresql_url}/migrated")
    return "migrated"


def _migrate_new(url: str) -> None:
    async def run() -> None:
        opened = open_database(url, Vault([new_key()]))
        await opened.write(migrate)
        await opened.close()

    with ThreadPoolExecutor(1) as thread:  # a test's own loop may be running in this one
        thread.submit(asyncio.run, run()).result()


def administer(server: str, statement: str) -> None:
    """Say something to a PostgreSQL server that no transaction can hold."""
    engine = create_engine(
        make_url(f"{server}/postgres").set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@contextmanager
def copy_of(server: str, template: str) -> Iterator[str]:
    """A PostgreSQL database made from another: its address while it lasts."""
    name = f"test_{uuid.uuid4().hex}"
    administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield f"{server}/{name}"
    administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh, empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'test.db'}"
        return
    with copy_of(request.getfixturevalue("postgresql_url"), "template0") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def tables_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database of each kind with its tables."""
    if request.param == "sqlite":
        file = tmp_path / "test.db"
        shutil.copyfile(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("postgresql_url")
    with copy_of(server, request.getfixturevalue("migrated_postgresql")) as url:
        yield url


@pytest.fixture
async def database(tables_url: str, vault: Vault) -> AsyncIterator[Database]:
    """An open database with its tables: each test that asks runs on SQLite and on PostgreSQL."""
    opened = open_database(tables_url, vault)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite(migrated_file: Path, tmp_path: Path, vault: Vault) -> AsyncIterator[Database]:
    """A database where the kind does not matter to the test."""
    file = tmp_path / "one.db"
    shutil.copyfile(migrated_file, file)
    opened = open_database(f"sqlite:///{file}", vault)
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
