"""The real service as its users run it: a process of its own, on a data folder and a port of its own."""

import asyncio
import json
import os
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter, deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import ClientSession

from channels.delivery import Delivery
from channels.sms.sender import SmsSender
from channels.sms.settings import SmsSettings
from channels.sms.stand_in import StandIn
from channels.sms.stand_in_texts import Text
from store.bus import LocalBus
from store.clock import SetClock, SystemClock
from store.database import Database, open_database
from store.encryption import Vault

COMMAND = Path(sys.executable).parent / "connexions"
SMS = SmsSettings(
    account_sid="AC" + "0" * 32, auth_token="the account's secret", from_number="+447700900999"
)
ALWAYS_OPEN = "monday-sunday 00:00-23:59"
_STARTED = "The staff pages"
_START_SECONDS = 120
_STOP_SECONDS = 30
_TEXT_SECONDS = 60


def environment(data: Path, **settings: str | int) -> dict[str, str]:
    """The environment for a command of ours: the settings given, and none from elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONNEXIONS_")}
    always = {"opening_hours": ALWAYS_OPEN, "quiet_hours": "none"}
    ours = {"data_folder": data, **always, **settings}
    return kept | {f"CONNEXIONS_{name.upper()}": str(value) for name, value in ours.items()}


@dataclass
class RunningService:
    """One process of the service, that can be stopped, killed and started again on the same data."""

    data: Path
    port: int
    settings: Mapping[str, str | int] = field(default_factory=dict)
    prefix: tuple[str, ...] = ()
    """A command that starts the service under its own conditions."""
    process: Process | None = None

    @property
    def url(self) -> str:
        """Where it is reached; also its public address."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        """What it wrote to its log since it was first started."""
        return (self.data.parent / f"{self.data.name}.log").read_text("utf-8")

    async def start(self) -> None:
        """Start it, and come back when it takes requests."""
        with (self.data.parent / f"{self.data.name}.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *self.prefix,
                COMMAND,
                "serve",
                cwd=self.data.parent,
                env=environment(self.data, port=self.port, public_url=self.url, **self.settings),
                stdout=PIPE,
                stderr=log,
                stdin=DEVNULL,
            )
        assert self.process.stdout
        async with asyncio.timeout(_START_SECONDS):
            while line := await self.process.stdout.readline():
                if line.decode().startswith(_STARTED):
                    return
            raise AssertionError(f"the service ended with {await self.process.wait()}: {self.log}")

    async def stop(self) -> int:
        """Ask it to stop, as an operator does; the exit status."""
        return await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """Take it away between two instructions."""
        assert await self._end(signal.SIGKILL) == -signal.SIGKILL

    async def _end(self, how: signal.Signals) -> int:
        process, self.process = self.process, None
        if process is None or process.returncode is not None:
            return 0
        process.send_signal(how)
        async with asyncio.timeout(_STOP_SECONDS):
            await process.communicate()
            return await process.wait()

    async def readiness(self) -> tuple[int, dict[str, Any]]:
        """What /ready says."""
        async with ClientSession() as http, http.get(f"{self.url}/ready") as response:
            return response.status, await response.json()

    @property
    def account(self) -> SmsSettings:
        """Its account at the telephone company."""
        return replace(SMS, api_base=str(self.settings["twilio_api_base"]))

    def one_time_password(self, role: str) -> str:
        """The password that the demonstration gave to its adviser, editor or manager."""
        passwords = json.loads((self.data / "demo-passwords.json").read_text("utf-8"))
        return str(passwords[f"{role}@example.org"])

    def open_database(self) -> Database:
        """Its database, to look into. Close it."""
        vault = Vault([(self.data / "demo-key").read_text("utf-8").strip()])
        return open_database(self.database_url, vault)

    @property
    def database_url(self) -> str:
        """Where its database is."""
        default = f"sqlite:///{self.data / 'connexions.db'}"
        return str(self.settings.get("database_url") or default)


class Texts(deque[Text]):
    """The texts a company knows, which lets those who wait for one know."""

    def __init__(self) -> None:
        super().__init__()
        self.fresh = asyncio.Event()

    def append(self, text: Text) -> None:
        """Keep a text and tell."""
        super().append(text)
        self.fresh.set()


class Company(StandIn):
    """The telephone company, with people looking at their phones."""

    def __init__(self, service: RunningService, *, reports: bool) -> None:
        super().__init__(SMS, SystemClock(), public_url=service.url, reports=reports)
        self.texts = self._known = Texts()
        self._read: Counter[str] = Counter()

    async def next_text(self, phone: str) -> str:
        """The next text to a phone that nobody has read yet."""
        async with asyncio.timeout(_TEXT_SECONDS):
            while True:
                self._known.fresh.clear()
                fresh = [text for text in self.thread(phone) if not text.incoming]
                if len(fresh) > self._read[phone]:
                    self._read[phone] += 1
                    return fresh[self._read[phone] - 1].body
                await self._known.fresh.wait()


SomeCompany = TypeVar("SomeCompany", bound=Company)


async def send_what_waits(database: Database, service: RunningService) -> None:
    """What killed processes had leased comes back when the lease is over: let that be now."""
    clock = SetClock(datetime.now(UTC) + timedelta(minutes=1))
    sender = SmsSender(service.account, service.url)
    try:
        await Delivery(database, LocalBus(), clock, {"sms": sender}).drain()
    finally:
        await sender.close()


@asynccontextmanager
async def telephone_company(
    service: RunningService, *, reports: bool = True
) -> AsyncIterator[Company]:
    """The stand-in for the telephone company, where the service has an account from its next start."""
    async with at_company(Company(service, reports=reports), service) as company:
        yield company


@asynccontextmanager
async def at_company(company: SomeCompany, service: RunningService) -> AsyncIterator[SomeCompany]:
    """This very company, where the service has an account from its next start."""
    service.settings = {
        **service.settings,
        "twilio_account_sid": SMS.account_sid,
        "twilio_auth_token": SMS.auth_token,
        "twilio_number": SMS.from_number,
        "twilio_api_base": await company.start(),
    }
    try:
        yield company
    finally:
        await company.stop()


def copy_data(prepared: Path, data: Path) -> None:
    """A data folder of one's own. The models and weights are shared: nobody writes into one."""
    shutil.copytree(prepared, data, ignore=shutil.ignore_patterns("models", "encoder"))
    for shared in ("models", "encoder"):
        if (prepared / shared).exists():
            shutil.copytree(prepared / shared, data / shared, copy_function=os.link)
