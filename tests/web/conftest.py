"""A small application of the shared parts alone: a gate that believes a header, and a few routes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from store.bus import LocalBus
from store.clock import SetClock
from store.database import Database
from store.encryption import Vault
from web.access import Gate, Role, SignedIn
from web.application import new_application
from web.assets import PageFolder
from web.keys import Site
from web.routes import Route

Client = TestClient[web.Request, web.Application]
Serve = Callable[..., Awaitable[Client]]
SITE = Site("https://help.example.org", embed_sites=("https://school.example.org",))


async def _believe_header(request: web.Request) -> SignedIn | None:
    role = request.headers.get("Test-Role")
    if role is None:
        return None
    pending = request.headers.get("Test-Pending", "")
    return SignedIn(1, "sam@example.org", "Sam Lee", "Sam", Role(role), "the-token", pending)


@pytest.fixture
async def serve(
    sqlite: Database, clock: SetClock, vault: Vault, tmp_path: Path
) -> AsyncIterator[Serve]:
    """Start an application with these routes and give a client of it."""
    clients: list[Client] = []

    async def start(*routes: Route, folder: Path | None = None, **more: Any) -> Client:
        app = new_application(
            site=more.pop("site", SITE),
            database=sqlite,
            bus=LocalBus(),
            clock=clock,
            vault=vault,
            gate=Gate(_believe_header, "/staff/sign-in"),
            routes=routes,
            folders=[PageFolder("room", folder)] if folder else [],
            **more,
        )
        client = TestClient(TestServer(app))
        clients.append(client)
        await client.start_server()
        return client

    yield start
    for client in clients:
        await client.close()
