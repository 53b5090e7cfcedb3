"""What the editors' handlers take from a request: the piece, the day, numbers, and who may edit."""

from collections.abc import Mapping
from datetime import date

from aiohttp import web

from content import history
from content.checks.piece import Piece
from content.history import Version
from content.library import Library
from content.repository import ANSWER
from staff.entries.form import clean, from_fields
from store.clock import in_london
from web.access import Roles, signed_in
from web.errors import BadRequest, NotFound
from web.forms import field_text
from web.keys import CLOCK, DATABASE, LIBRARY

LEAST_WHY, MOST_WHY = 3, 200


def library(request: web.Request) -> Library:
    """What is live now."""
    return request.app[LIBRARY].current


def today(request: web.Request) -> date:
    """The day in the UK."""
    return in_london(request.app[CLOCK].now()).date()


def may_edit(request: web.Request) -> bool:
    """Whether who is signed in may change content, or only look."""
    return signed_in(request).role in Roles.EDITING


def entry_id(request: web.Request) -> str:
    """The id in the address."""
    return f"{request.match_info['topic']}/{request.match_info['slug']}"


def address(piece_id: str) -> str:
    """The page of a piece."""
    return f"/staff/entries/{piece_id}"


async def newest(request: web.Request) -> Version:
    """The newest version of the piece in the address."""
    found = await request.app[DATABASE].read(history.newest, entry_id(request))
    return there(found)


async def numbered(request: web.Request) -> Version:
    """The version in the address."""
    number = int(request.match_info["number"])
    found = await request.app[DATABASE].read(history.version, entry_id(request), number)
    return there(found)


def piece_typed(piece_id: str, kind: str, fields: Mapping[str, str]) -> Piece:
    """The piece that the form's fields make."""
    if kind == ANSWER:
        return from_fields(fields).piece(piece_id)
    return Piece(piece_id, kind, clean(fields.get("body", "")))


def why(fields: Mapping[str, str]) -> str:
    """The reason an editor gives for a change."""
    return " ".join(field_text(fields, "why", most=MOST_WHY).split())


def number(fields: Mapping[str, str], name: str) -> int:
    """A version number that the page itself put into the form."""
    text = fields.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise BadRequest("That is not the number of a version.", "Load the page again.")
    return int(text)


def there(found: Version | None) -> Version:
    """The version, or the page that says there is none."""
    if found is None:
        raise NotFound("There is no such entry.", "It may have another name: look in the list.")
    return found
