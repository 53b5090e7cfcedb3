"""`connexions serve`: run the service until it is told to stop."""

import asyncio
import signal
from contextlib import AsyncExitStack

import click
from aiohttp import web

from app.demonstration import say_where
from app.logs import start_logging
from app.memory import garbage_left, keep_all_that_is_there, share_one_heap
from app.service import open_service
from app.set_up import set_up_once
from app.settings import Settings, read_settings
from app.web_server import build, text_messages

_DRAIN_SECONDS = 10.0


@click.command()
@click.option("--port", type=int, help="Where to listen, instead of the port in the settings.")
@click.option(
    "--set-up", "first", is_flag=True, help="Make first what is missing, as `setup` does."
)
def serve(port: int | None, *, first: bool) -> None:
    """Serve young people, advisers and editors."""
    share_one_heap()
    settings = read_settings(**({"port": port} if port else {}))
    start_logging(settings.log_level, readable=settings.demo)
    asyncio.run(_serve(settings, first=first))


async def _serve(settings: Settings, *, first: bool) -> None:
    async with AsyncExitStack() as closing:
        with garbage_left():
            if first:
                await set_up_once(settings)
            service = await closing.enter_async_context(open_service(settings))
        keep_all_that_is_there()
        texts = await closing.enter_async_context(text_messages(service))
        app = build(service, texts)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_DRAIN_SECONDS)
        await runner.setup()
        closing.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, settings.host, settings.port, backlog=1024).start()
        await say_where(settings, service.database)
        await _told_to_stop()


async def _told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, told.set)
    await told.wait()
