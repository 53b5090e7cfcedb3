"""What breaks around the service: it says so, keeps what it has, and still sees danger."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url

from app.minds import Minds
from app.ports import free_port
from app.settings import read_settings
from app.training import ModelFiles, files_for, gather
from bot.understanding.weights import find_encoder
from content.live import LiveLibrary
from tests.story.clients import Talk
from tests.story.line import Line
from tests.story.running import (
    ALWAYS_OPEN,
    COMMAND,
    RunningService,
    copy_data,
    environment,
    telephone_company,
)

DANGER = "i want to kill myself tonight"
QUESTION = "how much is ema in wales"
ANSWER = "EMA in Wales is £40 a week"
PHONE = "+447700900123"


async def _serve_and_fail(
    data: Path, *, prefix: tuple[str, ...] = (), **settings: str | int
) -> str:
    """Start the service, which must end with 1; what it said then."""
    process = await asyncio.create_subprocess_exec(
        *prefix,
        COMMAND,
        "serve",
        env=environment(data, **{"port": free_port(), **settings}),
        cwd=data.parent,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 1, said
    assert b"Traceback" not in said
    return said.decode()


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("opening_hours", "whenever we like", "CONNEXIONS_OPENING_HOURS"),
        ("port", "http", "CONNEXIONS_PORT"),
        ("keys", "not-a-key", "CONNEXIONS_KEYS"),
        ("mode", "live", "CONNEXIONS_PUBLIC_URL"),
        ("database_url", "mysql://somewhere", "CONNEXIONS_DATABASE_URL"),
        ("redis_url", "somewhere", "CONNEXIONS_REDIS_URL"),
    ],
)
async def test_a_setting_that_cannot_be_used_is_named(
    on_sqlite: RunningService, setting: str, value: str, named: str
) -> None:
    settings: dict[str, Any] = {setting: value}
    assert named in await _serve_and_fail(on_sqlite.data, **settings)


@pytest.fixture
def locked(on_sqlite: RunningService) -> Iterator[Path]:
    """A data folder that nobody may write in."""
    folders = [on_sqlite.data, on_sqlite.data / "models"]
    files = [file for folder in folders for file in folder.iterdir() if file.is_file()]
    if os.geteuid() == 0:
        _on_loan(on_sqlite.data)
    for part in [*files, *folders]:
        part.chmod(0o555)
    yield on_sqlite.data
    for part in [*folders, *files]:
        part.chmod(0o755)


def _on_loan(data: Path) -> None:
    """The models are shared by links; a mode set here must not reach the others."""
    for file in [each for each in (data / "models").iterdir() if each.is_file()]:
        content = file.read_bytes()
        file.unlink()
        file.write_bytes(content)


async def test_a_data_folder_that_cannot_be_written_is_named(locked: Path) -> None:
    # Even the superuser keeps to the modes of files without this one privilege.
    prefix = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()
    said = await _serve_and_fail(locked, prefix=prefix)
    assert str(locked) in said


async def test_on_a_full_disk_what_was_acknowledged_is_kept_and_nothing_else_is_claimed(
    on_sqlite: RunningService,
) -> None:
    full = replace(on_sqlite, prefix=("prlimit", "--fsize=200000"))
    await full.start()
    acknowledged = []
    async with Talk.opened(full) as talk:
        token = talk.token
        questions = cycle((QUESTION, "what is universal credit"))
        while (told := await talk.says(next(questions)))[0]["type"] == "stored":
            acknowledged.append(told[0]["id"])
        assert told[0]["code"] == "not-stored"
        assert "999" in told[0]["mend"]
    assert (await full.readiness())[0] == 200
    assert await full.stop() == 0
    await on_sqlite.start()
    async with Talk.opened(on_sqlite, token) as talk:
        assert talk.own_ids == acknowledged
        again = await talk.says(QUESTION, told[0]["id"])
        assert again[0]["type"] == "stored"
        assert ANSWER in again[1]["html"]
    assert await on_sqlite.stop() == 0


async def test_without_the_trained_score_the_patterns_still_see_danger(
    on_sqlite: RunningService,
) -> None:
    for file in (on_sqlite.data / "models").glob("risk-*.npz"):
        file.unlink()
        file.write_bytes(b"half a file")
    await on_sqlite.start()
    status, ready = await on_sqlite.readiness()
    assert status == 200
    assert "patterns only" in ready["risk_model"]
    async with Talk.opened(on_sqlite) as talk:
        told = await talk.says(DANGER)
        assert told[1]["kind"] == "safety"
    assert await on_sqlite.stop() == 0


async def test_a_damaged_understanding_is_trained_again(
    on_sqlite: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = on_sqlite.open_database()
    settings = read_settings(data_folder=on_sqlite.data, opening_hours=ALWAYS_OPEN)
    library = LiveLibrary(database, settings.hours_in_words)
    lessons = gather(await library.reload(), find_encoder(on_sqlite.data / "encoder"))
    file = files_for(lessons, on_sqlite.data / "models").understanding
    whole = file.read_bytes()
    file.unlink()
    file.write_bytes(b"half a file")

    async def trained(_lessons: object, files: ModelFiles) -> None:
        assert not files.understanding.exists()
        files.understanding.write_bytes(whole)

    monkeypatch.setattr("app.minds.train_elsewhere", trained)
    minds = Minds(settings, library, database)
    await minds.start()
    understood = await minds.current().understander.understand(QUESTION)
    assert understood.ranked[0].id == "ema/how-much"
    await database.close()


@pytest.fixture
async def on_a_line(
    prepared_postgresql: tuple[Path, str],
    postgresql_copy: str,
    redis_url: str,
    tmp_path: Path,
) -> AsyncIterator[tuple[RunningService, Line, Line]]:
    """The service with lines to its database and its bus that can be cut."""
    copy_data(prepared_postgresql[0], tmp_path / "var")
    addresses = {"database_url": make_url(postgresql_copy), "redis_url": make_url(redis_url)}
    lines = {name: Line(int(address.port or 0)) for name, address in addresses.items()}
    for line in lines.values():
        await line.mend()
    settings = {
        name: address.set(port=lines[name].port).render_as_string(hide_password=False)
        for name, address in addresses.items()
    }
    service = RunningService(tmp_path / "var", free_port(), settings)
    yield service, lines["database_url"], lines["redis_url"]
    assert await service.stop() == 0
    for line in lines.values():
        await line.cut()


async def test_without_the_bus_messages_are_stored_and_danger_answered(
    on_a_line: tuple[RunningService, Line, Line],
) -> None:
    service, _, bus = on_a_line
    await service.start()
    async with Talk.opened(service) as talk:
        assert ANSWER in (await talk.says(QUESTION))[1]["html"]
        await bus.cut()
        assert (await talk.says(DANGER))[1]["kind"] == "safety"
        status, ready = await service.readiness()
        assert (status, ready["bus"]) == (503, "down")
        await bus.mend()
        assert (await talk.says("thank you"))[0]["type"] == "stored"


async def test_without_the_database_nothing_is_claimed_and_what_was_stored_is_kept(
    on_a_line: tuple[RunningService, Line, Line],
) -> None:
    service, database, _ = on_a_line
    async with telephone_company(service) as company:
        await service.start()
        async with Talk.opened(service) as talk:
            stored = (await talk.says(QUESTION))[0]["id"]
            await database.cut()
            refused = (await talk.says(DANGER))[0]
            assert (refused["type"], refused["code"]) == ("error", "not-stored")
            assert "999" in refused["mend"]
            status, ready = await service.readiness()
            assert (status, ready["database"]) == (503, "down")
            sid = "SM" + "0" * 32
            assert await company.text_in(PHONE, DANGER, sid=sid) >= 500

            await database.mend()
            again = await talk.says(DANGER, refused["id"])
            assert again[0]["type"] == "stored"
            assert again[1]["kind"] == "safety"
            assert await company.text_in(PHONE, DANGER, sid=sid) == 200
            assert "999" in await company.next_text(PHONE)
        async with Talk.opened(service, talk.token) as talk:
            assert talk.own_ids == [stored, refused["id"]]
        assert DANGER not in service.log


@pytest.mark.parametrize("gone", ["the server", "the database on it"])
async def test_a_database_that_is_not_there_is_named(
    on_sqlite: RunningService, postgresql_url: str, gone: str
) -> None:
    port = free_port() if gone == "the server" else make_url(postgresql_url).port
    nowhere = f"postgresql://tests:secret@127.0.0.1:{port}/nothing"
    said = await _serve_and_fail(on_sqlite.data, database_url=nowhere)
    assert "The database cannot be used" in said
    assert f":{port}/nothing" in said
    assert "secret" not in said
