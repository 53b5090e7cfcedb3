"""The engine that asks a Rasa server, with the engine in this process behind it."""

import asyncio
from typing import Protocol

import structlog

from bot.meaning import Meaning
from bot.understanding.breaker import Breaker
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.model import Calibration
from bot.understanding.normalise import plain
from bot.understanding.rasa_reading import Ranking, as_rasa_read, ranking_in

log = structlog.get_logger()


class Rasa(Protocol):
    """A way to a Rasa server."""

    async def parse(self, text: str) -> object:
        """What `/model/parse` answers for a text. Raises, before long, when there is no answer."""


class RasaUnderstander:
    """Reads with Rasa where it answers in time, and never waits longer than its client's time-out.

    Every message is read by the engine behind it too, at the same time: it finds what is named in a text,
    it answers where Rasa does not, and it knows entries that were published after Rasa was trained.
    """

    name = "rasa"

    def __init__(
        self, rasa: Rasa, behind: EmbeddedUnderstander, calibration: Calibration, breaker: Breaker
    ) -> None:
        """The breaker outlives this understander: a new one after publishing gets the same."""
        self._rasa = rasa
        self._behind = behind
        self._calibration = calibration
        self._breaker = breaker
        self._known = frozenset(behind.model.ids)

    async def understand(self, text: str) -> Meaning:
        """Read one message. Never raises for a text, however odd, and whatever Rasa does."""
        meaning, ranking = await asyncio.gather(
            self._behind.understand(text), self._ranking(plain(text))
        )
        if not ranking or meaning.ranked[0].id not in ranking:
            return meaning
        return as_rasa_read(meaning, ranking, self._calibration, self._known)

    async def _ranking(self, words: str) -> Ranking | None:
        if not words or not self._breaker.may_try():
            return None
        try:
            ranking = ranking_in(await self._rasa.parse(words))
        except Exception as error:
            if self._breaker.failed():
                why = type(error).__name__
                log.warning("rasa.left_alone", error=why, retry_seconds=self._breaker.pause)
            return None
        if self._breaker.worked():
            log.info("rasa.answers_again")
        return ranking
