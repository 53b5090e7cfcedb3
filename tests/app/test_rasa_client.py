"""The way to a Rasa server: each call ends in time with an answer or an error, whatever is at the other end."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientError, web
from aiohttp.test_utils import TestServer

from app.ports import free_port
from app.rasa_client import RasaClient
from app.rasa_engine import RasaEngine
from bot.understanding.breaker import Breaker
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.rasa import RasaUnderstander
from bot.understanding.rasa_reading import MEASURED_ON_OUR_PROJECT, read_calibration
from bot.understanding.train import train
from bot.understanding.training_set import TrainingSet

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PHRASES = {"ema/how-much": ["how much is ema"], "work/cv": ["help with my cv"]}


def saying(text: str, status: int = 200) -> Handler:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=text, status=status, content_type="application/json")

    return answer


async def echoing(request: web.Request) -> web.Response:
    return web.json_response({"heard": await request.json(), "asked": request.path_qs})


async def silent(_request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    raise AssertionError


async def dripping(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.01)


async def hanging_up(request: web.Request) -> web.Response:
    assert request.transport
    request.transport.close()
    return web.Response()


async def sending_elsewhere(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/model/elsewhere")


WRONG = {
    "an error": saying("{}", 500),
    "no model": saying('{"status": "failure"}', 409),
    "no JSON": saying("<html>"),
    "half of it": saying('{"intent_ranking": ['),
    "too deep": saying("[" * 100_000),
    "too much": saying("[" + "1," * 1_000_000 + "1]"),
    "silence": silent,
    "a drip": dripping,
    "a hang-up": hanging_up,
    "another address": sending_elsewhere,
}


@asynccontextmanager
async def rasa(handler: Handler, seconds: float = 0.3) -> AsyncIterator[RasaClient]:
    """A stand-in server that treats every call the same, and the client of it."""
    app = web.Application()
    app.router.add_route("*", "/{where:.*}", handler)
    async with TestServer(app) as server:
        client = RasaClient(str(server.make_url("/")), seconds)
        try:
            yield client
        finally:
            await client.close()


async def test_the_text_is_sent_in_the_body_and_nowhere_else() -> None:
    async with rasa(echoing, 10) as client:
        assert await client.parse("how much is ema") == {
            "heard": {"text": "how much is ema"},
            "asked": "/model/parse",
        }


async def test_it_names_the_model_without_its_folder() -> None:
    async with rasa(saying('{"model_file": "/app/models/rasa-1.tar.gz"}'), 10) as client:
        assert await client.loaded_model() == "rasa-1.tar.gz"


@pytest.mark.parametrize(
    "status", ["{}", "null", "[]", '{"model_file": null}', '{"model_file": 1}']
)
async def test_a_status_without_a_model_is_no_status(status: str) -> None:
    async with rasa(saying(status), 10) as client:
        with pytest.raises(ValueError, match="no model"):
            await client.loaded_model()


async def test_a_model_is_loaded_by_its_path() -> None:
    asked: list[object] = []

    async def loading(request: web.Request) -> web.Response:
        asked.append((request.method, request.path, await request.json()))
        return web.Response(status=204)

    async with rasa(loading) as client:
        await client.load(Path("/data/models/rasa-1.tar.gz"))
    assert asked == [("PUT", "/model", {"model_file": "/data/models/rasa-1.tar.gz"})]


@pytest.mark.parametrize("what", WRONG)
async def test_what_is_wrong_raises_in_time_and_says_nothing_of_the_text(what: str) -> None:
    async with asyncio.timeout(30), rasa(WRONG[what]) as client:
        with pytest.raises((ClientError, TimeoutError, ValueError)) as raised:
            await client.parse("my secret")
    assert "secret" not in str(raised.value)


async def test_nobody_there_raises() -> None:
    client = RasaClient(f"http://127.0.0.1:{free_port()}", 10)
    with pytest.raises(ClientError):
        await client.parse("hello")
    await client.close()


@pytest.mark.parametrize("what", WRONG)
async def test_a_young_person_notices_nothing(what: str) -> None:
    behind = EmbeddedUnderstander(train(TrainingSet(PHRASES)))
    async with rasa(WRONG[what], 0.1) as client:
        calibration = read_calibration(MEASURED_ON_OUR_PROJECT)
        understander = RasaUnderstander(client, behind, calibration, Breaker())
        meaning = await understander.understand("how much is ema")
        assert meaning == await behind.understand("how much is ema")


async def test_operators_are_told_whether_rasa_answers(tmp_path: Path) -> None:
    async with rasa(saying(json.dumps({"model_file": "rasa-1.tar.gz"})), 10) as client:
        assert await RasaEngine(client, tmp_path).in_words() == "ok, with rasa-1.tar.gz"
    async with rasa(saying("{}", 409), 10) as client:
        said = await RasaEngine(client, tmp_path).in_words()
        assert said == "does not answer (ClientResponseError): the embedded engine does"
