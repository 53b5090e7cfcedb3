"""The engine in this process: a trained model, an encoder where there is one, and the entities."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
from threadpoolctl import threadpool_limits

from bot.meaning import Earlier, Meaning, Ranked, Vector
from bot.understanding.encoder import Encoder
from bot.understanding.entities import find_entities
from bot.understanding.following import following_on
from bot.understanding.language import guess_language
from bot.understanding.model import Model, Scores
from bot.understanding.normalise import plain

_RANKED = 5


class EmbeddedUnderstander:
    """Reads messages one after another on a thread of its own, so that the event loop stays free.

    To use a newly trained model, make a new one and put it in the place of the old.
    """

    name = "embedded"

    def __init__(self, model: Model, encoder: Encoder | None = None) -> None:
        """An encoder other than the one the model was trained with is not used."""
        self.model = model
        self._encoder = encoder if encoder and encoder.digest == model.encoder else None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="understanding")
        # One small product a message: BLAS threads would only wait for each other.
        threadpool_limits(1, user_api="blas")

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None = None) -> Self:
        """Use a model from a file."""
        return cls(Model.load(path), encoder)

    @property
    def ready(self) -> str:
        """What it runs on, for start-up and `/ready`."""
        if self._encoder:
            return f"model {self.model.version}, sentence encoder and words"
        return f"model {self.model.version}, words only: there is no sentence encoder for it"

    async def understand(self, text: str) -> Meaning:
        """Read one message. Never raises for a text, however odd."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self.read, text)

    def read(self, text: str, after: Earlier | None = None) -> Meaning:
        """Read one message on the calling thread, by itself or as it follows on from something."""
        words = plain(text)
        language = guess_language(text)
        if not words:
            return Meaning(text, words, in_scope=0.0, language=language, engine=self.name)
        scores, vector = self._scored(words)
        if after:
            together, _ = self._scored(f"{plain(after.label)} {words}")
            scores = following_on(self.model, scores, together, after)
        chances = self.model.probabilities(scores)
        best = np.argsort(-chances, kind="stable")[:_RANKED]
        return Meaning(
            text=text,
            plain=words,
            ranked=tuple(Ranked(self.model.ids[place], float(chances[place])) for place in best),
            in_scope=self.model.in_scope(words, scores),
            found=find_entities(text),
            language=language,
            engine=self.name,
            thresholds=self.model.calibration.thresholds,
            vector=vector,
            again=self.read,
        )

    def _scored(self, words: str) -> tuple[Scores, Vector | None]:
        vector = self._encoder.encode([words])[0] if self._encoder else None
        return self.model.scores(words, vector), vector

    def close(self) -> None:
        """Let the thread go once what is under way is read."""
        self._thread.shutdown(wait=False)
