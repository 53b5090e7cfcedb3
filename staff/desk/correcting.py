"""An adviser says that an automatic answer was the wrong one, and which would have been right."""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy import Connection, select

from content.library import Library
from staff.audit import record
from staff.desk.pages import case_number
from staff.pages import staff_page
from store import learning
from store.tables import Case, Message
from web.access import signed_in
from web.errors import BadRequest, NotFound
from web.forms import read_form
from web.keys import CLOCK, DATABASE, LIBRARY


@dataclass(frozen=True)
class Answered:
    """An automatic answer on a case, and the message it answered."""

    conversation_id: int
    entry_id: str
    revision: int | None
    text: str
    asked_in: int
    question: str


async def show(request: web.Request) -> web.Response:
    """The question, the answer that was given, and the answers that could have been."""
    answered = await request.app[DATABASE].read(_answered, case_number(request), _seq(request))
    live = _library(request)
    return staff_page(
        request,
        "staff/desk/correct.html",
        case_id=case_number(request),
        answered=answered,
        given=live.label(answered.entry_id),
        entries=sorted((key, one.entry.label) for key, one in live.entries.items()),
    )


async def correct(request: web.Request) -> web.Response:
    """Keep the correction for the editors."""
    fields = await read_form(request)
    entry_id, case_id = fields.get("entry", "").strip(), case_number(request)
    if entry_id and entry_id not in _library(request).entries:
        raise BadRequest("There is no such answer.", "Choose one from the list, or leave it empty.")
    await request.app[DATABASE].write(
        _keep,
        case_id,
        _seq(request),
        entry_id,
        by=signed_in(request).staff_id,
        now=request.app[CLOCK].now(),
    )
    raise web.HTTPSeeOther(f"/staff/desk/cases/{case_id}")


def _keep(tx: Connection, case_id: int, seq: int, entry_id: str, *, by: int, now: datetime) -> None:
    answered = _answered(tx, case_id, seq)
    learning.keep_correction(
        tx,
        message_id=answered.asked_in,
        conversation_id=answered.conversation_id,
        guess=entry_id,
        entry_id=answered.entry_id,
        revision=answered.revision,
        now=now,
    )
    detail = f"message {seq}: {answered.entry_id}, right would be {entry_id or 'none of ours'}"
    record(
        tx, at=now, staff_id=by, action="corrected answer", subject=f"case {case_id}", detail=detail
    )


def _answered(tx: Connection, case_id: int, seq: int) -> Answered:
    asked = Message.__table__.alias()
    row = tx.execute(
        select(
            Message.conversation_id,
            Message.entry_id,
            Message.revision,
            Message.text,
            asked.c.id.label("asked_in"),
            asked.c.text.label("question"),
        )
        .join(Case, Case.conversation_id == Message.conversation_id)
        .join(
            asked,
            (asked.c.conversation_id == Message.conversation_id)
            & (asked.c.seq == Message.answers_seq),
        )
        .where(Case.id == case_id, Message.seq == seq, Message.author == "bot")
    ).one_or_none()
    if row is None or not row.entry_id:
        raise NotFound("There is no such automatic answer.", "Go back to the case.")
    return Answered(
        row.conversation_id, row.entry_id, row.revision, row.text, row.asked_in, row.question
    )


def _library(request: web.Request) -> Library:
    return request.app[LIBRARY].current


def _seq(request: web.Request) -> int:
    return int(request.match_info["seq"])
