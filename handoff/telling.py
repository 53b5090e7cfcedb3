"""Letting everyone whose page is open know that cases have moved."""

from collections.abc import Sequence
from typing import Any

from handoff.moves import Moved
from store.bus import Bus, Event


async def tell_of_moves(bus: Bus, moves: Sequence[Moved]) -> None:
    """After the transaction: every desk, the line, and the pages and texts of those who were told."""
    for moved in moves:
        if moved.told is None:
            continue
        ids: dict[str, Any] = {"conversation": moved.told.conversation_id, "seq": moved.told.seq}
        await bus.publish(Event("conversation", ids))
        if moved.told.pushed:
            await bus.publish(Event("outbox"))
    await bus.publish(Event("queue"))
    await bus.publish(Event("line"))
