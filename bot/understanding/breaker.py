"""A circuit breaker: what keeps failing is left alone for a while, then tried with one message at a time."""

import time
from collections.abc import Callable


class Breaker:
    """Opens after `most` failures in a row. While it is open, one attempt each `pause` seconds may try again.

    An attempt that is never reported (its message was cancelled) does no harm.
    """

    def __init__(
        self, most: int = 3, pause: float = 10.0, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.pause = pause
        self._most = most
        self._now = now
        self._failures = 0
        self._next_attempt = 0.0

    @property
    def open(self) -> bool:
        """Whether it keeps attempts off."""
        return self._failures >= self._most

    def may_try(self) -> bool:
        """Ask before each attempt."""
        if not self.open:
            return True
        now = self._now()
        if now < self._next_attempt:
            return False
        self._next_attempt = now + self.pause
        return True

    def failed(self) -> bool:
        """Report a failure. True when it opened the breaker."""
        self._failures += 1
        self._next_attempt = self._now() + self.pause
        return self._failures == self._most

    def worked(self) -> bool:
        """Report a success. True when it closed the breaker."""
        was_open, self._failures = self.open, 0
        return was_open
