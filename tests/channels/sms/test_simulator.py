"""The phones of a demonstration go the same way as real ones: signed in, delivered out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession, web

from app.ports import free_port
from bench.texting import PUBLIC_URL
from channels.delivery import Delivery
from channels.keys import INTAKE
from channels.sms.routes import sms_routes
from channels.sms.sender import SmsSender
from channels.sms.settings import SMS
from channels.sms.simulator.demonstration import start_demonstration
from channels.sms.simulator.pages import PHONE_FOLDER, STAND_IN, simulator_routes
from channels.sms.stand_in import StandIn
from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from tests.channels.sms.conftest import PlainIntake
from web.access import Gate
from web.application import new_application
from web.keys import Site


@dataclass
class Demo:
    """A running demonstration."""

    url: str
    http: ClientSession
    intake: PlainIntake
    delivery: Delivery
    stand_in: StandIn

    async def read(self, path: str) -> str:
        async with self.http.get(self.url + path) as response:
            assert response.status == 200
            return await response.text()

    async def write(self, phone: int, body: str, **more: str) -> int:
        address = f"{self.url}/demo/phone/{phone}/texts"
        form = {"body": body, **more}
        async with self.http.post(address, data=form, allow_redirects=False) as response:
            return response.status


async def nobody(_request: web.Request) -> None:
    return None


@pytest.fixture
async def demo(sqlite: Database, vault: Vault, clock: SetClock) -> AsyncIterator[Demo]:
    site = Site(PUBLIC_URL, demo=True)
    url = f"http://127.0.0.1:{free_port()}"
    settings, stand_in = await start_demonstration(site, clock, service=url)
    bus = LocalBus()
    app = new_application(
        site=site,
        database=sqlite,
        bus=bus,
        clock=clock,
        vault=vault,
        gate=Gate(nobody, "/sign-in"),
        routes=[*sms_routes(), *simulator_routes(site)],
        folders=[PHONE_FOLDER],
    )
    intake = PlainIntake(sqlite, vault, clock)
    app[INTAKE] = intake  # type: ignore[misc]
    app[SMS], app[STAND_IN] = settings, stand_in
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(url.rsplit(":", 1)[1])).start()
    sender = SmsSender(settings, PUBLIC_URL)
    async with ClientSession() as http:
        yield Demo(url, http, intake, Delivery(sqlite, bus, clock, {"sms": sender}), stand_in)
    await sender.close()
    await stand_in.stop()
    await runner.cleanup()


async def test_a_text_is_taken_and_its_answer_shows_on_that_phone_only(demo: Demo) -> None:
    assert await demo.write(1, "Can I get <b>EMA</b>?") == 303
    assert [each.address for each in demo.intake.received] == ["+447700900101"]
    await demo.delivery.drain()
    shown = await demo.read("/demo/phone/1")
    assert "Can I get &lt;b&gt;EMA&lt;/b&gt;?" in shown
    assert "Yes, you may be able to." in shown
    assert "1 segment" in shown
    assert "you may be able to" not in await demo.read("/demo/phone/2/texts")


async def test_texts_taken_are_reported_delivered(demo: Demo) -> None:
    await demo.write(1, "hello")
    await demo.delivery.drain()
    await demo.stand_in.reported()
    assert "delivered" in await demo.read("/demo/phone/1/texts")


@pytest.mark.parametrize("phone", ["0", "7", "x", "11"])
async def test_there_are_only_so_many_phones(demo: Demo, phone: str) -> None:
    async with demo.http.get(f"{demo.url}/demo/phone/{phone}") as response:
        assert response.status == 404


async def test_an_empty_text_is_not_sent(demo: Demo) -> None:
    assert await demo.write(1, "  ") == 400
    assert demo.intake.received == []


def test_without_a_demonstration_there_are_no_phones() -> None:
    assert simulator_routes(Site(PUBLIC_URL)) == []


async def test_a_picture_can_be_sent_with_a_text(demo: Demo) -> None:
    assert await demo.write(1, "look at this", picture="yes") == 303
    (message,) = demo.intake.received
    assert [picture.kind for picture in message.media] == ["image/png"]
