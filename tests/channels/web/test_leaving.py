"""Leaving quickly ends the session: what was said stays with us, and no key opens it again."""

from collections.abc import Awaitable, Callable

import pytest

from store.bus import Event, LocalBus
from store.database import Database
from tests.channels.web.conftest import Client, Speaker, StoringIntake

Join = Callable[[], Awaitable[Speaker]]
OURS = {"Origin": "https://help.example.org"}
ANY_TOKEN = "a" * 43


async def _spoke(join: Join) -> Speaker:
    speaker = await join()
    await speaker.hello()
    await speaker.send("my secret")
    await speaker.hear("message")
    return speaker


async def test_the_token_opens_nothing_after_leaving(join: Join, client: Client) -> None:
    speaker = await _spoke(join)
    answer = await client.post("/left", data=speaker.token, headers=OURS)
    assert answer.status == 204
    again = await join()
    welcome = await again.hello(speaker.token, after=2)
    assert (welcome["after"], welcome["messages"]) == (0, [])
    assert welcome["token"] != speaker.token


async def test_every_window_of_the_conversation_is_told_to_go(join: Join, client: Client) -> None:
    speaker = await _spoke(join)
    other = await join()
    await other.hello(speaker.token)
    stranger = await _spoke(join)
    await client.post("/left", data=speaker.token, headers=OURS)
    assert await other.hear("left") == {"type": "left"}
    assert await speaker.hear("left") == {"type": "left"}
    await stranger.hello(after=2)


async def test_the_desk_hears_of_it_once(join: Join, client: Client, bus: LocalBus) -> None:
    told: list[Event] = []
    speaker = await _spoke(join)
    with bus.subscriptions.listening("conversation", told.append):
        for _ in range(2):
            await client.post("/left", data=speaker.token, headers=OURS)
    assert told == [Event("conversation", {"conversation": 1})]


async def test_a_message_on_its_way_while_the_page_was_left_is_kept(
    join: Join, client: Client, intake: StoringIntake
) -> None:
    speaker = await _spoke(join)
    await client.post("/left", data=speaker.token, headers=OURS)
    await speaker.hear("left")
    assert (await speaker.send("help me", "id-00002"))["seq"] == 3
    assert intake.heard[-1].text == "help me"


async def test_the_browser_is_told_to_keep_nothing_of_us_and_all_of_others(
    client: Client,
) -> None:
    answer = await client.get("/left", allow_redirects=False)
    assert answer.headers["Location"] == "https://www.bbc.co.uk/weather"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["chat"]["max-age"] == "0"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_sites_link_takes_nothing_away(client: Client, site: str) -> None:
    answer = await client.get("/left", headers={"Sec-Fetch-Site": site}, allow_redirects=False)
    assert answer.status == 303
    assert "Clear-Site-Data" not in answer.headers
    assert not answer.cookies
    evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": site}
    assert (await client.post("/left", data=ANY_TOKEN, headers=evil)).status == 403


async def test_a_token_of_nobody_ends_nothing(
    client: Client, bus: LocalBus, sqlite: Database
) -> None:
    told: list[Event] = []
    with bus.subscriptions.listening("left", told.append):
        for token in (ANY_TOKEN, "short", ""):
            assert (await client.post("/left", data=token, headers=OURS)).status == 204
    assert told == []
