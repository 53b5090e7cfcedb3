"""The floor: a web handler that does nothing but make the message durable. Run as `python -m bench.floor`.

The same web server and the same promise to the disk as the service (write-ahead mode, flushed to the
disk at every commit, one writer in a thread); no understanding, no risk check, no reply, no handoff.
"""

import asyncio
import signal
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from aiohttp import WSMsgType, web


class Kept:
    """The messages on disk."""

    def __init__(self, file: Path) -> None:
        self._writer = ThreadPoolExecutor(1)
        self._file = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-8000"):
            self._file.execute(f"PRAGMA {pragma}")
        self._file.execute("CREATE TABLE messages (id INTEGER PRIMARY KEY, text TEXT)")

    async def keep(self, text: str) -> int:
        """Come back when it is on disk."""
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._insert, text)

    def _insert(self, text: str) -> int:
        self._file.execute("BEGIN IMMEDIATE")
        number = self._file.execute("INSERT INTO messages (text) VALUES (?)", (text,)).lastrowid
        self._file.execute("COMMIT")
        return number or 0


_KEPT: web.AppKey[Kept] = web.AppKey("kept", Kept)


async def _posted(request: web.Request) -> web.Response:
    form = await request.post()
    await request.app[_KEPT].keep(str(form["Body"]))
    return web.Response(text="<Response/>", content_type="text/xml")


async def _socket(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for frame in socket:
        if frame.type is WSMsgType.TEXT:
            said = frame.json()
            if said["type"] == "hello":
                await socket.send_json({"type": "welcome"})
                continue
            number = await request.app[_KEPT].keep(said["text"])
            await socket.send_json({"type": "stored", "id": said["id"], "seq": number})
            await socket.send_json({"type": "message", "author": "bot", "text": "Kept."})
    return socket


async def _serve(port: int, file: Path) -> None:
    app = web.Application()
    app[_KEPT] = Kept(file)
    app.router.add_get("/chat/socket", _socket)
    app.router.add_post("/sms/incoming", _posted)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    await told.wait()
    await runner.cleanup()


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--file", type=click.Path(path_type=Path), required=True)
def floor(port: int, file: Path) -> None:
    """Serve the floor until told to stop."""
    asyncio.run(_serve(port, file))


if __name__ == "__main__":
    floor()
