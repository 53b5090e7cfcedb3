"""The chat without a socket: the same promises, one request at a time."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import pytest
from aiohttp import ClientResponse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.web import exchange
from channels.web.protocol import LARGEST_FRAME
from channels.web.wire import Gathered
from store.bus import Event, LocalBus
from tests.channels.web.conftest import Client, StoringIntake

OURS = {"Origin": "https://help.example.org"}


class Asker:
    """A page that has no socket. `have` is the last message that it has without a gap."""

    def __init__(self, client: Client, token: str = "") -> None:
        self.client, self.token, self.have, self.mark = client, token, 0, ""

    async def post(self, *frames: Any, wait: str = "", **more: Any) -> ClientResponse:
        hello = {"type": "hello", "token": self.token, "after": self.have}
        body = "\n".join(json.dumps(frame) for frame in (hello, *frames))
        return await self.client.post(
            f"/chat/exchange?wait={wait}", data=body, headers=OURS, **more
        )

    async def ask(self, *frames: Any, wait: str = "") -> list[dict[str, Any]]:
        answer = await self.post(*frames, wait=wait)
        assert answer.status == 200
        told = [json.loads(line) for line in (await answer.text()).split("\n")]
        self.mark = told.pop()["mark"]
        self.token = told[0].get("token", self.token)
        messages = [*told[0].get("messages", []), *told[1:]]
        for seq in [frame["seq"] for frame in messages if "seq" in frame]:
            self.have = max(self.have, seq)
        return told

    async def send(self, text: str, send_id: str = "id-00001", **more: str) -> list[dict[str, Any]]:
        return (await self.ask({"type": "send", "id": send_id, "text": text, **more}))[1:]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set once an exchange waits for news."""
    waits = asyncio.Event()

    class Waiting(Gathered):
        async def wait_for_more(self, seconds: float) -> None:
            waits.set()
            await super().wait_for_more(seconds)

    monkeypatch.setattr(exchange, "Gathered", Waiting)
    return waits


def _texts(frames: Sequence[dict[str, Any]]) -> list[str]:
    return [frame["text"] for frame in frames if "text" in frame]


async def test_a_message_is_acknowledged_and_answered_in_one_exchange(client: Client) -> None:
    asker = Asker(client)
    (welcome,) = await asker.ask()
    assert len(welcome["token"]) == 43
    stored, answer = await asker.send("how much is EMA")
    assert stored == {"type": "stored", "id": "id-00001", "seq": 1}
    assert (answer["seq"], answer["text"]) == (2, "re: how much is EMA")


async def test_a_message_sent_again_is_acknowledged_again_and_stored_once(client: Client) -> None:
    asker = Asker(client)
    await asker.ask()
    await asker.send("hello?")
    asker.have = 0
    assert (await asker.send("hello?"))[0] == {"type": "stored", "id": "id-00001", "seq": 1}
    (welcome,) = await asker.ask()
    assert welcome["messages"] == []
    asker.have = 0
    (welcome,) = await asker.ask()
    assert _texts(welcome["messages"]) == ["hello?", "re: hello?"]


async def test_what_others_add_ends_the_wait_at_once(
    client: Client, intake: StoringIntake, held: asyncio.Event
) -> None:
    asker = Asker(client)
    await asker.ask()
    await asker.send("hi")
    await asker.ask()
    waiting = asyncio.create_task(asker.ask(wait=asker.mark))
    await held.wait()
    await intake.adviser_says(1, "Hello, I am Sam")
    assert _texts(await waiting) == ["Hello, I am Sam"]


async def test_what_was_added_between_two_exchanges_is_told_without_a_wait(
    client: Client, intake: StoringIntake
) -> None:
    asker = Asker(client)
    await asker.ask()
    await asker.send("hi")
    await asker.ask()
    for text in ("one", "two"):
        await intake.adviser_says(1, text)
    (welcome,) = await asker.ask(wait=asker.mark)
    assert _texts(welcome["messages"]) == ["one", "two"]
    assert [frame["seq"] for frame in welcome["messages"]] == [3, 4]


async def test_a_page_that_shows_something_old_is_told_without_a_wait(client: Client) -> None:
    asker = Asker(client)
    await asker.ask()
    await asker.send("hi")
    (welcome,) = await asker.ask(wait="another-mark")
    assert welcome["holder"] == "bot"


async def test_when_nothing_comes_the_wait_has_an_end(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "LONGEST_WAIT_SECONDS", 0)
    asker = Asker(client)
    await asker.ask()
    await asker.send("hi")
    await asker.ask()
    (welcome,) = await asker.ask(wait=asker.mark)
    assert welcome["messages"] == []


async def test_an_adviser_who_types_ends_the_wait(
    client: Client, bus: LocalBus, held: asyncio.Event
) -> None:
    asker = Asker(client)
    await asker.ask()
    await asker.send("hi")
    await asker.ask()
    waiting = asyncio.create_task(asker.ask(wait=asker.mark))
    await held.wait()
    await bus.publish(Event("typing", {"conversation": 1, "who": "Sam"}))
    assert (await waiting)[-1] == {"type": "typing", "name": "Sam"}


async def test_when_the_service_stops_nobody_is_kept_waiting(
    client: Client, held: asyncio.Event
) -> None:
    asker = Asker(client)
    await asker.ask()
    await asker.send("hi")
    await asker.ask()
    waiting = asyncio.create_task(asker.ask(wait=asker.mark))
    await held.wait()
    await client.app.shutdown()
    (welcome,) = await waiting
    assert welcome["messages"] == []
    (welcome,) = await asker.ask(wait=asker.mark)
    assert welcome["messages"] == []


async def test_a_message_that_could_not_be_stored_is_said_to_be_so(
    client: Client, intake: StoringIntake
) -> None:
    asker = Asker(client)
    await asker.ask()
    intake.failures = 1
    (error,) = await asker.send("hello?")
    assert (error["code"], error["id"]) == ("not-stored", "id-00001")
    assert (await asker.send("hello?"))[0]["seq"] == 1


async def test_the_limits_are_those_of_the_socket(client: Client) -> None:
    asker = Asker(client)
    await asker.ask()
    assert (await asker.send("a" * LARGEST_FRAME))[0]["code"] == "too-large"
    assert (await asker.ask({"type": "shout"}))[-1]["code"] == "bad-frame"
    assert (await asker.post("a" * exchange.LARGEST_EXCHANGE)).status == 413
    many = await asker.ask(*[{"type": "typing"}] * exchange.MOST_FRAMES)
    assert [frame["type"] for frame in many] == ["error", "welcome"]
    assert (await asker.send("shorter"))[0]["seq"] == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", None])
async def test_a_page_that_is_not_ours_is_refused(client: Client, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    answer = await client.post("/chat/exchange", data="{}", headers=headers)
    assert answer.status == 403


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.sampled_from(["send", "send again", "adviser", "ask", "lose the answer"])))
async def test_whatever_happens_every_message_is_had_once_and_in_order(
    client: Client, intake: StoringIntake, deeds: list[str]
) -> None:
    intake.answers = lambda _message: []
    asker = Asker(client)
    shown: dict[int, str] = {}
    numbers = iter(range(10_000))
    wrote: list[str] = []
    await asker.ask()
    own = f"first {asker.token[:6]}"
    sent = {"type": "send", "id": "id-first", "text": own}
    await asker.ask(sent)
    conversation = len({message.address for message in intake.heard})
    wrote.append(own)
    asker.have = 0
    for deed in [*deeds, "ask"]:
        if deed == "adviser":
            wrote.append(f"adviser {next(numbers)}")
            await intake.adviser_says(conversation, wrote[-1])
            continue
        have = asker.have
        if deed == "send":
            wrote.append(f"own {next(numbers)}")
            sent = {"type": "send", "id": f"id-{wrote[-1].replace(' ', '-')}-x", "text": wrote[-1]}
        frames = [] if deed == "ask" else [sent]
        told = await asker.ask(*frames)
        if deed == "lose the answer":
            asker.have = have
            continue
        for frame in told[0]["messages"] + told[1:]:
            if frame["type"] in ("message", "stored"):
                text = frame.get("text", sent["text"])
                assert shown.setdefault(frame["seq"], text) == text
    assert [shown[seq] for seq in sorted(shown)] == wrote
    assert sorted(shown) == list(range(1, len(wrote) + 1))
