"""Letting everyone whose page is open know that cases have moved."""

from collections.abc import Sequence
from typing import Any

from handoff.moves import Moved
from handoff.speaking import Sent
from store.bus import Bus, Event


async def tell_of_words(bus: Bus, sent: Sent) -> None:
    """After the transaction: the page or the text of whoever was written to, and every desk."""
    ids: dict[str, Any] = {"conversation": sent.conversation_id, "seq": sent.seq}
    await bus.publish(Event("conversation", ids))
    if sent.pushed:
        await bus.publish(Event("outbox"))


async def tell_of_moves(bus: Bus, moves: Sequence[Moved]) -> None:
    """After the transaction: every desk, the line, and the pages and texts of those who were told."""
    await tell_of_messages(bus, [moved.told for moved in moves if moved.told])
    await bus.publish(Event("queue"))
    await bus.publish(Event("line"))


async def tell_of_messages(bus: Bus, messages: Sequence[Sent]) -> None:
    """After the transaction: the pages of those who were sent something, and what sends texts."""
    for sent in messages:
        await tell_of_words(bus, sent)
