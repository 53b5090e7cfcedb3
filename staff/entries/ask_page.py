"""“Ask the bot” beside the form: what it would say to a question if the draft were live."""

from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.decision import Reply
from content.checks.piece import Piece
from content.nation import Nation
from staff.entries import asking
from staff.entries.edit_page import KINDS
from web.errors import BadRequest
from web.forms import field_text, read_json
from web.pages import render

_LONGEST = 400


@dataclass(frozen=True)
class Said:
    """What the bot would say, the entries it would answer with, and whether it has learned the draft."""

    replies: tuple[Reply, ...]
    answers: tuple[str, ...]
    learned: bool


class AsksBot(Protocol):
    """Answers a question as the bot would with this draft live; nothing of it is kept."""

    async def __call__(self, piece: Piece, question: str, nation: Nation | None) -> Said:
        """What it would say."""


ASK_BOT: web.AppKey[AsksBot] = web.AppKey("ask_bot")


async def ask(request: web.Request) -> web.Response:
    """As JSON: what the bot says to the question, as a part of the page."""
    body = await read_json(request)
    piece_id, kind, fields = body.get("id"), body.get("kind"), body.get("fields")
    if not isinstance(piece_id, str) or kind not in KINDS or not isinstance(fields, dict):
        raise BadRequest("That is not what the editors' page sends.", "Load the page again.")
    typed = {str(name): value for name, value in fields.items() if isinstance(value, str)}
    topic, slug = typed.get("topic", "").strip(), typed.get("slug", "").strip()
    piece = asking.piece_typed(piece_id[:80] or f"{topic or 'new'}/{slug or 'new'}", kind, typed)
    nation = body.get("nation")
    said = await request.app[ASK_BOT](
        piece,
        field_text(body, "question", least=1, most=_LONGEST),
        Nation(nation) if nation in set(Nation) else None,
    )
    shown = render(request, "staff/entries/said.html", said=said, piece=piece)
    return web.json_response({"said": shown.text})
