"""Checks of the rates, the directory and the words: files that many answers lean on.

A change here must leave every answer that is live able to be given.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from content.checks.checkers import texts_of
from content.checks.finding import Finding, must, should
from content.checks.texts import Around, check_common, check_message
from content.checks.wording import check_wording
from content.directory import Contact, parse_directory
from content.library import Library
from content.opening.file import parse_opening
from content.rates import parse_rates
from content.replies import parse_replies
from content.words import parse_words

BODY = "body"
_OLDEST_CHECK = timedelta(days=366)


def check_rates(text: str, library: Library, day: date) -> list[Finding]:
    """What is wrong with a rates file, or would be wrong with an answer once it is live."""
    rates = parse_rates(text)
    found = [
        should(BODY, _line(text, name), f"{name} has no value today.", "Add one, or take it out.")
        for name, rate in rates.items()
        if rate.on(day) is None
    ]
    return [*found, *_still_fits(library, replace(library, rates=rates), day)]


def check_directory(text: str, library: Library, day: date) -> list[Finding]:
    """What is wrong with a directory, or would be wrong with an answer once it is live."""
    directory = parse_directory(text)
    found = []
    for key, contact in directory.items():
        if day - contact.checked > _OLDEST_CHECK:
            what = f"{contact.name} was last checked on {contact.checked}."
            mend = "Call or look it up, then set the date."
            found.append(should(BODY, _line(text, key), what, mend))
    found += _missing_contacts(library, directory)
    return [*found, *_still_fits(library, replace(library, directory=directory), day)]


def check_opening(text: str, library: Library, day: date) -> list[Finding]:
    """What is wrong with opening hours, or would be wrong with an answer once they hold."""
    plan = parse_opening(text)
    found = [one for why in plan.closed.values() for one in check_wording(BODY, why)]
    gone = [closed for closed in plan.closed if closed < day]
    if gone:
        what = f"{len(gone)} closed days are over, the last on {max(gone):%-d %B %Y}."
        found.append(should(BODY, 0, what, "Take them out: the history keeps them."))
    then = replace(library, opening=plan)
    for turn in [day, *(period.start for period in plan.periods if period.start > day)]:
        found += _still_fits(library, then, turn)
    return found


def check_replies(text: str, library: Library, day: date) -> list[Finding]:
    """What is wrong with the canned replies: as an adviser would send each, on any channel."""
    around = Around(library.filler, day)
    return [
        replace(one, what=f"{reply.name}: {one.what}")
        for reply in parse_replies(text)
        for one in check_common(BODY, reply.text, around)
    ]


def check_words(text: str, library: Library) -> list[Finding]:
    """What is wrong with the service's own sentences: each must stay, with no blank it cannot fill."""
    words = parse_words(text)
    found = [
        must(BODY, 0, f"The sentence {key} is missing.", "Put it back: the service says it.")
        for key in library.words
        if key not in words
    ]
    for key, saying in words.items():
        line = _line(text, key)
        old = library.words.get(key)
        for form in (saying.web, saying.sms):
            if "{" in form and old:
                found += _new_blanks(key, line, form, f"{old.web} {old.sms}")
            found += [replace(one, line=line) for one in check_wording(BODY, form)]
    return found


def _new_blanks(key: str, line: int, text: str, old: str) -> Iterator[Finding]:
    for part in text.split("{")[1:]:
        blank = f"{{{part.partition('}')[0]}}}"
        if blank not in old:
            what = f"The sentence {key} has a new blank, {blank}."
            yield must(BODY, line, what, "Use only the blanks it had: no other is filled.")


def _missing_contacts(library: Library, directory: dict[str, Contact]) -> Iterator[Finding]:
    for reply in library.safety.values():
        for key in reply.contacts:
            if key not in directory:
                what = f"{key} is gone, and the safety reply “{reply.title}” names it."
                yield must(BODY, 0, what, "Put it back, or change the safety reply first.")


def _still_fits(now: Library, then: Library, day: date) -> Iterator[Finding]:
    """Answers that can be given now and could not be given then."""
    for where, text in _live_texts(now):
        broken = {found for found, _ in now.filler.unknown(text, day)}
        for found, _ in then.filler.unknown(text, day):
            if found not in broken:
                what = f"{found} would have no value, and {where} uses it."
                yield must(BODY, 0, what, "Put it back, or change that answer first.")
    for where, text in _live_messages(now):
        if any(check_message(where, text, Around(now.filler, day))):
            continue
        for problem in check_message(where, text, Around(then.filler, day)):
            yield must(BODY, 0, f"The text message of {where}: {problem.what}", problem.mend)


def _live_texts(library: Library) -> Iterator[tuple[str, str]]:
    for entry_id, published in library.entries.items():
        for _, variant in published.entry.all_words():
            yield entry_id, variant.web
    for key, reply in library.safety.items():
        for texts in reply.texts.values():
            yield f"safety/{key}", texts.web
    for checker in library.checkers.values():
        yield from texts_of(checker)
    for canned in library.replies or ():
        yield f"the canned reply “{canned.name}”", canned.text
    yield from _live_messages(library)


def _live_messages(library: Library) -> Iterator[tuple[str, str]]:
    for entry_id, published in library.entries.items():
        for _, variant in published.entry.all_words():
            yield entry_id, variant.sms
    for key, reply in library.safety.items():
        for texts in reply.texts.values():
            yield f"safety/{key}", texts.sms


def _line(text: str, name: str) -> int:
    """The line on which a record begins."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith(f"{name}:"):
            return number
    return 0
