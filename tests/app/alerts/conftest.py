"""Two loopback servers that stand for what is alerted to, and a watch that alerts them."""

from collections.abc import AsyncIterator

import pytest

from app.alerted import Alerted
from app.alerting import Alerting
from app.on_call import addresses
from store.clock import SetClock
from store.database import Database
from tests.app.alerts.watched import watching
from tests.pager import Pager, listening


@pytest.fixture
async def on_call() -> AsyncIterator[Pager]:
    async with listening() as pager:
        yield pager


@pytest.fixture
async def supervisor() -> AsyncIterator[Pager]:
    async with listening() as pager:
        yield pager


@pytest.fixture
def alerting(database: Database, clock: SetClock, on_call: Pager, supervisor: Pager) -> Alerting:
    return watching(database, clock, Alerted(addresses([on_call.url]), addresses([supervisor.url])))
