"""Counters that end by themselves, in one process and across several."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from redis import asyncio as redis_asyncio

from app.ports import free_port
from store.clock import SetClock
from store.counts import Counts, LocalCounts, RedisCounts, open_counts

MINUTE = timedelta(minutes=1)


@pytest.fixture(params=["local", "redis"])
async def counts(request: pytest.FixtureRequest, clock: SetClock) -> AsyncIterator[Counts]:
    url = None if request.param == "local" else request.getfixturevalue("redis_url")
    opened = open_counts(url, clock)
    yield opened
    await opened.close()


async def test_each_key_is_counted_for_itself(counts: Counts) -> None:
    one, other = uuid4().hex, uuid4().hex
    assert [await counts.add(one, MINUTE) for _ in range(3)] == [1, 2, 3]
    assert await counts.add(other, MINUTE) == 1


async def test_a_count_ends(clock: SetClock) -> None:
    counts = LocalCounts(clock)
    await counts.add("key", MINUTE)
    clock.forward(MINUTE - timedelta(seconds=1))
    assert await counts.add("key", MINUTE) == 2
    clock.forward(timedelta(seconds=1))
    assert await counts.add("key", MINUTE) == 1


async def test_what_has_ended_takes_no_room(clock: SetClock) -> None:
    counts = LocalCounts(clock)
    for number in range(10_000):
        await counts.add(f"{number}", MINUTE)
    clock.forward(MINUTE)
    await counts.add("one more", MINUTE)
    assert len(counts._held) == 1


async def test_redis_forgets_it_by_itself_and_all_replicas_count_together(
    redis_url: str, clock: SetClock
) -> None:
    key, here, there = uuid4().hex, RedisCounts(redis_url, clock), RedisCounts(redis_url, clock)
    assert [await each.add(key, MINUTE) for each in (here, there, here)] == [1, 2, 3]
    raw = redis_asyncio.from_url(redis_url)
    assert 0 < await raw.ttl(f"connexions:{key}") <= MINUTE.total_seconds()
    for each in (raw, here, there):
        await (each.aclose() if each is raw else each.close())


async def test_without_redis_each_counts_for_itself_and_nobody_waits(clock: SetClock) -> None:
    counts = RedisCounts(f"redis://127.0.0.1:{free_port()}", clock)
    assert [await counts.add("key", MINUTE) for _ in range(2)] == [1, 2]
    await counts.close()
