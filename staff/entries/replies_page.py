"""Canned replies for every adviser as one form: a name and words, one after the other."""

from collections.abc import Mapping, Sequence

from aiohttp import web

from content import history
from content.checks.piece import Piece
from content.history import Version
from content.problems import ContentError
from content.replies import (
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_REPLIES,
    Reply,
    parse_replies,
    written_down,
)
from content.repository import REPLIES
from handoff.canned import of_supervisors
from staff.entries import asking, saving
from staff.entries.form import clean
from staff.entries.saving import Refused
from staff.pages import staff_page
from web.errors import Conflict
from web.forms import field_text, read_form
from web.keys import DATABASE

HOME = "/staff/entries/replies"
PIECE = f"service-wide/{REPLIES}"
_SPARE = 2


async def show(request: web.Request) -> web.Response:
    """The newest version as a form; before there is one, what supervisors wrote for everybody."""
    newest = await _newest(request)
    if newest is None:
        written = await request.app[DATABASE].read(of_supervisors)
        return _page(request, None, 0, [Reply(each.name, each.text) for each in written])
    return _page(request, newest, newest.number, _readable(newest))


async def save(request: web.Request) -> web.Response:
    """Keep the changed replies as a draft; refuse what cannot be right."""
    fields, newest = await read_form(request), await _newest(request)
    typed = _typed(fields)
    piece = Piece(PIECE, REPLIES, written_down(tuple(typed)))
    refused = await saving.save(request, piece, fields, what="replies")
    return _page(request, refused.theirs or newest, refused.started_from, typed, refused)


def _page(
    request: web.Request,
    newest: Version | None,
    started_from: int,
    typed: Sequence[Reply],
    refused: Refused | None = None,
) -> web.Response:
    return staff_page(
        request,
        "staff/entries/replies.html",
        status=refused.status if refused else 200,
        typed=[*typed, *((Reply("", ""),) * _SPARE)],
        newest=newest,
        started_from=started_from,
        longest_name=LONGEST_NAME,
        longest_text=LONGEST_TEXT,
        problems=refused.problems if refused else (),
        told=refused.told if refused else "",
        why=refused.why if refused else "",
        may_edit=asking.may_edit(request),
    )


def _typed(fields: Mapping[str, str]) -> list[Reply]:
    """What was typed; a line without a name and words is left out, so that emptying it takes it away."""
    rows = (
        Reply(
            " ".join(field_text(fields, f"name-{row}", most=LONGEST_NAME).split()),
            clean(field_text(fields, f"text-{row}", most=LONGEST_TEXT)).strip(),
        )
        for row in range(MOST_REPLIES + _SPARE)
    )
    return [each for each in rows if each.name or each.text]


async def _newest(request: web.Request) -> Version | None:
    return await request.app[DATABASE].read(history.newest, PIECE)


def _readable(newest: Version) -> tuple[Reply, ...]:
    try:
        return parse_replies(newest.body)
    except ContentError:
        raise Conflict(
            "The newest draft of the canned replies cannot be read as a form.",
            "Open Canned replies in the list of entries and mend it there.",
        ) from None
