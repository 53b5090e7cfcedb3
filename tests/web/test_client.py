"""Where a request comes from is told by our own proxies, never by the asker."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import web

from tests.web.conftest import SITE
from web.access import PUBLIC
from web.client import client_address
from web.routes import Route


async def _say_address(request: web.Request) -> web.Response:
    return web.Response(text=client_address(request))


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
async def test_the_address(
    serve: Callable[..., Any], proxies: int, forwarded: str, address: str
) -> None:
    client = await serve(
        Route("GET", "/where", _say_address, PUBLIC), site=replace(SITE, proxies=proxies)
    )
    answer = await client.get("/where", headers={"X-Forwarded-For": forwarded})
    assert await answer.text() == address
