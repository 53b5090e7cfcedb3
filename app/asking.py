"""Answers an editor's question as the bot would with a draft live: read, weighed and decided, never kept."""

import asyncio
from pathlib import Path

from app.service import Service
from app.training import files_for, gather
from app.trying import with_draft
from bot.dialogue.decide import decide
from bot.dialogue.situation import Situation
from bot.meaning import Meaning
from bot.risk.assess import RiskMemory
from bot.state import DialogueState, Fact
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.model import Model
from content.checks.piece import Piece
from content.library import Library
from content.nation import Nation
from staff.entries.ask_page import Said
from store.clock import in_london


class DraftTalk:
    """Talks with the bot over the library as it would be."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._folder = service.settings.data_folder / "models"

    async def __call__(self, piece: Piece, question: str, nation: Nation | None) -> Said:
        """What it would say to the question, the first of a conversation."""
        mind = self._service.minds.current()
        library = with_draft(piece, mind.library) or mind.library
        meaning, learned = await self._read(library, question)
        reading = await asyncio.to_thread(mind.risk.read, question)
        assessment = mind.risk.weigh(reading, RiskMemory())
        now = self._service.clock.now()
        hours = self._service.hours.of("web")
        situation = Situation(in_london(now).date(), 1, "bot", hours.is_open(now), "")
        state = DialogueState()
        if nation:
            state = state.with_fact("nation", Fact(nation, "young person", 1))
        decision = decide(state, meaning, assessment, library, situation)
        return Said(decision.replies, decision.answers, learned)

    async def _read(self, library: Library, question: str) -> tuple[Meaning, bool]:
        """The question as the model that has learned the draft reads it, where there is one yet."""
        minds = self._service.minds
        lessons = await asyncio.to_thread(gather, library, minds.encoder_folder)
        file = files_for(lessons, self._folder).understanding
        if file.exists():
            return await asyncio.to_thread(self._with_model, file, question), True
        return await minds.current().understander.understand(question), False

    def _with_model(self, file: Path, question: str) -> Meaning:
        understander = EmbeddedUnderstander(Model.load(file), self._service.minds.encoder)
        try:
            return understander.read(question)
        finally:
            understander.close()
