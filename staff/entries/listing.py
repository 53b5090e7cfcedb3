"""The list of everything that young people are told, what needs looking at first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from content.history import Glance
from content.library import Library
from content.publishing import TITLES
from content.repository import ANSWER, CHECKER, SAFETY
from content.reviewing import ASKED, Look
from staff.entries.form import EntryForm, from_body

DRAFT, LIVE, NEWER, WITHDRAWN, REVIEW = "draft", "live", "newer", "withdrawn", "review"
STATES = {
    LIVE: "Published",
    NEWER: "Draft newer than published",
    DRAFT: "Draft, never published",
    REVIEW: "In review",
    WITHDRAWN: "Withdrawn",
}
FLAGS = {"overdue": "Review overdue", "check": "Check before launch"}


@dataclass(frozen=True)
class Asked:
    """What the editor wants to see of the list; empty means all."""

    words: str = ""
    topic: str = ""
    state: str = ""
    nations: str = ""
    flag: str = ""


@dataclass(frozen=True)
class Line:
    """One piece in the list."""

    id: str
    topic: str
    label: str
    state: str
    by_nation: bool
    review: date | None
    overdue: bool
    check: bool
    searched: str
    look: Look | None = None


def lines(
    glances: Iterable[Glance],
    library: Library,
    day: date,
    reviews: Mapping[str, Look] | None = None,
) -> list[Line]:
    """Every piece, those past their review date first, the longest overdue on top."""
    every = [
        _line(glance, library, day, (reviews or {}).get(glance.entry_id)) for glance in glances
    ]
    return sorted(every, key=lambda line: (not line.overdue, _due(line), line.id))


def choose(every: Iterable[Line], asked: Asked) -> list[Line]:
    """Those lines that fit what was asked for; every word must occur somewhere in the piece."""
    words = asked.words.casefold().split()
    return [
        line
        for line in every
        if all(word in line.searched for word in words)
        and asked.topic in ("", line.topic)
        and asked.state in ("", line.state)
        and asked.nations in ("", "differs" if line.by_nation else "same")
        and (asked.flag != "overdue" or line.overdue)
        and (asked.flag != "check" or line.check)
    ]


def _line(glance: Glance, library: Library, day: date, look: Look | None) -> Line:
    label, review, check, by_nation = _facts(glance, library)
    if glance.live is not None:
        review = glance.live_review  # a draft with a later day does not make what is live any newer
    return Line(
        id=glance.entry_id,
        topic=glance.entry_id.partition("/")[0],
        label=label,
        state=REVIEW if look and look.state == ASKED else _state(glance),
        by_nation=by_nation,
        review=review,
        overdue=review is not None and review < day,
        check=check,
        look=look,
        searched=f"{glance.entry_id} {label} {glance.body} {glance.phrases}".casefold(),
    )


def _facts(glance: Glance, library: Library) -> tuple[str, date | None, bool, bool]:
    live = library.entries.get(glance.entry_id)
    if live and live.revision == glance.latest:
        entry = live.entry
        return entry.label, entry.review, entry.check_before_launch, entry.by_nation
    if glance.kind == ANSWER:
        form = _form(glance.body)
        return form.label, _day(form.review), form.check_before_launch, form.by_nation
    if glance.kind == SAFETY:
        reply = library.safety.get(glance.entry_id.partition("/")[2])
        if reply:
            return reply.title, glance.live_review, reply.check_before_launch, False
        return glance.entry_id, glance.live_review, False, False
    if glance.kind == CHECKER:
        checker = library.checkers.get(glance.entry_id.partition("/")[2])
        title = checker.title if checker else glance.entry_id
        return title, glance.live_review, "check_before_launch: true" in glance.body, False
    return TITLES[glance.kind], None, "check_before_launch: true" in glance.body, False


def _state(glance: Glance) -> str:
    if glance.live is None:
        return WITHDRAWN if glance.ever_live else DRAFT
    return LIVE if glance.live == glance.latest else NEWER


def _due(line: Line) -> date:
    return line.review if line.overdue and line.review else date.max


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=512)
def _form(body: str) -> EntryForm:
    return from_body(body, "")


def topics(every: Iterable[Line]) -> list[str]:
    """The topics there are, in order."""
    return sorted({line.topic for line in every})
