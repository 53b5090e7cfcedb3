"""Checks of any piece of content in its file form: an answer, a safety reply, or a shared file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from content.checks.checkers import check_checker
from content.checks.entries import check_entry, in_order, nation_of
from content.checks.finding import Finding, from_problems
from content.checks.left_behind import check_safety_left_behind, check_words_left_behind
from content.checks.phrases import askers, check_phrases, owners
from content.checks.safety import check_safety
from content.checks.shared_files import (
    check_directory,
    check_opening,
    check_rates,
    check_replies,
    check_words,
)
from content.checks.texts import Around, check_sms, check_web
from content.checks.translations import check_translation
from content.entry import read_key
from content.entry_file import parse_entry
from content.front_matter import split
from content.library import Library
from content.nation import Nation
from content.problems import ContentError
from content.repository import (
    ANSWER,
    CHECKER,
    DIRECTORY,
    HOURS,
    RATES,
    REPLIES,
    SAFETY,
    WORDS,
    WORDS_CY,
)
from content.safety import parse_safety
from content.words import parse_words

_FORMS = {"web": check_web, "sms": check_sms}


@dataclass(frozen=True)
class Piece:
    """A piece of content as an editor has it in hand; the kinds are named in content.repository."""

    id: str
    kind: str
    body: str
    phrases: tuple[str, ...] = ()


def check_piece(piece: Piece, library: Library, day: date) -> list[Finding]:
    """Everything found in a piece that would go live beside `library`, which is live now."""
    try:
        return in_order(_CHECKS[piece.kind](piece, library, day))
    except ContentError as error:
        found = from_problems(error.problems)
        if piece.kind == ANSWER:
            found += _readable_parts(piece, library, day)
        return in_order(found)


def _answer(piece: Piece, library: Library, day: date) -> list[Finding]:
    entry = parse_entry(piece.id, piece.body, piece.phrases)
    known = {*library.entries, piece.id}
    live = [each.entry for each in library.entries.values()]
    asked = askers(live, besides=piece.id)
    return check_entry(entry, library.filler, day, known, owners(live, besides=piece.id), asked)


def _safety(piece: Piece, library: Library, day: date) -> list[Finding]:
    reply = parse_safety(piece.id.partition("/")[2], piece.body)
    live = library.safety.get(reply.id, reply)
    return [*check_safety(reply, library.filler, day), *check_safety_left_behind(reply, live)]


def _words(piece: Piece, library: Library) -> list[Finding]:
    left = check_words_left_behind(parse_words(piece.body), library)
    return [*check_words(piece.body, library), *left]


def _checker(piece: Piece, library: Library, day: date) -> list[Finding]:
    return check_checker(piece.id.partition("/")[2], piece.body, library, day)


def _owners(piece: Piece, library: Library) -> Mapping[str, str]:
    return owners((live.entry for live in library.entries.values()), besides=piece.id)


def _readable_parts(piece: Piece, library: Library, day: date) -> Iterator[Finding]:
    """What is found in the texts of an answer whose facts cannot be read yet."""
    yield from check_phrases(piece.phrases, _owners(piece, library))
    try:
        _, sections = split(piece.body, piece.id)
    except ContentError:
        return
    for section in sections:
        form, _, key = section.heading.partition(" ")
        if form in _FORMS and section.text and read_key(key)[0] in ("", *Nation):
            around = Around(library.filler, day, nation_of(key))
            yield from _FORMS[form](section.heading, section.text, around)


_CHECKS: Mapping[str, Callable[[Piece, Library, date], list[Finding]]] = {
    ANSWER: _answer,
    SAFETY: _safety,
    CHECKER: _checker,
    RATES: lambda piece, library, day: check_rates(piece.body, library, day),
    DIRECTORY: lambda piece, library, day: check_directory(piece.body, library, day),
    WORDS: lambda piece, library, _: _words(piece, library),
    WORDS_CY: lambda piece, library, _: check_translation(piece.body, library),
    HOURS: lambda piece, library, day: check_opening(piece.body, library, day),
    REPLIES: lambda piece, library, day: check_replies(piece.body, library, day),
}
