"""The Rasa engine in service: its client and its breaker, which outlive every change of models."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.rasa_client import RasaClient
from app.rasa_training import newest_calibration
from app.settings import Settings
from bot.understanding.breaker import Breaker
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.rasa import RasaUnderstander


class RasaEngine:
    """Puts Rasa before the embedded engine, and tells operators whether it answers."""

    def __init__(self, client: RasaClient, models: Path) -> None:
        """`models` is the folder where Rasa's models and their calibrations lie."""
        self._client = client
        self._models = models
        self._breaker = Breaker()

    def before(self, embedded: EmbeddedUnderstander) -> RasaUnderstander:
        """The understander to serve with."""
        calibration = newest_calibration(self._models)
        return RasaUnderstander(self._client, embedded, calibration, self._breaker)

    async def in_words(self) -> str:
        """Whether Rasa answers now, and with which model."""
        try:
            return f"ok, with {await self._client.loaded_model()}"
        except Exception as error:
            return f"does not answer ({type(error).__name__}): the embedded engine does"


@asynccontextmanager
async def open_rasa(settings: Settings) -> AsyncIterator[RasaEngine | None]:
    """The Rasa engine where the settings ask for it."""
    if settings.engine != "rasa":
        yield None
        return
    client = RasaClient(settings.rasa_url, settings.rasa_timeout)
    try:
        yield RasaEngine(client, settings.data_folder / "models")
    finally:
        await client.close()
