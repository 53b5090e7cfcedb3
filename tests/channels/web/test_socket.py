"""The socket: nothing twice, nothing lost, in order, and kind about what is wrong."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import WSCloseCode, WSMsgType, WSServerHandshakeError, web
from sqlalchemy import Connection, func, select

from channels.web import reading
from channels.web.protocol import LARGEST_FRAME
from store.bus import Event, LocalBus
from store.conversations import NewMessage
from store.database import Database
from store.tables import Message
from tests.channels.web.conftest import Client, Speaker, StoringIntake

Join = Callable[[], Awaitable[Speaker]]


def _texts(frames: list[dict[str, str]]) -> list[str]:
    return [frame["text"] for frame in frames]


def _count(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(Message)).scalar_one()


async def test_a_first_hello_brings_a_token_of_32_random_bytes(join: Join) -> None:
    first, second = await join(), await join()
    one, two = await first.hello(), await second.hello()
    assert len(one["token"]) == 43
    assert one["token"] != two["token"]
    assert (one["after"], one["messages"], one["holder"]) == (0, [], "bot")


async def test_a_message_is_acknowledged_and_then_answered(join: Join) -> None:
    speaker = await join()
    await speaker.hello()
    assert await speaker.send("how much is EMA") == {"type": "stored", "id": "id-00001", "seq": 1}
    answer = await speaker.hear("message")
    assert (answer["seq"], answer["author"], answer["text"]) == (2, "bot", "re: how much is EMA")


async def test_a_message_sent_again_is_acknowledged_again_and_stored_once(
    join: Join, sqlite: Database
) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.send("hello?")
    await speaker.hear("message")
    assert await speaker.send("hello?") == {"type": "stored", "id": "id-00001", "seq": 1}
    assert await sqlite.read(_count) == 2


async def test_a_message_sent_again_over_a_new_socket_is_stored_once(
    join: Join, sqlite: Database
) -> None:
    lost = await join()
    await lost.hello()
    await lost.say(type="send", id="id-00001", text="did this arrive")
    await lost.hear("stored")
    again = await join()
    await again.hello(lost.token)
    assert (await again.send("did this arrive"))["seq"] == 1
    assert await sqlite.read(_count) == 2


async def test_two_people_whose_clients_choose_the_same_id_do_not_meet(
    join: Join, sqlite: Database
) -> None:
    one, two = await join(), await join()
    await one.hello()
    await two.hello()
    await one.send("first")
    await one.hear("message")
    await two.send("second")
    await two.hear("message")
    assert await sqlite.read(_count) == 4
    assert _texts((await one.hello())["messages"]) == ["first", "re: first"]
    assert _texts((await two.hello())["messages"]) == ["second", "re: second"]


async def test_coming_back_brings_everything_after_the_last_seen_in_order(
    join: Join, intake: StoringIntake
) -> None:
    first = await join()
    await first.hello()
    await first.send("one")
    await first.socket.close()
    for text in ("two", "three", "four"):
        await intake.adviser_says(1, text)
    back = await join()
    welcome = await back.hello(first.token, after=2)
    assert [frame["seq"] for frame in welcome["messages"]] == [3, 4, 5]
    assert _texts(welcome["messages"]) == ["two", "three", "four"]


async def test_own_messages_come_back_with_the_id_they_were_sent_with(join: Join) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.send("one", "my-own-id")
    await speaker.hear("message")
    again = await join()
    messages = (await again.hello(speaker.token))["messages"]
    assert [frame.get("id") for frame in messages] == ["my-own-id", None]


async def test_what_an_adviser_writes_reaches_every_open_window(
    join: Join, intake: StoringIntake
) -> None:
    phone = await join()
    await phone.hello()
    await phone.send("hi")
    await phone.hear("message")
    laptop = await join()
    await laptop.hello(phone.token)
    await intake.adviser_says(1, "Hello, I am Sam")
    for window in (phone, laptop):
        frame = await window.hear("message")
        assert (frame["seq"], frame["author"], frame["text"]) == (3, "adviser", "Hello, I am Sam")


async def test_what_one_window_sends_the_other_shows(join: Join) -> None:
    phone = await join()
    await phone.hello()
    await phone.send("hi")
    await phone.hear("message")
    laptop = await join()
    await laptop.hello(phone.token)
    await phone.send("and this", "id-00002")
    assert (await laptop.hear("message"))["text"] == "and this"
    assert (await laptop.hear("message"))["text"] == "re: and this"


async def test_one_person_never_hears_what_another_is_told(
    join: Join, intake: StoringIntake
) -> None:
    one, two = await join(), await join()
    await one.hello()
    await two.hello()
    await one.send("mine")
    await two.send("yours")
    await two.hear("message")
    await intake.adviser_says(1, "for the first alone")
    await intake.adviser_says(2, "for the second alone")
    assert (await two.hear("message"))["text"] == "for the second alone"


async def test_what_is_added_while_another_message_is_fetched_is_told_too(
    join: Join, intake: StoringIntake, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = await join()
    await ours.hello()
    await ours.send("hello")
    await ours.hear("message")
    read = sqlite.read

    async def reads_and_then_more_is_added(work: Any, *args: Any) -> Any:
        found = await read(work, *args)
        if work is reading.news:
            monkeypatch.undo()
            await intake.adviser_says(args[0], "second")
        return found

    monkeypatch.setattr(sqlite, "read", reads_and_then_more_is_added)
    await intake.adviser_says(1, "first")
    assert (await ours.hear("message"))["text"] == "first"
    assert (await ours.hear("message"))["text"] == "second"


async def test_after_the_bus_was_lost_every_window_looks_again(
    join: Join, intake: StoringIntake, bus: LocalBus, sqlite: Database
) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.send("hi")
    await speaker.hear("message")
    await sqlite.write(intake._add, 1, "said while nobody heard")
    await bus.publish(Event("conversation"))
    assert (await speaker.hear("message"))["text"] == "said while nobody heard"


async def test_a_message_that_could_not_be_stored_is_said_to_be_so_and_can_be_sent_again(
    join: Join, intake: StoringIntake
) -> None:
    speaker = await join()
    await speaker.hello()
    intake.failures = 1
    await speaker.say(type="send", id="id-00001", text="hi")
    error = await speaker.hear("error")
    assert (error["code"], error["id"]) == ("not-stored", "id-00001")
    assert (await speaker.send("hi"))["seq"] == 1


async def test_a_number_that_was_never_reached_starts_from_the_beginning(join: Join) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.send("hi")
    back = await join()
    welcome = await back.hello(speaker.token, after=99)
    assert welcome["after"] == 0
    assert [frame["seq"] for frame in welcome["messages"]] == [1, 2]


async def test_a_token_that_is_none_is_replaced(join: Join) -> None:
    speaker = await join()
    welcome = await speaker.hello("password123", after=5)
    assert len(welcome["token"]) == 43
    assert welcome["after"] == 0


async def test_a_socket_stays_with_its_conversation(join: Join) -> None:
    other, speaker = await join(), await join()
    await other.hello()
    await speaker.hello()
    await speaker.say(type="hello", token=other.token)
    assert (await speaker.hear("error"))["code"] == "other-token"


async def test_nothing_is_taken_before_hello(join: Join, intake: StoringIntake) -> None:
    speaker = await join()
    await speaker.say(type="send", id="id-00001", text="hi")
    assert (await speaker.hear("error"))["code"] == "hello-first"
    assert intake.heard == []


async def test_a_frame_that_is_too_large_is_refused_kindly_and_the_socket_stays_open(
    join: Join,
) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.say(type="send", id="id-00001", text="a" * LARGEST_FRAME)
    assert (await speaker.hear("error"))["code"] == "too-large"
    assert (await speaker.send("shorter"))["seq"] == 1


async def test_bytes_are_refused_kindly_and_the_socket_stays_open(join: Join) -> None:
    speaker = await join()
    await speaker.socket.send_bytes(b"{}")
    assert (await speaker.hear("error"))["code"] == "not-json"
    await speaker.hello()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", None])
async def test_a_page_that_is_not_ours_opens_no_socket(client: Client, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    with pytest.raises(WSServerHandshakeError) as refused:
        await client.ws_connect("/chat/socket", headers=headers)
    assert refused.value.status == 403


async def test_what_people_type_stays_text(join: Join, intake: StoringIntake) -> None:
    evil = "<script>alert(1)</script> **not bold**"
    intake.answers = lambda _message: [NewMessage("bot", "text", evil)]
    speaker = await join()
    await speaker.hello()
    await speaker.send(evil)
    frame = await speaker.hear("message")
    assert frame["text"] == evil
    assert "html" not in frame
    own, _ = (await speaker.hello())["messages"]
    assert own["text"] == evil
    assert "html" not in own


async def test_an_answer_becomes_safe_html_with_its_sources_and_buttons(
    join: Join, intake: StoringIntake
) -> None:
    detail = {
        "choices": [{"label": "EMA and a job", "value": "entry:ema/part-time-job"}],
        "sources": [{"name": "GOV.UK", "url": "https://www.gov.uk/ema"}],
        "checked": "2026-02-01",
    }
    words = "**Yes.** <img src=x onerror=alert(1)> [here](javascript:alert(1))"
    intake.answers = lambda _message: [
        NewMessage("bot", "answer", words, detail=detail, entry_id="ema/how-much", revision=3)
    ]
    speaker = await join()
    await speaker.hello()
    await speaker.send("ema?")
    frame = await speaker.hear("message")
    assert "<strong>Yes.</strong>" in frame["html"]
    assert "<img" not in frame["html"]
    assert "href=" not in frame["html"]
    assert frame["choices"] == detail["choices"]
    assert frame["sources"] == detail["sources"]
    assert (frame["checked"], frame["entry"]) == ("2026-02-01", "ema/how-much@3")


async def test_a_safety_reply_brings_the_ways_to_call(join: Join, intake: StoringIntake) -> None:
    detail = {"contacts": ["emergency", "shout", "no-longer-in-the-directory"]}
    intake.answers = lambda _message: [NewMessage("bot", "safety", "Call 999 now.", detail=detail)]
    speaker = await join()
    await speaker.hello()
    await speaker.send("help")
    contacts = (await speaker.hear("message"))["contacts"]
    assert [(row["name"], row["phone"], row["text"]) for row in contacts] == [
        ("Emergency services", "999", ""),
        ("Shout", "", "SHOUT to 85258"),
    ]


async def test_a_button_sends_its_value_and_shows_its_label(
    join: Join, intake: StoringIntake
) -> None:
    speaker = await join()
    await speaker.hello()
    await speaker.send("Talk to a person", choice="person")
    assert (intake.heard[0].choice, intake.heard[0].text) == ("person", "Talk to a person")
    assert intake.heard[0].address == speaker.token


async def test_when_the_service_stops_sockets_are_told_to_come_back(
    join: Join, chat_app: web.Application
) -> None:
    speaker = await join()
    await speaker.hello()
    await chat_app.shutdown()
    closing = await speaker.socket.receive(timeout=5)
    assert closing.type is WSMsgType.CLOSE
    assert closing.data == WSCloseCode.GOING_AWAY


async def test_the_token_stands_in_no_page_and_no_address(join: Join, client: Client) -> None:
    speaker = await join()
    await speaker.hello()
    page = await client.get("/")
    assert speaker.token not in await page.text()
    assert speaker.token not in json.dumps(list(map(str, client.session.cookie_jar)))


async def test_what_is_written_in_the_chat_of_a_school_says_so(
    join: Join, intake: StoringIntake
) -> None:
    pupil, other = await join(), await join()
    await pupil.say(type="hello", token="", after=0, school=True)
    await pupil.hear("welcome")
    await pupil.send("hi from school")
    await other.hello()
    await other.send("hi from home")
    assert [message.in_school for message in intake.heard] == [True, False]
