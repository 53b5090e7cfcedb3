"""Tries an editor's draft: a model with its phrases, beside the one in service, on the kept questions.

The model is kept: once the draft is published it is there already, and goes into service at once.
"""

import asyncio
from dataclasses import replace

import structlog

from app.checking import file_in_service
from app.elsewhere import in_its_own_process
from app.kept_questions import compare_on_kept
from app.minds import train_elsewhere
from app.service import Service
from app.training import Lessons, files_for, gather
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
        now, then = await asyncio.to_thread(self._lessons, piece)
        if then is None:
            return Trial("same")
        mark = await asyncio.to_thread(lambda: then.understanding_mark)
        if mark == await asyncio.to_thread(lambda: now.understanding_mark):
            return Trial("same", mark)
        comparison = await self._service.database.read(trials.known, mark)
        if comparison:
            return Trial("done", mark, comparison)
        if mark in self._failed:
            return Trial("failed", mark)
        if mark not in self._running:
            self._running[mark] = asyncio.create_task(self._try(mark, now, then), name="trial")
        return Trial("running", mark)

    async def finished(self) -> None:
        """Wait until nothing is being tried."""
        await asyncio.gather(*self._running.values())

    async def stop(self) -> None:
        """Let go of what is being tried."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _lessons(self, piece: Piece) -> tuple[Lessons, Lessons | None]:
        live, encoder = self._service.library.current, self._service.minds.encoder_folder
        then = with_draft(piece, live)
        return gather(live, encoder), gather(then, encoder) if then else None

    async def _try(self, mark: str, now: Lessons, then: Lessons) -> None:
        try:
            async with self._one_at_a_time:
                files = files_for(then, self._folder)
                if not files.there:
                    await train_elsewhere(then, files)
                database = self._service.database
                before = await file_in_service(database, now, files_for(now, self._folder))
                comparison = await in_its_own_process(
                    compare_on_kept, files.understanding, before, then.encoder
                )
                await database.write(trials.keep, mark, comparison, self._service.clock.now())
        except Exception as error:
            self._failed.add(mark)
            log.error("trial.failed", error=type(error).__name__)  # noqa: TRY400
        finally:
            self._running.pop(mark, None)


def with_draft(piece: Piece, library: Library) -> Library | None:
    """The library with this draft in service; none where it teaches nothing or cannot be read."""
    if piece.kind != ANSWER:
        return None
    try:
        entry = parse_entry(piece.id, piece.body, piece.phrases)
    except ContentError:
        return None
    return replace(library, entries={**library.entries, piece.id: Published(entry, 0)})
