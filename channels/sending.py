"""What a channel must be able to do so that messages can go out over it, and what may come of it."""

from dataclasses import dataclass
from typing import Protocol

from store.outbox import Parcel

OPTED_OUT = "opted out"
"""The reason kept with a message that was not sent because the person wants no more of them."""


@dataclass(frozen=True)
class Taken:
    """One text of a message that the carrier took: which, under what id, and what it is charged as."""

    part: int
    external_id: str
    segments: int


@dataclass(frozen=True)
class Accepted:
    """The carrier took it, under this id (of its last text, where it went as several)."""

    external_id: str
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class Refused:
    """The carrier did not take it. `final`: it never will. `opted_out`: the person told it to stop.

    `taken`: the texts of it that were taken before.
    """

    reason: str
    final: bool = False
    opted_out: bool = False
    taken: tuple[Taken, ...] = ()


@dataclass(frozen=True)
class Unknown:
    """The connection broke before the answer came: the carrier may have taken it or not."""

    reason: str
    taken: tuple[Taken, ...] = ()


SendResult = Accepted | Refused | Unknown


class Sender(Protocol):
    """Sends over one channel. Reasons are plain words for the desk and hold no personal text."""

    async def send(self, parcel: Parcel) -> SendResult:
        """Hand a message to the carrier, but for the texts of it that are known to be taken."""

    async def find_sent(self, parcel: Parcel) -> tuple[Taken, ...]:
        """The texts of this very message that the carrier took before, as far as it can tell."""
