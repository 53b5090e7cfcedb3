"""The engine on a real Rasa: it reads, it is taken away, it comes back; messages are always understood."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.rasa_client import RasaClient
from app.rasa_training import rankings_of
from bot.understanding.breaker import Breaker
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.rasa import RasaUnderstander
from bot.understanding.rasa_reading import MEASURED_ON_OUR_PROJECT, read_calibration
from bot.understanding.train import train
from bot.understanding.training_set import TrainingSet
from tests.rasa.conftest import IDS
from tests.rasa.running import RunningRasa
from tests.story.clients import Talk
from tests.story.running import RunningService

TEXT = "how much is ema a week"
QUESTION = "how much is ema in wales"
ANSWER = "EMA in Wales is £40 a week"
DANGER = "i want to kill myself tonight"
_PATIENCE = 60


@pytest.fixture
async def client(rasa: RunningRasa) -> AsyncIterator[RasaClient]:
    """The way to the Rasa that runs."""
    opened = RasaClient(rasa.url, 5)
    yield opened
    await opened.close()


@pytest.fixture
def understander(client: RasaClient, phrases: dict[str, list[str]]) -> RasaUnderstander:
    """Rasa, with the embedded engine behind it, tried again after a short while."""
    behind = EmbeddedUnderstander(train(TrainingSet(phrases)))
    calibration = read_calibration(MEASURED_ON_OUR_PROJECT)
    return RasaUnderstander(client, behind, calibration, Breaker(most=3, pause=0.05))


async def test_rasa_learned_every_entry(client: RasaClient, phrases: dict[str, list[str]]) -> None:
    rankings = await rankings_of(client, [phrases[each][0] for each in IDS])
    assert [max(ranking, key=ranking.__getitem__) for ranking in rankings] == list(IDS)
    assert {frozenset(ranking) for ranking in rankings} == {frozenset(IDS)}
    assert [sum(ranking.values()) for ranking in rankings] == pytest.approx([1.0] * len(IDS))


async def test_rasa_reads_and_when_it_is_killed_nobody_notices_and_then_it_reads_again(
    rasa: RunningRasa, understander: RasaUnderstander
) -> None:
    before = await understander.understand(TEXT)
    assert (before.engine, before.ranked[0].id) == ("rasa", "ema/how-much")

    rasa.stop()
    during = await asyncio.gather(*(understander.understand(TEXT) for _ in range(10)))
    assert {(each.engine, each.ranked[0].id) for each in during} == {("embedded", "ema/how-much")}

    await rasa.start()
    async with asyncio.timeout(_PATIENCE):
        while (after := await understander.understand(TEXT)).engine != "rasa":
            assert after.ranked[0].id == "ema/how-much"
    assert after.ranked == before.ranked


async def test_killed_in_the_middle_of_a_message_the_message_is_read_all_the_same(
    rasa: RunningRasa, understander: RasaUnderstander
) -> None:
    asked = [asyncio.create_task(understander.understand(TEXT)) for _ in range(200)]
    await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    rasa.stop()
    meanings = await asyncio.gather(*asked)
    assert {meaning.ranked[0].id for meaning in meanings} == {"ema/how-much"}


async def test_another_model_is_loaded_while_it_runs(
    client: RasaClient, rasa_model: Path, tmp_path: Path
) -> None:
    other = tmp_path / "rasa-other.tar.gz"
    shutil.copy(rasa_model, other)
    await client.load(other)
    assert await client.loaded_model() == "rasa-other.tar.gz"
    await client.load(rasa_model)
    assert await client.loaded_model() == rasa_model.name


async def test_the_service_says_which_engine_reads_and_answers_without_rasa_too(
    on_sqlite: RunningService, rasa: RunningRasa
) -> None:
    settings: dict[str, Any] = {"engine": "rasa", "rasa_url": rasa.url, "rasa_timeout": 5}
    service = replace(on_sqlite, settings=settings)
    await service.start()
    status, ready = await service.readiness()
    assert (status, ready["engine"]) == (200, "rasa")
    assert ready["rasa"] == f"ok, with {rasa.model.name}"
    async with Talk.opened(service) as talk:
        assert ANSWER in (await talk.says(QUESTION))[1]["html"]
        rasa.stop()
        assert ANSWER in (await talk.says(QUESTION))[1]["html"]
        assert ANSWER in (await talk.says(QUESTION))[1]["html"]
        assert (await talk.says(DANGER))[1]["kind"] == "safety"
    status, ready = await service.readiness()
    assert status == 200
    assert "the embedded engine does" in ready["rasa"]
    assert "rasa.left_alone" in service.log
    assert await service.stop() == 0
