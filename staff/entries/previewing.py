"""What a piece will look like: as a chat bubble, and as a text message on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from markupsafe import Markup

from content import sms_text
from content.checks.entries import nation_of
from content.checks.finding import Finding
from content.checks.piece import Piece, check_piece
from content.directory import Contact, parse_directory
from content.entry import read_key
from content.languages import WELSH
from content.library import Library
from content.opening.file import parse_opening
from content.placeholders import Filler
from content.problems import ContentError
from content.rates import parse_rates
from content.repository import ANSWER, DIRECTORY, HOURS, RATES, SAFETY
from content.safety import OCCASIONS, parse_safety
from staff.entries.comparing import Pair, compare_words
from staff.entries.form import from_body
from web.showing import markdown

_DAY = timedelta(days=1)
_OCCASION_TITLES = {
    "emergency": "In an emergency",
    "urgent": "When it is urgent",
    "friend": "When it is about a friend",
}


@dataclass(frozen=True)
class Shown:
    """One form of an answer, for one nation or occasion, filled in as of a day."""

    key: str
    title: str
    html: Markup
    sms: str
    size: sms_text.SmsSize
    kind: str
    contacts: tuple[Contact, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What the editor sees beside the form; `changed` are live answers that would read otherwise."""

    shown: tuple[Shown, ...]
    findings: tuple[Finding, ...]
    changed: tuple[Pair, ...] = ()

    @property
    def blocking(self) -> list[Finding]:
        """What stands in the way of publishing."""
        return [finding for finding in self.findings if finding.blocks]


def preview(piece: Piece, library: Library, day: date) -> Preview:
    """A piece as young people would get it beside what is live now."""
    findings = tuple(check_piece(piece, library, day))
    if piece.kind == ANSWER:
        return Preview(tuple(_answer(piece, library.filler, day)), findings)
    if piece.kind == SAFETY:
        return Preview(tuple(_safety(piece, library, day)), findings)
    return Preview((), findings, tuple(_answers_changed(piece, library, day)))


def _answers_changed(piece: Piece, library: Library, day: date) -> list[Pair]:
    """Which live answers read otherwise once these rates or this directory are live."""
    try:
        then = _with(piece, library)
    except ContentError:
        return []
    days = [day, *(start for start in _starts(then) if start > day)]
    return [
        compare_words(
            f"{entry_id}, {form}{f', {_title(key)}' if key else ''}"
            f"{f', from {on:%-d %B %Y}' if on > day else ''}",
            before,
            after,
        )
        for on in days
        for entry_id, live in library.entries.items()
        for key, variant in live.entry.all_words()
        for form, text in (("web", variant.web), ("sms", variant.sms))
        if (before := library.filler.fill(text, on)) != (after := then.filler.fill(text, on))
        and (on == day or then.filler.fill(text, on - _DAY) != after)
    ]


def _starts(library: Library) -> list[date]:
    """Every day on which a rate begins or ends, or other hours begin, in order."""
    return sorted(
        {period.start for period in library.opening.periods}
        | {
            each
            for rate in library.rates.values()
            for value in rate.values
            for each in (value.start, value.end)
            if each
        }
    )


def placeholders(filler: Filler, day: date) -> list[tuple[str, str, str]]:
    """Every placeholder that can be used, its value on the day, and what it is."""
    found = [
        (f"{{rate:{name}}}", value, rate.what)
        for name, rate in filler.rates.items()
        if (value := rate.shown_on(day))
    ]
    found += [
        (f"{{{kind}:{contact.key}}}", value, contact.name)
        for contact in filler.directory.values()
        for kind in ("phone", "text", "name", "web")
        if (value := getattr(contact, kind))
    ]
    return [*found, ("{hours}", filler.hours_on(day), "When advisers are there")]


def _answer(piece: Piece, filler: Filler, day: date) -> Iterator[Shown]:
    form = from_body(piece.body, "")
    keys = {section.partition(" ")[2]: "" for section in form.sections}
    for key in keys:
        web, sms = (form.texts.get(f"{kind} {key}".strip(), "") for kind in ("web", "sms"))
        if web or sms or not read_key(key)[1]:
            yield _show(key, _title(key) or "Everywhere", web, sms, filler, day)


def _title(key: str) -> str:
    """What a wording is called: the nation, and whether it is the other one."""
    nation = nation_of(key)
    if not read_key(key)[1]:
        return nation.title if nation else ""
    return f"{nation.title}, other wording" if nation else "Other wording"


def _safety(piece: Piece, library: Library, day: date) -> Iterator[Shown]:
    try:
        reply = parse_safety(piece.id.partition("/")[2], piece.body)
    except ContentError:
        return
    contacts = tuple(library.directory[key] for key in reply.contacts if key in library.directory)
    for occasion in OCCASIONS:
        texts = reply.texts[occasion]
        shown = _show(
            occasion, _OCCASION_TITLES[occasion], texts.web, texts.sms, library.filler, day
        )
        yield replace(shown, kind=SAFETY, contacts=contacts)
    for occasion, told in reply.translations.get(WELSH, {}).items():
        title = f"{_OCCASION_TITLES[occasion]} (Cymraeg)"
        shown = _show(f"{occasion} {WELSH}", title, told.web, told.sms, library.filler, day)
        yield replace(shown, kind=SAFETY, contacts=contacts)


def _show(key: str, title: str, web: str, sms: str, filler: Filler, day: date) -> Shown:
    filled = sms_text.fold(filler.fill(sms, day))
    size = sms_text.size(filled)
    return Shown(key, title, markdown(filler.fill(web, day)), filled, size, ANSWER)


def _with(piece: Piece, library: Library) -> Library:
    if piece.kind == RATES:
        return replace(library, rates=parse_rates(piece.body))
    if piece.kind == DIRECTORY:
        return replace(library, directory=parse_directory(piece.body))
    if piece.kind == HOURS:
        return replace(library, opening=parse_opening(piece.body))
    return library
