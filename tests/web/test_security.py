"""Requests from other sites, tokens, sizes, and what the browser is told."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.web.conftest import Serve
from web.access import CARRIER, PUBLIC, Roles
from web.keys import Site
from web.routes import Route

ADVISER = {"Test-Role": "adviser"}


async def fine(request: web.Request) -> web.Response:
    return web.Response(text="fine")


async def socket(request: web.Request) -> web.WebSocketResponse:
    response = web.WebSocketResponse()
    await response.prepare(request)
    await response.close()
    return response


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://help.example.org"}, 403),
        ({"Origin": "https://help.example.org"}, 200),
        ({"Origin": "https://evil.example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 200),
    ],
)
async def test_another_site_cannot_post_here(
    serve: Serve, told: dict[str, str], status: int
) -> None:
    client = await serve(Route("POST", "/thing", fine, PUBLIC))
    assert (await client.post("/thing", headers=told)).status == status


async def test_no_origin_passes_as_ours_where_no_address_is_set(serve: Serve) -> None:
    client = await serve(Route("POST", "/thing", fine, PUBLIC), site=Site(""))
    assert (await client.post("/thing", headers={"Origin": "null"})).status == 403


async def test_the_carrier_may_post_from_anywhere(serve: Serve) -> None:
    client = await serve(Route("POST", "/sms", fine, CARRIER))
    assert (await client.post("/sms", headers={"Origin": "https://carrier.example"})).status == 200


async def test_another_site_cannot_open_a_web_socket(serve: Serve) -> None:
    client = await serve(Route("GET", "/live", socket, PUBLIC))
    with pytest.raises(Exception, match="403"):
        await client.ws_connect("/live", origin="https://evil.example.org")
    async with client.ws_connect("/live", origin="https://help.example.org") as opened:
        assert (await opened.receive()).type == web.WSMsgType.CLOSE


async def test_a_signed_in_post_needs_the_token_of_the_sign_in(serve: Serve) -> None:
    client = await serve(Route("POST", "/staff/thing", fine, Roles.ALL))
    assert (await client.post("/staff/thing", headers=ADVISER)).status == 403
    wrong = {**ADVISER, "X-CSRF-Token": "anothér"}
    assert (await client.post("/staff/thing", headers=wrong)).status == 403
    right = {**ADVISER, "X-CSRF-Token": "the-token"}
    assert (await client.post("/staff/thing", headers=right)).status == 200


async def test_a_form_may_carry_the_token_in_a_field_only_where_declared(serve: Serve) -> None:
    client = await serve(
        Route("POST", "/staff/form", fine, Roles.ALL, form=True),
        Route("POST", "/staff/data", fine, Roles.ALL),
    )
    fields = {"csrf": "the-token"}
    assert (await client.post("/staff/form", data=fields, headers=ADVISER)).status == 200
    assert (await client.post("/staff/data", data=fields, headers=ADVISER)).status == 403


async def test_a_body_larger_than_the_route_takes_is_refused(serve: Serve) -> None:
    async def read(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    client = await serve(Route("POST", "/thing", read, PUBLIC, body_limit=10))
    assert (await client.post("/thing", data=b"x" * 10)).status == 200
    assert (await client.post("/thing", data=b"x" * 11)).status == 413


async def test_a_body_of_untold_size_has_a_limit_too(serve: Serve) -> None:
    async def read(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b"x" * 1024

    client = await serve(Route("POST", "/thing", read, PUBLIC))
    assert (await client.post("/thing", data=endless())).status == 413


async def test_every_answer_tells_the_browser_what_it_may_not_do(serve: Serve) -> None:
    client = await serve(Route("GET", "/thing", fine, PUBLIC))
    for path in ("/thing", "/nowhere"):
        headers = (await client.get(path)).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Strict-Transport-Security"].startswith("max-age=")


async def test_only_an_embeddable_page_may_be_framed_and_only_by_named_sites(serve: Serve) -> None:
    client = await serve(Route("GET", "/chat", fine, PUBLIC, embeddable="sites"))
    headers = (await client.get("/chat")).headers
    expected = "frame-ancestors 'self' https://school.example.org"
    assert headers["Content-Security-Policy"].endswith(expected)
    assert "X-Frame-Options" not in headers
