"""What operators look at: is the process up, can it serve, and its numbers."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from store.database import ping
from web.access import PUBLIC
from web.keys import BUS, DATABASE
from web.routes import Route

MODELS: web.AppKey[Callable[[], Awaitable[dict[str, str]]]] = web.AppKey("models")
"""What the understanding and the risk check run on now, in words; a value of "missing" is not ready."""

ON_CALL: web.AppKey[str] = web.AppKey("on_call")
"""Whether anybody is set up to be alerted."""


def operation_routes() -> list[Route]:
    """Health, readiness and metrics. They hold no personal text; the proxy keeps metrics inside."""
    return [
        Route("GET", "/health", health, PUBLIC),
        Route("GET", "/ready", ready, PUBLIC),
        Route("GET", "/metrics", metrics, PUBLIC),
    ]


async def health(_request: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "ok"})


async def ready(request: web.Request) -> web.Response:
    """Every part that an answer needs: 200 when all are there, 503 with what is not."""
    app = request.app
    parts = {
        "database": await _state(lambda: app[DATABASE].read(ping)),
        "bus": await _state(app[BUS].ping),
        **await app[MODELS](),
        "on_call": app[ON_CALL],
    }
    fine = all(state not in ("down", "missing") for state in parts.values())
    return web.json_response({"ready": fine, **parts}, status=200 if fine else 503)


async def metrics(_request: web.Request) -> web.Response:
    """Prometheus metrics: counts and times, nothing about anyone."""
    return web.Response(body=generate_latest(), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _state(look: Callable[[], Awaitable[None]]) -> str:
    try:
        await look()
    except Exception:
        return "down"
    return "ok"
