"""Messages shown in a terminal: the smallest channel there is.

A channel needs no more than this: what was typed becomes an `InboundMessage`, and a `Sender` shows
what goes out. Everything between, from the check for danger to the queue, is the same on all of them.
"""

from collections.abc import Callable
from uuid import uuid4

from channels.messages import InboundMessage
from channels.sending import Accepted, SendResult, Taken
from store.outbox import Parcel

CHANNEL = "terminal"


def typed(line: str, address: str) -> InboundMessage:
    """A line that somebody typed; `address` is the same for the whole talk."""
    return InboundMessage(CHANNEL, address, external_id=uuid4().hex, text=line)


class TerminalSender:
    """The `Sender` of the terminal. `show` is given each message as text."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show

    async def send(self, parcel: Parcel) -> SendResult:
        """Show the message; what is shown has arrived."""
        self._show(parcel.text)
        return Accepted(f"shown {parcel.outbox_id}")

    async def find_sent(self, parcel: Parcel) -> tuple[Taken, ...]:
        """Nothing: a terminal keeps no list of what it showed."""
        return ()
