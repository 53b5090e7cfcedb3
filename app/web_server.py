"""The web server: every room's routes on one application, and what starts and stops with it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from aiohttp import web

from app.alerted import NOBODY, Alerted
from app.alerting import Alerting
from app.asking import DraftTalk
from app.on_call import addresses
from app.operations import MODELS, ON_CALL, operation_routes
from app.service import Service
from app.settings import Settings
from app.trying import DraftTries
from app.unsent import UnsentReplies
from app.watches import watches
from channels.back.texting import CODE_TEXTS, CodeTexts
from channels.delivery import Delivery
from channels.keys import INTAKE
from channels.pictures import Pictures
from channels.sms.pictures import SmsPictures
from channels.sms.routes import sms_routes
from channels.sms.sender import SmsSender
from channels.sms.settings import SMS, SmsSettings
from channels.sms.simulator.demonstration import start_demonstration
from channels.sms.simulator.pages import PHONE_FOLDER, STAND_IN, simulator_routes
from channels.sms.stand_in import StandIn
from channels.web.pages import CHAT_FOLDER
from channels.web.routes import web_chat_routes
from channels.web.socket import keep_open_chats
from staff.desk.events import prepare_desk
from staff.desk.routes import desk_routes
from staff.entries.ask_page import ASK_BOT
from staff.entries.hours_page import HOURS
from staff.entries.trying import TRIES
from staff.gate import STAFF_GATE
from staff.pages import FOLDER as STAFF_FOLDER
from staff.questions.vectors import VECTORS, KeptVectors
from staff.routes import staff_routes
from web.application import new_application
from web.keys import LIBRARY, Site
from web.routes import Route


@dataclass(frozen=True)
class TextMessages:
    """The text message channel: its account, and the stand-in that plays the phones in a demonstration."""

    settings: SmsSettings
    stand_in: StandIn | None = None


@asynccontextmanager
async def text_messages(service: Service) -> AsyncIterator[TextMessages | None]:
    """The account in the settings; in a demonstration without one, a stand-in; else none."""
    settings = service.settings
    if settings.twilio_account_sid:
        yield TextMessages(
            SmsSettings(
                account_sid=settings.twilio_account_sid,
                auth_token=settings.twilio_auth_token,
                from_number=settings.twilio_number,
                messaging_service_sid=settings.twilio_messaging_service_sid,
                api_base=settings.twilio_api_base,
                fetch_pictures=settings.sms_pictures,
            )
        )
        return
    if not settings.demo:
        yield None
        return
    listens_at = f"http://127.0.0.1:{settings.port}"
    sms, stand_in = await start_demonstration(_site(settings), service.clock, service=listens_at)
    try:
        yield TextMessages(replace(sms, fetch_pictures=settings.sms_pictures), stand_in)
    finally:
        await stand_in.stop()


def build(service: Service, texts: TextMessages | None) -> web.Application:
    """The application for one process. Without `texts` there is no text message channel."""
    site = _site(service.settings)
    app = new_application(
        site=site,
        database=service.database,
        bus=service.bus,
        clock=service.clock,
        vault=service.vault,
        gate=STAFF_GATE,
        routes=_routes(site, texts),
        folders=(CHAT_FOLDER, STAFF_FOLDER, PHONE_FOLDER),
    )
    app[LIBRARY] = service.library
    app[INTAKE] = service.intake
    app[MODELS] = service.minds.in_words
    app[VECTORS] = kept = KeptVectors(service.minds.encode)
    app[ON_CALL] = "ok" if service.settings.on_call else NOBODY
    undo_for = timedelta(seconds=service.settings.undo_seconds)
    grace = timedelta(seconds=service.settings.offered_first_seconds)
    prepare_desk(app, service.targets, undo_for, service.settings.night, grace)
    keep_open_chats(app, service.intake, service.hours)
    app[HOURS] = service.hours
    for watch in watches(service, kept):
        app.cleanup_ctx.append(_beside(watch.name, watch.keep))
    app.cleanup_ctx.append(_beside("unsent", UnsentReplies(service).keep))
    app[ASK_BOT] = DraftTalk(service)
    app[TRIES] = tries = DraftTries(service)
    app.on_cleanup.append(lambda _app: tries.stop())
    app.cleanup_ctx.append(_alerting(service))
    if texts:
        app[SMS] = texts.settings
        app.cleanup_ctx.append(_delivering(service, texts.settings, site.public_url))
    if texts and texts.settings.fetch_pictures:
        fetching = partial(_fetch_pictures, service, texts.settings)
        app.cleanup_ctx.append(_beside("pictures", fetching))
    if texts and texts.stand_in:
        app[STAND_IN] = texts.stand_in
    return app


def _site(settings: Settings) -> Site:
    return Site(
        public_url=settings.site_url,
        demo=settings.demo,
        cookie_secure=settings.site_url.startswith("https://"),
        embed_sites=settings.sites(schools=False),
        school_sites=settings.sites(schools=True),
        proxies=settings.proxies,
        shared_idle_minutes=settings.shared_idle_minutes,
        sms_part_pence=settings.sms_part_pence,
    )


def _routes(site: Site, texts: TextMessages | None) -> list[Route]:
    routes = [*operation_routes(), *web_chat_routes(), *staff_routes(), *desk_routes()]
    if texts:
        routes += sms_routes()
    if texts and texts.stand_in:
        routes += simulator_routes(site)
    return routes


def _beside(
    name: str, work: Callable[[], Coroutine[None, None, None]]
) -> Callable[[web.Application], AsyncIterator[None]]:
    """Work that goes on for as long as the server is up."""

    async def run(_app: web.Application) -> AsyncIterator[None]:
        task = asyncio.create_task(work(), name=name)
        yield
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    return run


async def _fetch_pictures(service: Service, sms: SmsSettings) -> None:
    fetcher = SmsPictures(sms)
    try:
        await Pictures(service.database, service.bus, service.clock, fetcher).keep()
    finally:
        await fetcher.close()


def _alerting(service: Service) -> Callable[[web.Application], AsyncIterator[None]]:
    settings = service.settings
    alerted = Alerted(addresses(settings.on_call), addresses(settings.supervisors))
    desk = f"{settings.site_url}/staff/desk"

    async def alert(_app: web.Application) -> AsyncIterator[None]:
        alerting = Alerting(service.database, service.bus, service.clock, alerted, desk)
        await alerting.start()
        yield
        await alerting.stop()

    return alert


def _delivering(
    service: Service, sms: SmsSettings, public_url: str
) -> Callable[[web.Application], AsyncIterator[None]]:
    async def deliver(app: web.Application) -> AsyncIterator[None]:
        sender = SmsSender(sms, public_url)
        delivery = Delivery(
            service.database,
            service.bus,
            service.clock,
            {"sms": sender},
            service.settings.night,
            part_pence=service.settings.sms_part_pence,
            library=lambda: service.library.current,
        )
        app[CODE_TEXTS] = codes = CodeTexts(sender.send_code)
        await delivery.start()
        yield
        await delivery.stop()
        await codes.close()
        await sender.close()

    return deliver
