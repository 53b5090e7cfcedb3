"""Both buses carry events to everyone who listens."""

import asyncio

from store.bus import Bus, Event
from store.opening import open_bus
from store.redis_bus import RedisBus


async def test_an_event_reaches_those_who_listen_and_nobody_else(bus: Bus) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()
    others: list[Event] = []
    with (
        bus.subscriptions.listening("conversation", heard.put_nowait),
        bus.subscriptions.listening("queue", others.append),
    ):
        await bus.publish(Event("conversation", {"conversation": 7, "seq": 3}))
        assert await asyncio.wait_for(heard.get(), 5) == Event(
            "conversation", {"conversation": 7, "seq": 3}
        )
    assert others == []


async def test_a_handler_that_fails_does_not_silence_the_next(bus: Bus) -> None:
    heard: asyncio.Queue[Event] = asyncio.Queue()

    def fails(_event: Event) -> None:
        raise RuntimeError

    with (
        bus.subscriptions.listening("queue", fails),
        bus.subscriptions.listening("queue", heard.put_nowait),
    ):
        await bus.publish(Event("queue"))
        assert (await asyncio.wait_for(heard.get(), 5)).topic == "queue"


async def test_replicas_hear_each_other_through_redis(redis_url: str) -> None:
    here, there = await open_bus(redis_url), await open_bus(redis_url)
    heard: asyncio.Queue[Event] = asyncio.Queue()
    with there.subscriptions.listening("content", heard.put_nowait):
        await here.publish(Event("content"))
        assert (await asyncio.wait_for(heard.get(), 5)).topic == "content"
    await here.close()
    await there.close()


async def test_publishing_without_redis_still_reaches_this_process() -> None:
    bus = RedisBus("redis://127.0.0.1:1/0")
    heard: list[Event] = []
    with bus.subscriptions.listening("queue", heard.append):
        await bus.publish(Event("queue"))
    assert heard == [Event("queue")]
    await bus.close()
