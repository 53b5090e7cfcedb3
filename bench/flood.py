"""Ten thousand texts through the real webhook, intake, outbox and sender: told twice, reported in any order.

`python -m bench.flood` prints what it took and whether each was answered once and every report is settled.
The reading of the texts is a light one (it finds nothing in them), for this is about what carries them.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from uuid import UUID

import click
from sqlalchemy import Connection, func, select

from bench.account import ACCOUNT
from bench.texting import open_text_channel
from bot.meaning import Meaning, Ranked
from bot.risk.assess import Assessment, RiskMemory, RiskReading
from channels.delivery import Delivery
from channels.intake import Intake, Mind
from channels.sms.stand_in import StandIn
from content.entry import Entry, Variant
from content.library import Library, Published
from content.words import parse_words
from handoff.hours import ChannelHours
from handoff.hours_setting import parse_hours
from handoff.targets import ServiceTargets, parse_targets
from store.bus import LocalBus
from store.clock import Clock, SystemClock
from store.database import Database, open_database
from store.encryption import Vault, new_key
from store.migrate import migrate
from store.tables import DeliveryStatus, Message, OutboxRow, SentText

Thing = TypeVar("Thing")
MANY = 8
"""How many texts and reports the company has in flight at once."""

_STATUSES = ("queued", "sent", "delivered")
_QUESTION, _ANSWER = "what are t levels", "courses/t-levels"
_WORDS = Path(__file__).parents[1] / "content" / "words.yml"
_TARGETS = ServiceTargets(
    ChannelHours(parse_hours("monday-sunday 00:00-24:00")),
    parse_targets("emergency 1 always, urgent 5, complex 30, routine 60"),
)


class LightMind:
    """Reads every text as the same question, and no danger in any."""

    name = "light"

    async def understand(self, text: str) -> Meaning:
        """Sure of what it is."""
        return Meaning(text, text, (Ranked(_ANSWER, 0.99),))

    def read(self, text: str) -> RiskReading:
        """Nothing in it."""
        return RiskReading(text)

    def weigh(self, _reading: RiskReading, _memory: RiskMemory) -> Assessment:
        """No danger."""
        return Assessment()

    def mind(self) -> Mind:
        """This reading, with a library of one answer."""
        day = date(2026, 11, 1)
        words = (
            "A T Level is a two-year course with a placement. Next step: ask at your college. " * 2
        )
        entry = Entry(
            id=_ANSWER, label="T Levels", audience="everyone", sources=(), facts_date=day,
            review=date(2099, 1, 1), check_before_launch=False, related=(), notes="",
            variants={None: Variant(words, words)},
        )  # fmt: skip
        library = Library(
            {_ANSWER: Published(entry, 1)}, {}, {}, {}, parse_words(_WORDS.read_text("utf-8"))
        )
        return Mind(library, self, self)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Settled:
    """What is in the database and at the company once all is over."""

    stored: int
    answered_once: int
    sent_once: int
    texts: int
    states: frozenset[str]
    texts_known: bool
    reports: int
    reports_kept: int


@dataclass
class Flood:
    """So many texts from so many phones. What is by chance is the same every time."""

    company: StandIn
    delivery: Delivery
    database: Database
    messages: int
    phones: int
    seconds: dict[str, float] = field(default_factory=dict)

    async def run(self) -> Settled:
        """Texts in, some told twice at once and some again at the end; answers out; reports in."""
        chance = random.Random(7)  # noqa: S311  the same every time
        texts = [
            (f"+44770{number % self.phones:07}", f"SM{UUID(int=number + 1).hex}")
            for number in range(self.messages)
        ]
        tenth = self.messages // 10
        at_once = set(chance.sample(texts, tenth))
        told = [each for each in texts for _ in range(1 + (each in at_once))]
        self._begin()
        await _each(told, self._tell)
        self._end("texts in")
        await self.delivery.drain()
        self._end("answers out")
        await _each(chance.sample(texts, tenth), self._tell)
        await self.delivery.drain()
        self._end("told again")
        taken = [text for text in self.company.texts if not text.incoming]
        reports = [(text, status) for text in taken for status in _STATUSES]
        repeated = chance.sample(reports, len(reports) // 4)
        every = [*reports, *repeated]
        chance.shuffle(every)
        await _each(every, lambda one: self.company.report(*one))
        self._end("reports in")
        sent = Counter(text.phone for text in taken)
        asked = Counter(phone for phone, _ in texts)
        return await self.database.read(
            _settled,
            sent_once=sum(sent[phone] == many for phone, many in asked.items()),
            taken={text.sid for text in taken},
            reports=len(reports),
        )

    async def _tell(self, text: tuple[str, str]) -> int:
        phone, sid = text
        return await self.company.text_in(phone, f"{_QUESTION} {sid[-6:]}", sid=sid)

    def _begin(self) -> None:
        self._since = time.perf_counter()

    def _end(self, what: str) -> None:
        now = time.perf_counter()
        self.seconds[what] = now - self._since
        self._since = now


def _settled(tx: Connection, *, sent_once: int, taken: set[str], reports: int) -> Settled:
    answers = (
        select(func.count(Message.id).label("many"))
        .where(Message.author == "bot", Message.answers_seq.is_not(None))
        .group_by(Message.conversation_id, Message.answers_seq)
        .subquery()
    )
    mine = select(func.count()).where(Message.author == "young person")
    once = select(func.count()).select_from(answers).where(answers.c.many == 1)
    return Settled(
        stored=tx.execute(mine).scalar_one(),
        answered_once=tx.execute(once).scalar_one(),
        sent_once=sent_once,
        texts=len(taken),
        states=frozenset(tx.execute(select(OutboxRow.state).distinct()).scalars()),
        texts_known=set(tx.execute(select(SentText.external_id)).scalars()) == taken,
        reports=reports,
        reports_kept=tx.execute(select(func.count()).select_from(DeliveryStatus)).scalar_one(),
    )


async def _each(things: Iterable[Thing], do: Callable[[Thing], Awaitable[int]]) -> None:
    """Do something with each, so many at once; every answer must be that it was taken."""
    left = iter(things)

    async def some() -> None:
        for thing in left:
            status = await do(thing)
            if status not in (200, 204):
                message = f"the webhook answered {status}"
                raise RuntimeError(message)

    await asyncio.gather(*(some() for _ in range(MANY)))


@asynccontextmanager
async def open_flood(
    database: Database, vault: Vault, clock: Clock, *, messages: int, phones: int
) -> AsyncIterator[Flood]:
    """The text message channel with the real way in, and a company that keeps every text."""
    bus = LocalBus()
    intake = Intake(database, bus, clock, vault, _TARGETS, LightMind().mind)
    async with open_text_channel(
        database, bus, clock, vault, account=ACCOUNT, intake=intake, keeps=None
    ) as channel:
        yield Flood(channel.company, channel.delivery, database, messages, phones)


async def _measured(folder: Path, messages: int, phones: int) -> tuple[Settled, dict[str, float]]:
    vault = Vault([new_key()])
    database = open_database(f"sqlite:///{folder / 'flood.db'}", vault)
    try:
        await database.write(migrate)
        async with open_flood(
            database, vault, SystemClock(), messages=messages, phones=phones
        ) as flood:
            return await flood.run(), flood.seconds
    finally:
        await database.close()


def _said(settled: Settled, seconds: dict[str, float]) -> Sequence[str]:
    return [
        f"{settled.stored} texts stored, {settled.answered_once} answered once; {settled.texts} texts sent.",
        f"{settled.reports_kept} of {settled.reports} reports kept, each once.",
        *(f"{what}: {taken:.1f} s" for what, taken in seconds.items()),
        f"in all: {sum(seconds.values()):.1f} s",
    ]


@click.command()
@click.option("--messages", default=10_000, show_default=True, help="How many texts.")
@click.option("--phones", default=2_500, show_default=True, help="From how many phones.")
def main(messages: int, phones: int) -> None:
    """Send so many texts through, and say what became of them and what it took."""
    with TemporaryDirectory() as folder:
        settled, seconds = asyncio.run(_measured(Path(folder), messages, phones))
    click.echo("\n".join(_said(settled, seconds)))


if __name__ == "__main__":
    main()
