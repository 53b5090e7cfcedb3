"""Killed at each point of sending a text, before the company has it, while it answers, and after: one comes."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import pytest
from aiohttp import web
from sqlalchemy import Connection, create_engine, make_url, select, update

from store.tables import OutboxRow, SentText
from tests.story.running import Company, RunningService, at_company, send_what_waits

PHONE = "+447700900123"
QUESTION, ANSWER = "how much is ema in wales", "EMA in Wales is £40 a week"


class Point(StrEnum):
    """Where the process is when it is taken away."""

    NOT_TAKEN = "the company was asked and has not taken it"
    NOT_ANSWERED = "the company has taken it and not answered"
    NOT_NOTED = "the company has answered and nothing was noted"


class HaltingCompany(Company):
    """The telephone company, which says when it has come to a point with the first text, and halts there."""

    def __init__(self, service: RunningService, point: Point) -> None:
        super().__init__(service, reports=False)
        self._point = point
        self._asked = 0
        self.reached = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.before_it_answers = asyncio.Event()

    async def _take(self, request: web.Request) -> web.Response:
        self._asked += 1
        if self._asked > 1:
            return await super()._take(request)
        if self._point is Point.NOT_TAKEN:
            self.reached.set()
            await self.goes_on.wait()
            return web.Response(status=503)
        answer = await super()._take(request)
        if self._point is Point.NOT_ANSWERED:
            self.reached.set()
            await self.goes_on.wait()
        else:
            self.before_it_answers.set()
            await self.goes_on.wait()
            await answer.prepare(request)
            await answer.write_eof()
            self.reached.set()
        return answer


@contextmanager
def nothing_can_be_noted(service: RunningService) -> Iterator[None]:
    """Nobody else can write what became of a text, for as long as this lasts."""
    address = make_url(service.database_url)
    driver = "sqlite" if address.get_backend_name() == "sqlite" else "postgresql+psycopg"
    engine = create_engine(address.set(drivername=driver))
    with engine.begin() as connection:
        connection.execute(update(OutboxRow).values(attempts=OutboxRow.attempts))
        yield
    engine.dispose()


@pytest.mark.parametrize("point", Point)
async def test_whenever_it_is_killed_one_text_arrives(stored: RunningService, point: Point) -> None:
    async with at_company(HaltingCompany(stored, point), stored) as company:
        await stored.start()
        database = stored.open_database()
        try:
            assert await company.text_in(PHONE, QUESTION) == 200
            await _killed_at(point, company, stored)
            assert len(_sent(company)) == (0 if point is Point.NOT_TAKEN else 1)
            await send_what_waits(database, stored)
            (text,) = _sent(company)
            assert ANSWER in text
            assert await database.read(_states) == [("sent", 1)]
            known = select(SentText.external_id)
            assert await database.read(lambda tx: tx.execute(known).scalars().all()) == [
                each.sid for each in company.texts if not each.incoming
            ]
        finally:
            await database.close()


async def _killed_at(point: Point, company: HaltingCompany, service: RunningService) -> None:
    if point is Point.NOT_NOTED:
        await company.before_it_answers.wait()
        with nothing_can_be_noted(service):
            company.goes_on.set()
            await company.reached.wait()
            await service.kill()
        return
    await company.reached.wait()
    await service.kill()
    company.goes_on.set()


def _sent(company: Company) -> list[str]:
    return [text.body for text in company.thread(PHONE) if not text.incoming]


def _states(tx: Connection) -> list[tuple[str, int]]:
    """What became of each text, and how often nobody knew whether it was sent."""
    rows = tx.execute(select(OutboxRow.state, OutboxRow.unsure))
    return [(row.state, row.unsure) for row in rows]
