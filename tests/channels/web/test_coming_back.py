"""Coming back to a chat over the pages: on this device, on another, with a phone, and never by guessing."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from http.cookies import Morsel

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from channels.back.returning import KEPT_FOR
from channels.back.texting import CODE_TEXTS, CodeTexts
from store.clock import SetClock
from tests.channels.web.conftest import Client, Speaker

Join = Callable[[], Awaitable[Speaker]]
OURS = {"Origin": "https://help.example.org"}


@pytest.fixture
def texts() -> list[tuple[str, str]]:
    """The codes that were texted, with the number that each went to."""
    return []


@pytest.fixture
async def client(chat_app: web.Application, texts: list[tuple[str, str]]) -> AsyncIterator[Client]:
    async def send(number: str, text: str) -> None:
        texts.append((number, text))

    chat_app[CODE_TEXTS] = CodeTexts(send)
    opened = TestClient(TestServer(chat_app), cookie_jar=CookieJar(unsafe=True))
    await opened.start_server()
    yield opened
    await opened.close()


async def posted(client: Client, path: str, **fields: str) -> tuple[int, str, Morsel[str] | None]:
    """Send a form of ours: the status, the page, and the cookie that it sets."""
    answer = await client.post(path, data=fields, headers=OURS, allow_redirects=False)
    return answer.status, await answer.text(), answer.cookies.get("chat")


def code_in(page: str) -> str:
    """The code that a page shows."""
    found = re.search(r'<b class="code"[^>]*>([^<]+)</b>', page)
    assert found, page
    return found[1]


async def chatting(join: Join) -> Speaker:
    """Somebody who has written something."""
    speaker = await join()
    await speaker.hello()
    await speaker.send("my words")
    return speaker


async def test_a_code_opens_the_chat_on_another_device_with_all_that_was_said(
    client: Client, join: Join
) -> None:
    here = await chatting(join)
    _, page, _ = await posted(client, "/back/code", token=here.token)
    status, page, cookie = await posted(client, "/back", code=code_in(page).lower())
    assert (status, "open here again" in page) == (200, True)
    assert cookie is not None
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")
    there = await join()
    welcome = await there.hello()
    assert [message["text"] for message in welcome["messages"]] == ["my words", "re: my words"]
    assert (await there.send("from there", "id-00002"))["seq"] == 3
    assert (await here.hear("message"))["seq"] == 2
    assert (await here.hear("message"))["text"] == "from there"


async def test_the_code_leaves_a_chat_that_was_open_there_for_the_one_it_opens(
    client: Client, join: Join
) -> None:
    mine = await chatting(join)
    _, page, _ = await posted(client, "/back/code", token=mine.token)
    other = await join()
    await other.hello()
    await other.send("another chat", "id-00009")
    _, page, _ = await posted(client, "/back", code=code_in(page))
    assert "data-opened" in page
    assert "my words" in await (await client.get("/")).text()


async def test_what_was_typed_wrongly_is_said_beside_the_field(client: Client) -> None:
    status, page, cookie = await posted(client, "/back", code="ABCD EFGH")
    assert (status, cookie) == (400, None)
    assert 'aria-invalid="true" aria-describedby="wrong"' in page
    assert "That code opens nothing" in page


async def test_whoever_guesses_is_told_how_long_to_wait(client: Client) -> None:
    for _ in range(10):
        await posted(client, "/back", code="ABCD EFGH")
    answer = await client.post("/back", data={"code": "ABCD EFGH"}, headers=OURS)
    assert (answer.status, answer.headers["Retry-After"]) == (429, "15")
    assert "Wait 1 minute, then" in await answer.text()


@pytest.mark.parametrize("path", ["/back/code", "/back/keep", "/back/phone"])
async def test_without_a_chat_there_is_nothing_to_come_back_to(client: Client, path: str) -> None:
    status, page, _ = await posted(client, path, token="", number="07700 900123")
    assert status == 400
    assert "There is no chat here yet" in page


async def test_a_browser_that_keeps_the_chat_opens_it_for_a_week(
    client: Client, join: Join, clock: SetClock
) -> None:
    here = await chatting(join)
    _, page, cookie = await posted(client, "/back/keep", token=here.token)
    assert "until Tuesday 24 November" in page
    assert cookie is not None
    assert cookie["max-age"] == str(int(KEPT_FOR.total_seconds()))
    assert cookie.value != here.token
    assert "my words" in str((await (await join()).hello())["messages"])
    assert "my words" in await (await client.get("/")).text()
    clock.forward(KEPT_FOR)
    assert (await (await join()).hello())["messages"] == []


async def test_writing_from_a_plain_form_does_not_cut_the_week_short(
    client: Client, join: Join
) -> None:
    here = await chatting(join)
    await posted(client, "/back/keep", token=here.token)
    status, _, cookie = await posted(client, "/", id="a", text="more")
    assert (status, cookie) == (303, None)
    assert "more" in await (await client.get("/")).text()


async def test_a_browser_can_be_told_to_keep_it_no_longer(client: Client, join: Join) -> None:
    here = await chatting(join)
    await posted(client, "/back/keep", token=here.token)
    _, _, cookie = await posted(client, "/back/keep-no-longer")
    assert cookie is not None
    assert cookie["max-age"] == ""


async def test_leaving_ends_what_was_kept_and_a_code_from_before_still_opens_it(
    client: Client, join: Join
) -> None:
    here = await chatting(join)
    _, page, _ = await posted(client, "/back/code", token=here.token)
    await posted(client, "/back/keep", token=here.token)
    await client.post("/left", data=here.token, headers=OURS)
    assert "my words" not in await (await client.get("/")).text()
    await posted(client, "/back", code=code_in(page))
    assert "my words" in await (await client.get("/")).text()
    old = await join()
    assert (await old.hello(here.token))["token"] != here.token


async def test_a_phone_is_proven_by_the_code_in_a_text_that_names_nobody(
    client: Client, join: Join, texts: list[tuple[str, str]]
) -> None:
    here = await chatting(join)
    status, page, _ = await posted(client, "/back/phone", token=here.token, number="07700 900123")
    assert (status, "If that phone can get our texts now" in page) == (200, True)
    proof = re.search(r'name="proof" value="([^"]+)"', page)
    ((number, text),) = texts
    assert proof
    assert number == "+447700900123"
    assert re.fullmatch(
        r"\d{6} is the code that was asked for\. It works for 10 minutes\. "
        r"If you did not ask for it, you need do nothing\.",
        text,
    )
    status, page, _ = await posted(
        client, "/back/phone/code", proof=proof[1], digits="not the code"
    )
    assert (status, "That is not the code" in page) == (400, True)
    status, page, _ = await posted(client, "/back/phone/code", proof=proof[1], digits=text[:6])
    assert (status, "both yours" in page) == (200, True)


async def test_what_is_no_mobile_number_is_said_to_be_none(client: Client, join: Join) -> None:
    here = await chatting(join)
    status, page, _ = await posted(client, "/back/phone", token=here.token, number="999")
    assert (status, "This is not a UK mobile number" in page) == (400, True)


async def test_no_key_stands_in_any_of_the_pages(client: Client, join: Join) -> None:
    here = await chatting(join)
    for path in ("/back/code", "/back/keep", "/back/phone"):
        _, page, cookie = await posted(client, path, token=here.token, number="07700 900123")
        assert here.token not in page
        assert cookie is None or cookie.value not in page


@pytest.mark.parametrize("path", ["/back", "/back/code", "/back/keep", "/back/phone"])
async def test_another_site_can_ask_for_nothing(client: Client, path: str) -> None:
    answer = await client.post(path, headers={"Origin": "https://evil.example.org"})
    assert answer.status == 403


async def test_on_a_device_whose_key_has_ended_a_new_chat_begins(
    client: Client, join: Join, clock: SetClock
) -> None:
    here = await chatting(join)
    await posted(client, "/back/keep", token=here.token)
    kept = await join()
    welcome = await kept.hello()
    clock.forward(KEPT_FOR + timedelta(seconds=1))
    later = await join()
    again = await later.hello(welcome["token"])
    assert (again["messages"], again["token"] == welcome["token"]) == ([], False)
