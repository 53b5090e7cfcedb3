"""The page on which a piece is written, seen and checked at once."""

import re
from dataclasses import dataclass, field

from aiohttp import web

from content.checks.finding import Finding
from content.checks.piece import Piece
from content.history import Version, is_withdrawn
from content.nation import Nation
from content.planning import Plan, open_plans
from content.publishing import TITLES, EditConflictError, headline
from content.repository import ANSWER, CHECKER, SAFETY, SHARED
from content.reviewing import Look, review_of
from staff.entries import asking, deeds, typed
from staff.entries.comparing import Pair, compare
from staff.entries.form import SECTIONS, EntryForm, from_body, from_fields
from staff.entries.previewing import Preview, placeholders, preview
from staff.entries.typed import Typed, Writer
from staff.pages import staff_page
from staff.questions.reading import numbers, phrases_of
from web.access import signed_in
from web.errors import BadRequest
from web.forms import read_form, read_json
from web.keys import CLOCK, DATABASE
from web.pages import render

KINDS = (ANSWER, SAFETY, CHECKER, *SHARED)
AUDIENCES = {"everyone": "Everyone", "16-plus": "16 and over", "adults": "18 and over"}
_OWN_TOPICS = frozenset(
    {"safety", "checkers", "service-wide", "talk", "new", "preview", "files", "rates"}
)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELDS = (
    "label",
    "audience",
    "sources",
    "facts_date",
    "review",
    "related",
    "notes",
    "phrases",
    "test_questions",
    "marked_nations",
)
_TOLD = {
    "saved": "The draft is saved. Young people still get the published version.",
    "same": "Nothing was changed, so there is no new version.",
    "published": "Published. Young people get it within seconds.",
    "withdrawn": "Withdrawn. The bot no longer answers with it.",
    "phrases": "What young people asked is added to the phrases, as a draft. Look at it, then publish it.",
    "rolled-back": "The old version is back in service. Young people get it within seconds.",
    "asked": "A second person is asked to look at it. You see here what they say.",
    "approved": "Approved. An editor can publish it now.",
    "sent-back": "Sent back, with your reason.",
    "planned": "Planned. It happens by itself at that moment, and you can cancel it until then.",
    "unplanned": "The plan is cancelled.",
    "back": "The old version is the newest draft now. Look at it, then publish it.",
}


@dataclass
class Desk:
    """What the page shows: the piece in hand, where it started, and what became of the last deed."""

    piece: Piece
    started_from: int
    version: Version | None = None
    form: EntryForm | None = None
    why: str = ""
    told: str = ""
    problem: str = ""
    conflict: list[Pair] = field(default_factory=list)
    status: int = 200
    new_topic: str = ""
    new_slug: str = ""
    learned: str = ""
    plans: list[Plan] = field(default_factory=list)
    look: Look | None = None
    withdrawn: bool = False
    typed: Typed | None = None
    writers: list[Writer] = field(default_factory=list)


async def show(request: web.Request) -> web.Response:
    """The newest version, ready to be changed."""
    version = await asking.newest(request)
    told = _TOLD.get(request.query.get("told", ""), "")
    desk = Desk(version.piece, version.number, version, told=told)
    form = await _with_typed(request, desk, version.entry_id)
    desk.plans = await request.app[DATABASE].read(open_plans, version.entry_id)
    desk.look = await request.app[DATABASE].read(review_of, version.entry_id, version.number)
    desk.withdrawn = await request.app[DATABASE].read(is_withdrawn, version.entry_id)
    return _page(request, desk, form)


async def save(request: web.Request) -> web.Response:
    """Keep what was typed, or only show what it looks like."""
    version = await asking.newest(request)
    fields = await read_form(request)
    piece = asking.piece_typed(version.entry_id, version.kind, fields)
    desk = Desk(piece, asking.number(fields, "started_from"), version, why=asking.why(fields))
    return await _done(request, desk, fields)


async def new(request: web.Request) -> web.Response:
    """An empty form; with questions that were asked in vain, they are its first phrases."""
    learned = request.query.get("learn", "")
    phrases = await request.app[DATABASE].read(phrases_of, numbers(learned))
    empty = EntryForm(phrases="\n".join(phrases))
    desk = Desk(empty.piece(""), 0, learned=learned)
    form = None if learned else await _with_typed(request, desk, typed.NEW)
    return _page(request, desk, form)


async def save_new(request: web.Request) -> web.Response:
    """Keep a new entry under its topic and name."""
    fields = await read_form(request)
    topic, slug = fields.get("topic", "").strip(), fields.get("slug", "").strip().lower()
    desk = Desk(
        asking.piece_typed(f"{topic}/{slug}", ANSWER, fields),
        0,
        why=asking.why(fields),
        new_topic=topic,
        new_slug=slug,
        learned=fields.get("learned", ""),
    )
    if fields.get("do") != "preview" and not _fits(topic, slug):
        desk.problem = (
            "Choose a topic, and a short name of small letters, digits and hyphens, "
            "such as how-much."
        )
        desk.status = 422
        return _page(request, desk, from_fields(fields))
    return await _done(request, desk, fields)


async def look(request: web.Request) -> web.Response:
    """As JSON: the preview and the findings of what is being typed. Nothing is kept."""
    body = await read_json(request)
    piece_id, kind, fields = body.get("id"), body.get("kind"), body.get("fields")
    if not isinstance(piece_id, str) or kind not in KINDS or not isinstance(fields, dict):
        raise BadRequest("That is not what the editors' page sends.", "Load the page again.")
    typed = {str(name): value for name, value in fields.items() if isinstance(value, str)}
    piece = asking.piece_typed(piece_id[:80], kind, typed)
    seen = preview(piece, asking.library(request), asking.today(request))
    shown = render(request, "staff/entries/preview.html", preview=seen, piece=piece)
    return web.json_response(
        {
            "blocking": len(seen.blocking),
            "findings": [_told(finding) for finding in seen.findings],
            "preview": shown.text,
        }
    )


async def _done(request: web.Request, desk: Desk, fields: dict[str, str]) -> web.Response:
    form = from_fields(fields) if desk.piece.kind == ANSWER else None
    if fields.get("do") == "preview":
        return _page(request, desk, form)
    if len(desk.why) < asking.LEAST_WHY:
        desk.problem = "Say in a few words why you change it. Your text is below, nothing is lost."
        desk.status = 422
        return _page(request, desk, form)
    try:
        number = await request.app[DATABASE].write(
            deeds.save,
            desk.piece,
            started_from=desk.started_from,
            by=signed_in(request).staff_id,
            why=desk.why,
            now=request.app[CLOCK].now(),
            answers=numbers(desk.learned),
        )
    except EditConflictError as error:
        return _page(request, _conflicted(desk, error.newest), form)
    await request.app[DATABASE].write(
        typed.forget, desk.piece.id if desk.version else typed.NEW, signed_in(request).staff_id
    )
    place = asking.address(desk.piece.id)
    if fields.get("do") == "publish":
        raise web.HTTPSeeOther(f"{place}/publish/{number}")
    told = "same" if number == desk.started_from else "saved"
    raise web.HTTPSeeOther(f"{place}?told={told}")


async def _with_typed(request: web.Request, desk: Desk, place: str) -> EntryForm | None:
    """Note what was typed here and not saved; put it back into the form where that is asked for."""
    me, now = signed_in(request).staff_id, request.app[CLOCK].now()
    desk.typed = await request.app[DATABASE].read(typed.kept, place, me)
    if place != typed.NEW:
        desk.writers = await request.app[DATABASE].read(typed.writers, place, me, now)
    if desk.typed is None or "typed" not in request.query or not asking.may_edit(request):
        return None
    fields = desk.typed.fields
    desk.started_from, desk.why = desk.typed.started_from, fields.get("why", "")
    desk.new_topic, desk.new_slug = fields.get("topic", ""), fields.get("slug", "")
    desk.learned = fields.get("learned", "")
    desk.piece = asking.piece_typed(desk.piece.id, desk.piece.kind, fields)
    desk.typed = None
    return from_fields(fields) if desk.piece.kind == ANSWER else None


def _conflicted(desk: Desk, theirs: Version | None) -> Desk:
    """Somebody saved in between: theirs stays, mine stays on the page, and both are shown."""
    desk.status = 409
    if theirs is None:
        desk.problem = "There is no such entry. Your text is below: copy it into a new entry."
        return desk
    if desk.version is None:
        desk.problem = f"There is an entry {theirs.entry_id} already. Choose another name."
        return desk
    desk.problem = (
        f"{theirs.author or 'Somebody'} saved version {theirs.number} while you were writing. "
        "Nothing is overwritten: their version is kept, and yours is still in the form. "
        "Take over from theirs what should stay, then save again."
    )
    desk.conflict = compare(theirs.piece, desk.piece)
    desk.started_from, desk.version = theirs.number, theirs
    return desk


def _page(request: web.Request, desk: Desk, form: EntryForm | None = None) -> web.Response:
    library, day = asking.library(request), asking.today(request)
    piece = desk.piece
    seen = preview(piece, library, day)
    # A new, empty form is not told off before anything is typed.
    if desk.version is None and form is None:
        seen = Preview(seen.shown, ())
    label, _ = headline(piece)
    if piece.kind == ANSWER:
        desk.form = form or from_body(piece.body, "\n".join(piece.phrases))
    return staff_page(
        request,
        "staff/entries/form.html",
        status=desk.status,
        desk=desk,
        piece=piece,
        title=TITLES.get(piece.kind, label) if desk.version else "New entry",
        preview=seen,
        beside=_beside(seen, piece.kind),
        placeholders=placeholders(library.filler, day),
        known=[(key, live.entry.label) for key, live in library.entries.items()],
        topics=sorted({key.partition("/")[0] for key in library.entries}),
        nations=list(Nation),
        audiences=AUDIENCES,
        may_edit=asking.may_edit(request),
    )


def _beside(seen: Preview, kind: str) -> dict[str, list[Finding]]:
    """The findings by the field they stand beside; under "" those that fit none."""
    known = {*_FIELDS, *SECTIONS} if kind == ANSWER else {"body"}
    found: dict[str, list[Finding]] = {}
    for finding in seen.findings:
        found.setdefault(finding.where if finding.where in known else "", []).append(finding)
    return found


def _told(finding: Finding) -> dict[str, str | int]:
    return {
        "severity": finding.severity,
        "where": finding.where,
        "line": finding.line,
        "what": finding.what,
        "mend": finding.mend,
    }


def _fits(topic: str, slug: str) -> bool:
    names = bool(_SLUG.fullmatch(topic) and _SLUG.fullmatch(slug))
    return names and topic not in _OWN_TOPICS and len(topic) <= 30 and len(slug) <= 40
