"""How many messages come from one web address: a flood from one place is slowed, whoever it pretends to be.

A school or a library is one address to us, so the limit is wide, and danger knows none (channels.limits).
An address is never kept: it is counted for a minute under a keyed hash that is another one the next minute.
"""

from dataclasses import dataclass
from datetime import timedelta

from channels.messages import InboundMessage
from store.clock import Clock
from store.counts import Counts
from store.encryption import Vault

MINUTE = timedelta(minutes=1)
USUAL_MOST = 300
"""Messages a minute from one address: a hundred young people at one school who write three each."""


@dataclass(frozen=True)
class Crowding:
    """Whether too many come from where a message came from, and whether its sender was told already."""

    over: bool = False
    told: bool = False


class Crowd:
    """Counts messages by where they came from. None where `most` is 0, or nobody knows where from."""

    def __init__(self, counts: Counts, vault: Vault, clock: Clock, most: int = USUAL_MOST) -> None:
        self._counts = counts
        self._vault = vault
        self._clock = clock
        self._most = most

    async def of(self, message: InboundMessage) -> Crowding:
        """Count a message; how it stands with the place it came from."""
        if not (message.origin and self._most):
            return Crowding()
        if await self._count("from", message.origin) <= self._most:
            return Crowding()
        return Crowding(over=True, told=await self._count("told", message.address) > 1)

    async def _count(self, what: str, whom: str) -> int:
        minute = int(self._clock.now().timestamp() // MINUTE.total_seconds())
        return await self._counts.add(self._vault.lookup(f"{what} {whom} {minute}"), MINUTE)
