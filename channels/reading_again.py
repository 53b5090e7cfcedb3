"""Reading a message a second time, as it follows on from the last answer: never under the lock.

What was talked about last is sure only once the conversation is locked, and reading takes longer than all
else that is done there. So the decision is made with the readings there are. Where one is missing, the
transaction is given up, nothing of it stays, the words are read outside, and the message is taken anew.
"""

from collections.abc import Callable
from dataclasses import replace

from bot.decision import Decision
from bot.meaning import Earlier, Meaning


class NotReadYetError(Exception):
    """The decision needs words read that were not read yet. Nobody outside this room sees it."""


class SecondReadings:
    """The readings of one message beside the first; each is made once, and only where that is allowed."""

    def __init__(self, meaning: Meaning) -> None:
        self._read = meaning.again
        self._made: dict[tuple[str, Earlier | None], Meaning] = {}
        self._may_read = False
        self._given_up: Callable[[], Decision] | None = None
        self.meaning = self._with_ours(meaning)

    def decide(self, deciding: Callable[[], Decision]) -> Decision:
        """Decide with what was read; NotReadYetError where that is not enough."""
        self._given_up = deciding
        return deciding()

    def read_what_is_missing(self) -> None:
        """Make the decision that was given up once more, for the readings that it asks for alone."""
        self.allow()
        if self._given_up:
            self._given_up()
        self._may_read = False

    def allow(self) -> None:
        """From now on whatever is asked for is read at once."""
        self._may_read = True

    def _again(self, text: str, after: Earlier | None = None) -> Meaning:
        made = self._made.get((text, after))
        if made is None:
            if not self._may_read or self._read is None:
                raise NotReadYetError
            made = self._made[text, after] = self._with_ours(self._read(text, after))
        return made

    def _with_ours(self, meaning: Meaning) -> Meaning:
        return replace(meaning, again=self._again if meaning.again else None)
