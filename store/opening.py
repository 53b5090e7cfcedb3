"""Opening the bus that the settings name."""

from store.bus import Bus, LocalBus


async def open_bus(url: str | None) -> Bus:
    """The bus at a Redis URL, or the in-process one when there is none."""
    if not url:
        return LocalBus()
    from store.redis_bus import RedisBus  # noqa: PLC0415  a service without Redis starts sooner

    bus = RedisBus(url)
    await bus.start()
    return bus
