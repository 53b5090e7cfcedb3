"""A data folder set up once, the service on copies of it, and a telephone company beside it."""

import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser

from app.ports import free_port
from tests.conftest import administer, copy_of
from tests.story.browsing import open_browser
from tests.story.running import (
    COMMAND,
    Company,
    RunningService,
    copy_data,
    environment,
    telephone_company,
)

VAR = Path(__file__).parents[2] / "var"


@pytest.fixture(scope="session")
def prepared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was set up. What was trained before, here or for a demonstration, is used
    again, as is what is trained now by the next run."""
    folder = tmp_path_factory.mktemp("prepared") / "var"
    kept = request.config.cache.mkdir("connexions")
    for source in (VAR, kept):
        for part in ("models", "encoder"):
            if (source / part).exists():
                shutil.copytree(source / part, folder / part, dirs_exist_ok=True)
    _set_up(folder)
    shutil.rmtree(kept / "models", ignore_errors=True)
    shutil.copytree(folder / "models", kept / "models")
    return folder


@pytest.fixture(scope="session")
def prepared_postgresql(
    prepared: Path, postgresql_url: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """The same with the data in PostgreSQL: the folder, and the database to make copies of."""
    folder = tmp_path_factory.mktemp("prepared-postgresql") / "var"
    copy_data(prepared, folder)
    for file in folder.glob("*.db*"):
        file.unlink()
    (folder / "demo-passwords.json").unlink()
    administer(postgresql_url, 'CREATE DATABASE "prepared"')
    _set_up(folder, database_url=f"{postgresql_url}/prepared")
    return folder, "prepared"


def _set_up(folder: Path, **settings: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([COMMAND, "setup"], env=environment(folder, **settings), cwd=folder, check=True)


@pytest.fixture
def postgresql_copy(prepared_postgresql: tuple[Path, str], postgresql_url: str) -> Iterator[str]:
    """A fresh copy of what was set up in PostgreSQL: its address."""
    with copy_of(postgresql_url, prepared_postgresql[1]) as url:
        yield url


@pytest.fixture(params=["SQLite", "PostgreSQL and Redis"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> RunningService:
    """The service, not started yet, on fresh data of each kind."""
    data = tmp_path / "var"
    if request.param == "SQLite":
        copy_data(request.getfixturevalue("prepared"), data)
        return RunningService(data, free_port())
    settings = {
        "database_url": request.getfixturevalue("postgresql_copy"),
        "redis_url": request.getfixturevalue("redis_url"),
    }
    copy_data(request.getfixturevalue("prepared_postgresql")[0], data)
    return RunningService(data, free_port(), settings)


@pytest.fixture
def on_sqlite(prepared: Path, tmp_path: Path) -> RunningService:
    """The service, not started yet, where the kind of database does not matter."""
    copy_data(prepared, tmp_path / "var")
    return RunningService(tmp_path / "var", free_port())


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real browser."""
    async with open_browser() as opened:
        yield opened


@pytest.fixture
async def service(stored: RunningService) -> AsyncIterator[RunningService]:
    """The service, running, with each kind of database."""
    await stored.start()
    yield stored
    assert await stored.stop() == 0


@pytest.fixture
async def company(stored: RunningService) -> AsyncIterator[Company]:
    """The telephone company, where the service will have its account: ask for it before `service`."""
    async with telephone_company(stored) as opened:
        yield opened
