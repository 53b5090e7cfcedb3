"""The text message channel alone on a free port, and beside it a telephone company that reports nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from aiohttp import web

from channels.delivery import Delivery
from channels.intake import Intake
from channels.keys import INTAKE
from channels.sms.routes import sms_routes
from channels.sms.sender import SmsSender
from channels.sms.settings import SMS, SmsSettings
from channels.sms.stand_in import StandIn
from store.bus import Bus
from store.clock import Clock
from store.database import Database
from store.encryption import Vault
from web.access import Gate
from web.application import new_application
from web.keys import Site

PUBLIC_URL = "https://connexions.example"


@dataclass(frozen=True)
class TextChannel:
    """The channel while it is open. `settings` are the account's, with the company's address."""

    company: StandIn
    delivery: Delivery
    settings: SmsSettings


@asynccontextmanager
async def open_text_channel(
    database: Database,
    bus: Bus,
    clock: Clock,
    vault: Vault,
    *,
    account: SmsSettings,
    intake: Intake,
    keeps: int | None = 1000,
) -> AsyncIterator[TextChannel]:
    """Webhooks in, through `intake`, and answers out. The company keeps its last `keeps` texts."""
    company = StandIn(account, clock, public_url=PUBLIC_URL, reports=False, keeps=keeps)
    settings = replace(account, api_base=await company.start())
    app = new_application(
        site=Site(PUBLIC_URL),
        database=database,
        bus=bus,
        clock=clock,
        vault=vault,
        gate=Gate(_nobody, "/staff/sign-in"),
        routes=sms_routes(),
    )
    app[INTAKE] = intake
    app[SMS] = settings
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    company.service = "http://{}:{}".format(*runner.addresses[0])
    sender = SmsSender(settings, PUBLIC_URL)
    try:
        yield TextChannel(company, Delivery(database, bus, clock, {"sms": sender}), settings)
    finally:
        await sender.close()
        await runner.cleanup()
        await company.stop()


async def _nobody(_request: web.Request) -> None:
    return None
