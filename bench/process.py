"""A measured process: started on a port of its own, asked what it used, and stopped."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.ports import free_port
from bench.account import ACCOUNT

COMMAND = Path(sys.executable).parent / "connexions"
_TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 120
_STOP_SECONDS = 30
_NOT_AS_USERS_RUN_IT = ("PYTHONDONTWRITEBYTECODE",)


@dataclass(frozen=True)
class Measured:
    """A running process and where it listens. `started` is when it was, by `time.perf_counter`."""

    port: int
    process: Process
    started: float

    @property
    def cpu_seconds(self) -> float:
        """What it has used of the processors so far, its threads and the kernel for it included."""
        fields = (
            Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory_mb(self, what: str = "VmRSS") -> float:
        """Its memory now (`VmRSS`) or at its highest (`VmHWM`), in MB."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text("utf-8").splitlines()
        line = next(line for line in lines if line.startswith(what))
        return int(line.split()[1]) / 1024

    async def listens(self) -> None:
        """Come back as soon as it takes connections."""
        async with asyncio.timeout(_START_SECONDS):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    if self.process.returncode is not None:
                        raise RuntimeError("the measured process ended: see its log") from None
                    await asyncio.sleep(0.01)
                else:
                    writer.close()
                    return


@asynccontextmanager
async def service(
    folder: Path, settings: Mapping[str, str], *, carrier: str
) -> AsyncIterator[Measured]:
    """The service as its users run it, on a data folder that was set up."""
    port = free_port()
    given = {"port": str(port), "host": "127.0.0.1", "twilio_api_base": carrier, **settings}
    account = {
        "twilio_account_sid": ACCOUNT.account_sid,
        "twilio_auth_token": ACCOUNT.auth_token,
        "twilio_number": ACCOUNT.from_number,
    }
    environment = environment_of(folder, {**account, **given})
    async with running([str(COMMAND), "serve"], port, folder, environment) as begun:
        yield begun


@asynccontextmanager
async def floor(folder: Path) -> AsyncIterator[Measured]:
    """The floor on a new file."""
    port = free_port()
    file = folder / f"floor-{port}.db"
    command = [sys.executable, "-m", "bench.floor", "--port", str(port), "--file", str(file)]
    async with running(command, port, folder, dict(os.environ)) as begun:
        await begun.listens()
        yield begun


async def set_up(folder: Path, settings: Mapping[str, str]) -> None:
    """`connexions setup` on a data folder."""
    environment = environment_of(folder, settings)
    process = await asyncio.create_subprocess_exec(COMMAND, "setup", env=environment)
    if await process.wait():
        raise RuntimeError("the data folder could not be set up")


def copy_data(prepared: Path, folder: Path) -> None:
    """What is published there, with the models for it, so that nothing need be trained again."""
    for part in ("models", "encoder"):
        if (prepared / part).exists():
            shutil.copytree(prepared / part, folder / part)
    for file in ("demo-key", "demo-passwords.json"):
        if (prepared / file).exists():
            shutil.copy(prepared / file, folder / file)
    database = prepared / "connexions.db"
    if database.exists():
        with sqlite3.connect(database) as source, sqlite3.connect(folder / database.name) as copy:
            source.backup(copy)


def environment_of(folder: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment for the service: these settings, none from elsewhere, compiled modules kept."""
    others = {name: value for name, value in os.environ.items() if name not in _NOT_AS_USERS_RUN_IT}
    kept = {name: value for name, value in others.items() if not name.startswith("CONNEXIONS_")}
    usual = {"opening_hours": "monday-sunday 00:00-23:59", "most_from_address": "0"}
    given = {"data_folder": str(folder), **usual, **settings}
    return kept | {f"CONNEXIONS_{name.upper()}": value for name, value in given.items()}


@asynccontextmanager
async def running(
    command: list[str], port: int, folder: Path, environment: dict[str, str]
) -> AsyncIterator[Measured]:
    """The command for as long as the block lasts; what it prints goes into `log` in the folder."""
    started = time.perf_counter()
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stdin=DEVNULL, stdout=log, stderr=log
        )
    try:
        yield Measured(port, process, started)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), _STOP_SECONDS)
