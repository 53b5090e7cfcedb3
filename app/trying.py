"""Tries an editor's draft: a model with its phrases, beside the one in service, on the kept questions.

The model is kept: once the draft is published it is there already, and goes into service at once.
"""

import asyncio
from dataclasses import replace

import structlog

from app.checking import file_in_service
from app.elsewhere import in_its_own_process
from app.kept_questions import QUESTIONS, compare_on_kept, key_of, own_questions
from app.service import Service
from app.training import Lessons, files_for, gather, train_elsewhere
from bot.understanding.training_set import Example
from content import trials
from content.checks.piece import Piece
from content.entry_file import parse_entry
from content.library import Library, Published
from content.problems import ContentError
from content.repository import ANSWER
from staff.entries.trying import Trial

log = structlog.get_logger()


class DraftTries:
    """One draft is tried after the other, each in a process of its own."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._folder = service.settings.data_folder / "models"
        self._one_at_a_time = asyncio.Lock()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._failed: set[str] = set()

    async def of(self, piece: Piece) -> Trial:
        """What is known of this draft; begins to try it where nothing is."""
        live = self._service.library.current
        library = with_draft(piece, live)
        if library is None:
            return Trial("same")
        own = own_questions(library)
        now, then = await asyncio.to_thread(self._lessons, live, library)
        mark = await asyncio.to_thread(lambda: then.understanding_mark)
        same = mark == await asyncio.to_thread(lambda: now.understanding_mark)
        if same and own == own_questions(live):
            return Trial("same", mark)
        key = key_of(mark, own)
        comparison = await self._service.database.read(trials.known, key)
        if comparison:
            return Trial("done", mark, comparison)
        if key in self._failed:
            return Trial("failed", mark)
        if key not in self._running:
            trying = self._try(key, now, then, own)
            self._running[key] = asyncio.create_task(trying, name="trial")
        return Trial("running", mark)

    async def finished(self) -> None:
        """Wait until nothing is being tried."""
        await asyncio.gather(*self._running.values())

    async def stop(self) -> None:
        """Let go of what is being tried."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _lessons(self, live: Library, then: Library) -> tuple[Lessons, Lessons]:
        encoder = self._service.minds.encoder_folder
        return gather(live, encoder), gather(then, encoder)

    async def _try(self, key: str, now: Lessons, then: Lessons, own: tuple[Example, ...]) -> None:
        try:
            async with self._one_at_a_time:
                files = files_for(then, self._folder)
                if not files.there:
                    await train_elsewhere(then, files)
                database = self._service.database
                before = await file_in_service(database, now, files_for(now, self._folder))
                comparison = await in_its_own_process(
                    compare_on_kept, files.understanding, before, then.encoder, QUESTIONS, own
                )
                await database.write(trials.keep, key, comparison, self._service.clock.now())
        except Exception as error:
            self._failed.add(key)
            log.error("trial.failed", error=type(error).__name__)  # noqa: TRY400
        finally:
            self._running.pop(key, None)


def with_draft(piece: Piece, library: Library) -> Library | None:
    """The library with this draft in service; none where it teaches nothing or cannot be read."""
    if piece.kind != ANSWER:
        return None
    try:
        entry = parse_entry(piece.id, piece.body, piece.phrases)
    except ContentError:
        return None
    return replace(library, entries={**library.entries, piece.id: Published(entry, 0)})
