"""The editors' desk with a thousand entries: how long list, search, saving, looking over and publishing take.

`python -m bench.editors` makes its own database in a temporary folder and prints the table.
"""

import argparse
import asyncio
import re
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import ClientResponse, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import Connection

from content.live import LiveLibrary
from content.repository import ANSWER, Draft
from content.starter import Pack, load_pack, read_pack
from staff.entries.form import from_body
from staff.gate import STAFF_GATE
from staff.members import add_member
from staff.pages import FOLDER
from staff.passwords import hashed
from staff.routes import staff_routes
from store.bus import LocalBus
from store.clock import SystemClock
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.migrate import migrate
from store.tables import StaffMember
from web.access import Role
from web.application import new_application
from web.keys import LIBRARY, Site

PASSWORD = "violet tram under glass"  # noqa: S105 - of a database that lives as long as the run
HTML = {"Accept": "text/html"}
_SLOWEST = 1.0
_Client = TestClient[web.Request, web.Application]


def many(pack: Pack, wanted: int) -> Pack:
    """The starter pack, its answers copied under other names until there are so many."""
    answers = [draft for draft in pack.drafts if draft.kind == ANSWER]
    return Pack((*pack.drafts, *_copies(answers, wanted - len(answers))))


def _copies(answers: list[Draft], wanted: int) -> Iterator[Draft]:
    for number in range(wanted):
        draft = answers[number % len(answers)]
        phrases = "\n".join(f"{phrase} {number}" for phrase in draft.phrases.splitlines())
        yield replace(draft, entry_id=f"work/copy-{number}", phrases=phrases)


class Desk:
    """An editor's browser, its times kept by what was done."""

    def __init__(self, client: _Client) -> None:
        self._client = client
        self.taken: dict[str, list[float]] = {}
        self._csrf = ""

    async def sign_in(self) -> None:
        fields = {"email": "editor@example.org", "password": PASSWORD}
        await self._client.post("/staff/sign-in", data=fields, headers=HTML)
        page = await (await self._client.get("/staff/password", headers=HTML)).text()
        self._csrf = re.findall(r'name="csrf" value="([^"]+)"', page)[0]

    async def look(self, what: str, path: str) -> None:
        await self._timed(what, lambda: self._client.get(path, headers=HTML))

    async def send(self, what: str, path: str, **fields: str) -> None:
        data = {"csrf": self._csrf, **fields}
        await self._timed(
            what,
            lambda: self._client.post(path, data=data, headers=HTML, allow_redirects=False),
        )

    async def _timed(self, what: str, ask: Callable[[], Awaitable[ClientResponse]]) -> None:
        began = time.perf_counter()
        answer = await ask()
        await answer.read()
        self.taken.setdefault(what, []).append(time.perf_counter() - began)
        assert answer.status in (200, 303), f"{what}: {answer.status}"


async def measure(folder: Path, wanted: int, rounds: int) -> dict[str, list[float]]:
    """Do an editor's day's work so many times over so many entries."""
    database = open_database(f"sqlite:///{folder / 'bench.db'}", Vault([new_key()]))
    now = datetime.now(UTC)
    pack = many(read_pack(), wanted)
    await database.write(migrate)
    await database.write(lambda tx: load_pack(tx, pack, why="bench", now=now))
    await database.write(_editor, now)
    library = LiveLibrary(database, "Monday to Friday")
    await library.reload()
    app = new_application(
        site=Site("http://127.0.0.1", demo=True, cookie_secure=False),
        database=database,
        bus=LocalBus(),
        clock=SystemClock(),
        vault=Vault([new_key()]),
        gate=STAFF_GATE,
        routes=staff_routes(),
        folders=[FOLDER],
    )
    app[LIBRARY] = library
    client: _Client = TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True))
    async with client:
        desk = Desk(client)
        await desk.sign_in()
        for number in range(rounds):
            await _one_change(desk, library, number)
    await _close(database)
    return desk.taken


async def _one_change(desk: Desk, library: LiveLibrary, number: int) -> None:
    place = "/staff/entries/courses/open-days"
    await desk.look("list", "/staff/entries")
    await desk.look("search", "/staff/entries?q=open+days")
    await desk.look("open", place)
    entry = next(d for d in read_pack().drafts if d.entry_id == "courses/open-days")
    form = from_body(entry.body, entry.phrases)
    fields = {name: getattr(form, name) for name in ("label", "audience", "sources", "related")}
    fields |= {"facts_date": form.facts_date, "review": form.review, "phrases": form.phrases}
    fields |= {"notes": f"Round {number}", "by_nation": "no", "why": "bench", "do": "save"}
    await desk.send("save", place, **fields, **form.texts, started_from=str(number + 1))
    await desk.look("look over", f"{place}/publish/{number + 2}")
    await desk.send("publish", f"{place}/publish/{number + 2}", replaces=str(number + 1))
    began = time.perf_counter()
    await library.reload()
    desk.taken.setdefault("library swapped", []).append(time.perf_counter() - began)


def _editor(tx: Connection, now: datetime) -> None:
    staff_id = add_member(
        tx,
        email="editor@example.org",
        name="Bench Editor",
        shown_name="Bench",
        role=Role.EDITOR,
        password_hash=hashed(PASSWORD),
        now=now,
    )
    chosen = StaffMember.__table__.update().where(StaffMember.id == staff_id)  # type: ignore[attr-defined]
    tx.execute(chosen.values(must_change_password=False))


async def _close(database: Database) -> None:
    await database.close()


def main() -> None:
    """Print the table; end with 1 where anything took a second or more."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(measure(Path(folder), given.entries, given.rounds))
    print(f"| with {given.entries} entries | median ms | slowest ms |\n|---|---:|---:|")
    for what, seconds in taken.items():
        print(f"| {what} | {1000 * statistics.median(seconds):.0f} | {1000 * max(seconds):.0f} |")
    raise SystemExit(any(statistics.median(seconds) >= _SLOWEST for seconds in taken.values()))


if __name__ == "__main__":
    main()
