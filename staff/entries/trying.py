"""Trying a draft on the kept questions before it goes live: what the page is told, and what it refuses."""

from dataclasses import dataclass
from typing import Literal, Protocol

from aiohttp import web

from content.checks.piece import Piece
from content.model_checks import Comparison

State = Literal["same", "running", "done", "failed"]


@dataclass(frozen=True)
class Trial:
    """`same` where nothing changes for the understanding; `failed` where it could not be tried."""

    state: State
    mark: str = ""
    comparison: Comparison | None = None

    @property
    def worse(self) -> bool:
        """Whether clearly fewer kept questions would be answered rightly."""
        return self.comparison is not None and self.comparison.worse

    @property
    def asks_why(self) -> bool:
        """Whether publishing needs a reason: it does worse, or nobody knows yet."""
        return self.worse or self.state == "running"


class Tries(Protocol):
    """Tries drafts beside the service."""

    async def of(self, piece: Piece) -> Trial:
        """What is known of this draft; begins to try it where nothing is."""


TRIES: web.AppKey[Tries] = web.AppKey("tries")


async def trial_of(request: web.Request, piece: Piece) -> Trial:
    """What publishing this would do to the understanding."""
    tries = request.app.get(TRIES)
    return await tries.of(piece) if tries else Trial("same")
