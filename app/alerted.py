"""Who is alerted of what."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from handoff.alert_words import Notice
from store.alerts import NEW, PROMISE, Alert

NOBODY = "nobody is set up to be alerted"


class Address(Protocol):
    """One place to which alerts are sent. `key` tells it from the others and gives nothing away."""

    key: str
    service: str

    async def send(self, notice: Notice) -> bool:
        """Send it; whether it was taken."""


@dataclass(frozen=True)
class Alerted:
    """Who is told: those on call of everything, supervisors of waits that are over their target.

    Of promises that were not kept the supervisors alone are, where there are any.
    """

    on_call: Sequence[Address]
    supervisors: Sequence[Address]

    def of(self, alert: Alert) -> dict[str, Address]:
        """The addresses for an alert that have not taken it yet."""
        also = () if alert.cause == NEW else self.supervisors
        first = () if alert.cause == PROMISE and self.supervisors else self.on_call
        everyone = {address.key: address for address in (*first, *also)}
        return {key: each for key, each in everyone.items() if key not in alert.reached}
