"""The mind in service: library, understanding and risk check, swapped together and never half."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import structlog

from app.checking import file_to_serve
from app.kept_questions import own_questions
from app.rasa_engine import RasaEngine, open_rasa
from app.risk_in_service import is_refused, risk_in_service
from app.settings import Settings
from app.training import Lessons, ModelFiles, files_for, gather, train_elsewhere
from bot.meaning import Understander
from bot.risk.assess import RiskAssessor
from bot.risk.families import read_families
from bot.risk.score import RiskModel
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.encoder import Encoder
from bot.understanding.known import Encode
from bot.understanding.model import Model
from bot.understanding.second_encoder import open_second
from bot.understanding.weights import find_encoder
from channels.intake import Mind
from content.library import Library
from content.live import LiveLibrary
from store.bus import Bus
from store.clock import SystemClock
from store.database import Database

log = structlog.get_logger()


class Minds:
    """Keeps the current mind, and makes the next one when something is published."""

    def __init__(
        self,
        settings: Settings,
        library: LiveLibrary,
        database: Database,
        rasa: RasaEngine | None = None,
    ) -> None:
        """`rasa` reads the messages; without one, the engine in this process does."""
        self._library = library
        self._database = database
        self._rasa = rasa
        self._folder = settings.data_folder / "models"
        self._mind: Mind | None = None
        self._waits = False
        self._risk = "missing"
        self._published = asyncio.Event()
        self._encoder_folder = find_encoder(settings.data_folder / "encoder")
        self._encoder: Encoder | None = None

    def current(self) -> Mind:
        """The mind to answer with. Ask once a message."""
        if self._mind is None:
            message = "nothing has been trained yet: run `connexions setup`"
            raise RuntimeError(message)
        return self._mind

    @property
    def encoder_folder(self) -> Path | None:
        """Where the encoder's weights are; none where there are none."""
        return self._encoder_folder

    @property
    def encoder(self) -> Encoder | None:
        """The encoder in service; none where there are no weights."""
        return self._encoder

    @property
    def encode(self) -> Encode | None:
        """What turns texts into vectors; none where there are no encoder weights."""
        return self._encoder.encode if self._encoder else None

    async def in_words(self) -> dict[str, str]:
        """What answers now, for operators."""
        if self._mind is None:
            return {"model": "missing"}
        model = "ok" if self._encoder else "words only: no encoder weights were found"
        waits = "; the newest waits, for it does worse on the kept questions: see Entries"
        return {
            "engine": self._mind.understander.name,
            **({"rasa": await self._rasa.in_words()} if self._rasa else {}),
            "model": model + waits * self._waits,
            "risk_model": self._risk,
        }

    async def start(self) -> None:
        """Put the published library in service with the newest models there are."""
        library, self._encoder = await asyncio.gather(
            self._library.reload(), asyncio.to_thread(_opened, self._encoder_folder)
        )
        lessons = await asyncio.to_thread(gather, library, self._encoder_folder)
        files = files_for(lessons, self._folder)
        if not files.there:
            log.info("training", note="nothing is trained yet: this takes some minutes, once")
            await train_elsewhere(lessons, files)
        try:
            await self._serve(library, lessons, files)
        except Exception as error:
            log.error("minds.model_damaged", error=type(error).__name__)  # noqa: TRY400
            files.understanding.unlink()
            await train_elsewhere(lessons, files)
            await self._serve(library, lessons, files)

    async def follow(self, bus: Bus) -> None:
        """From now on: when something is published, answer from it at once, then retrain."""
        with bus.subscriptions.listening("content", lambda _event: self._published.set()):
            while True:
                await self._published.wait()
                self._published.clear()
                try:
                    await self._renew()
                except Exception as error:
                    # The last good mind stays in service; the next publishing tries again.
                    log.error("minds.renew_failed", error=type(error).__name__)  # noqa: TRY400

    async def _renew(self) -> None:
        library = await self._library.reload()
        self._mind = replace(self.current(), library=library)
        lessons = await asyncio.to_thread(gather, library, self._encoder_folder)
        files = files_for(lessons, self._folder)
        if not files.there:
            await train_elsewhere(lessons, files)
        await self._serve(library, lessons, files)
        log.info("minds.renewed", version=library.version)

    async def _serve(self, library: Library, lessons: Lessons, files: ModelFiles) -> None:
        now = SystemClock().now()
        own = own_questions(library)
        file = await file_to_serve(self._database, lessons, files, now, own)
        self._mind = Mind(library, *await asyncio.to_thread(self._load, file, files.risk))
        self._waits = file != files.understanding

    def _load(self, understanding: Path, risk: Path) -> tuple[Understander, RiskAssessor]:
        embedded = EmbeddedUnderstander(Model.load(understanding), self._encoder)
        understander = self._rasa.before(embedded) if self._rasa else embedded
        serving = risk_in_service(risk)
        score = _score_in(serving.score)
        self._risk = "ok" if score else "patterns only: run `connexions train --again`"
        if score and is_refused(risk):
            self._risk = "the last good one: `connexions train --again` says why"
            log.error("risk.refused", note="it misses kept cases that the last good one caught")
        second = open_second() if score and score.second else None
        if score and score.second and not second:
            self._risk = "one reader only: nlu_data/second-encoder is missing or damaged"
            log.error("risk.one_reader", note="the files of the second reader cannot be used")
        again = second.encode if second else None
        families = read_families(serving.patterns)
        return understander, RiskAssessor(families, score, self.encode, again)


@asynccontextmanager
async def open_minds(
    settings: Settings, library: LiveLibrary, database: Database, bus: Bus
) -> AsyncIterator[Minds]:
    """The mind, kept up with what is published for as long as the block lasts."""
    async with open_rasa(settings) as rasa:
        minds = Minds(settings, library, database, rasa)
        await minds.start()
        following = asyncio.create_task(minds.follow(bus), name="minds")
        try:
            yield minds
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following


def _opened(encoder: Path | None) -> Encoder | None:
    return Encoder(encoder) if encoder else None


def _score_in(file: Path) -> RiskModel | None:
    """The trained score; none, and said so, when its file is damaged: the patterns watch on."""
    try:
        return RiskModel.load(file)
    except Exception as error:
        log.error("minds.score_damaged", error=type(error).__name__)  # noqa: TRY400
        return None
