"""What an adviser does with a case. Every move is noted in the audit trail, in its own transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from aiohttp import web
from sqlalchemy import Connection

from bot.decision import Level
from content.library import Library
from handoff import cases
from handoff.cases import CaseError, Outcome
from handoff.moves import change_contact, change_level, finish, hand_back, pick_up
from handoff.speaking import Sent, send_anyway
from handoff.targets import ServiceTargets
from handoff.telling import tell_of_words
from handoff.unsent import send_now
from staff.desk.clocks import TARGETS
from staff.desk.contact_form import chosen_change
from staff.desk.days import moment_if_any
from staff.desk.deeds import Fields, keep_trail, quietly
from staff.desk.knowing_acts import KNOWING_ACTS
from staff.desk.move_acts import MOVE_ACTS
from staff.desk.pages import case_number, desk_page, look_at, wants_json
from staff.desk.promise_acts import PROMISE_ACTS, SAID
from staff.desk.reading import case_exists
from staff.desk.reply_acts import UNDO_FOR, reply, undo
from store.bus import Event
from web.access import signed_in
from web.errors import Conflict, NotFound
from web.forms import field_text, read_form
from web.keys import BUS, CLOCK, DATABASE, LIBRARY

_LONGEST_FIELD = 8000
Kind = TypeVar("Kind", Outcome, Level)
Act = Callable[..., Sent | None]


def claim(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """Pick a case up."""
    moved = pick_up(
        tx, case_id=case_id, staff_id=staff_id, library=library, now=now, quietly=quietly(fields)
    )
    keep_trail(tx, case_id, staff_id, "claimed case", now)
    return moved.told


def note(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> Sent | None:
    """Keep a private note."""
    if not case_exists(tx, case_id):
        raise NotFound("There is no such case.", "Go back to the queue.")
    cases.note(tx, case_id, staff_id, field_text(fields, "text", most=_LONGEST_FIELD), now)
    keep_trail(tx, case_id, staff_id, "noted", now)
    return None


def release(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """Give the conversation back to the bot."""
    moved = hand_back(
        tx, case_id=case_id, staff_id=staff_id, library=library, now=now, quietly=quietly(fields)
    )
    keep_trail(tx, case_id, staff_id, "released case", now)
    return moved.told


def close(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, library: Library, now: datetime
) -> Sent | None:
    """End the case."""
    outcome = _one_of(Outcome, fields.get("outcome", ""), "Choose how it ended.")
    moved = finish(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        outcome=outcome,
        agreed=field_text(fields, "text", most=_LONGEST_FIELD),
        library=library,
        now=now,
        quietly=quietly(fields),
        due_at=moment_if_any(fields, "by"),
    )
    keep_trail(tx, case_id, staff_id, "closed case", now, outcome)
    return moved.told


def level(
    tx: Connection,
    case_id: int,
    staff_id: int,
    fields: Fields,
    _library: Library,
    now: datetime,
    *,
    targets: ServiceTargets,
) -> Sent | None:
    """Set the level, with a reason."""
    chosen = _one_of(Level, fields.get("level", ""), "Choose a level.")
    reason = field_text(fields, "text", most=_LONGEST_FIELD)
    change_level(
        tx,
        case_id=case_id,
        staff_id=staff_id,
        level=chosen,
        reason=reason,
        targets=targets,
        now=now,
    )
    keep_trail(tx, case_id, staff_id, "judged level", now, chosen)
    return None


def anyway(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> Sent | None:
    """Send the texts that wait for the end of a quiet time, with a reason."""
    reason = field_text(fields, "text", most=_LONGEST_FIELD)
    sent = send_anyway(tx, case_id=case_id, staff_id=staff_id, reason=reason, now=now)
    keep_trail(tx, case_id, staff_id, "sent in quiet time", now)
    return sent


def contact(
    tx: Connection, case_id: int, staff_id: int, fields: Fields, _library: Library, now: datetime
) -> Sent | None:
    """Change a rule of safe contact, with a reason."""
    change = chosen_change(fields, field_text(fields, "text", most=_LONGEST_FIELD))
    change_contact(tx, case_id=case_id, staff_id=staff_id, heard=change, now=now)
    keep_trail(tx, case_id, staff_id, "changed safe contact", now, change.what)
    return None


ACTS: Mapping[str, Act] = {
    "claim": claim,
    "reply": reply,
    "undo": undo,
    "note": note,
    "release": release,
    "close": close,
    "level": level,
    "anyway": anyway,
    "contact": contact,
    **MOVE_ACTS,
    **PROMISE_ACTS,
    **KNOWING_ACTS,
}
_MOVES_THE_LINE = frozenset({"claim", "release", "close", "accept", "level"})
_COMES_AFTER = frozenset({"release", "close", "accept", "takeover", "sendplan", *PROMISE_ACTS})
"""What an adviser has just written goes before any of these, which end the talk or tell more."""


def _act(request: web.Request, name: str) -> Act:
    """The move of this name, with the settings that it goes by."""
    if name == "level":
        return partial(level, targets=request.app[TARGETS])
    if name == "reply":
        return partial(reply, undo_for=request.app[UNDO_FOR])
    return ACTS[name]


async def do(request: web.Request) -> web.StreamResponse:
    """Make one move. What cannot be made is told in place, with what was typed still there."""
    name, case_id = request.match_info["act"], case_number(request)
    fields = await read_form(request)
    act, me, now = _act(request, name), signed_in(request).staff_id, request.app[CLOCK].now()
    library = request.app[LIBRARY].current

    def work(tx: Connection) -> tuple[Sent | None, Sent | None]:
        before = send_now(tx, case_id=case_id, now=now) if name in _COMES_AFTER else None
        return before, act(tx, case_id, me, fields, library, now)

    try:
        before, sent = await request.app[DATABASE].write(work)
    except CaseError as error:
        return await _refused(request, name, case_id, str(error), fields)
    await _tell(request, name, before, sent)
    if wants_json(request):
        waits = name == "reply" and bool(request.app[UNDO_FOR])
        told, said = sent is not None, SAID.get(name, "")
        return web.json_response({"done": name, "said": said, "told": told, "waits": waits})
    raise web.HTTPSeeOther(f"/staff/desk/cases/{case_id}")


async def writing(request: web.Request) -> web.Response:
    """Let a young person on the web chat see that the adviser who holds their case is writing."""
    member = signed_in(request)
    try:
        conversation = await request.app[DATABASE].read(
            cases.owned_conversation, case_number(request), member.staff_id
        )
    except CaseError as error:
        raise Conflict(str(error)) from None
    ids: dict[str, Any] = {"conversation": conversation, "who": member.shown_name}
    await request.app[BUS].publish(Event("typing", ids))
    return web.Response(status=204)


async def _refused(
    request: web.Request, name: str, case_id: int, problem: str, fields: Fields
) -> web.StreamResponse:
    if wants_json(request):
        return web.json_response({"error": problem}, status=409)
    view = await look_at(request, case_id)
    typed = fields.get("text", "")
    return await desk_page(
        request, view, status=409, problem=problem, where=name, typed=typed, chosen=fields
    )


async def _tell(request: web.Request, name: str, *words: Sent | None) -> None:
    """Let every open desk, the young person's page and the sender know that they must look again."""
    bus = request.app[BUS]
    for sent in filter(None, words):
        await tell_of_words(bus, sent)
    if name == "reply":
        await bus.publish(Event("unsent"))
    await bus.publish(Event("queue"))
    if name in _MOVES_THE_LINE:
        await bus.publish(Event("line"))


def _one_of(kind: type[Kind], value: str, mend: str) -> Kind:
    if value not in set(kind):
        raise CaseError(f"Nothing was changed. {mend}")
    return kind(value)
