"""Where a chat comes from is told by our own proxies, and handed on with each message to be counted."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from channels.web.origin import network_of
from tests.channels.web.conftest import StoringIntake
from web.keys import SITE

Client = TestClient[web.Request, web.Application]
OURS = {"Origin": "https://help.example.org"}
SAYS = '{"type":"hello"}\n{"type":"send","id":"id-00001","text":"hello"}'


async def by_exchange(client: Client, headers: dict[str, str]) -> None:
    await client.post("/chat/exchange", data=SAYS, headers={**OURS, **headers})


async def by_form(client: Client, headers: dict[str, str]) -> None:
    await client.post("/", data={"text": "hello"}, headers={**OURS, **headers})


async def by_socket(client: Client, headers: dict[str, str]) -> None:
    async with client.ws_connect("/chat/socket", headers={**OURS, **headers}) as socket:
        for frame in SAYS.splitlines():
            await socket.send_str(frame)
        while (await socket.receive_json(timeout=5))["type"] != "stored":
            continue


@pytest.mark.parametrize("way", [by_exchange, by_form, by_socket])
async def test_a_message_says_where_it_came_from_and_believes_no_asker(
    client: Client, intake: StoringIntake, way: Any
) -> None:
    await way(client, {"X-Forwarded-For": "203.0.113.9"})
    assert [each.origin for each in intake.heard] == ["127.0.0.1"]


class TestBehindOneProxy:
    @pytest.fixture
    def proxies(self) -> int:
        return 1

    @pytest.mark.parametrize("way", [by_exchange, by_form, by_socket])
    async def test_it_is_the_address_that_the_proxy_was_asked_from(
        self, client: Client, intake: StoringIntake, way: Any
    ) -> None:
        assert client.app is not None
        assert client.app[SITE].proxies == 1
        await way(client, {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"})
        assert [each.origin for each in intake.heard] == ["203.0.113.9"]
        assert "203.0.113.9" not in repr(intake.heard)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unknown", "unknown"),
        ("", ""),
    ],
)
def test_one_home_is_one_network(address: str, network: str) -> None:
    assert network_of(address) == network
