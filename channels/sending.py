"""What a channel must be able to do so that messages can go out over it, and what may come of it."""

from dataclasses import dataclass
from typing import Protocol

from store.outbox import Parcel

OPTED_OUT = "opted out"
"""The reason kept with a message that was not sent because the person wants no more of them."""


@dataclass(frozen=True)
class Accepted:
    """The carrier took it, under this id."""

    external_id: str


@dataclass(frozen=True)
class Refused:
    """The carrier did not take it. `final`: it never will. `opted_out`: the person told it to stop."""

    reason: str
    final: bool = False
    opted_out: bool = False


@dataclass(frozen=True)
class Unknown:
    """The connection broke before the answer came: the carrier may have taken it or not."""

    reason: str


SendResult = Accepted | Refused | Unknown


class Sender(Protocol):
    """Sends over one channel. Reasons are plain words for the desk and hold no personal text."""

    async def send(self, parcel: Parcel) -> SendResult:
        """Hand a message to the carrier."""

    async def find_sent(self, parcel: Parcel) -> str | None:
        """The carrier's id of this very message if it took it before; None when it cannot tell."""
