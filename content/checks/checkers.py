"""All checks of a checker: its questions, its rules, and what it says at the end."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from content import sms_text
from content.checker.file import parse_checker
from content.checker.lines import Path, line_at, lines_of
from content.checker.model import MOST_QUESTIONS, Checker, Outcome, Question
from content.checks.entries import in_order
from content.checks.finding import Finding, must, should
from content.checks.markdown import check_markdown
from content.checks.reading import plain
from content.checks.texts import Around, check_common, check_reading, check_sms
from content.checks.wording import Place, check_wording
from content.library import Library

BODY = "body"
_CHECKERS: Place = "checkers"


def check_checker(name: str, text: str, library: Library, day: date) -> list[Finding]:
    """Everything found in a checker that would go live beside `library`; raises what is unreadable."""
    checker = parse_checker(name, text)
    at = _Place(lines_of(text), Around(library.filler, day))
    found = [*_check_whole(checker, at, library), *_check_entries(checker, at, library.entries)]
    for question in checker.questions:
        found += _check_question(question, at)
    for outcome in checker.outcomes:
        found += _check_outcome(outcome, at)
    return in_order(found)


@dataclass(frozen=True)
class _Place:
    """Says on which line of the file a finding is."""

    lines: Mapping[Path, int]
    around: Around

    def line(self, *path: str) -> int:
        return line_at(self.lines, *path)

    def moved(self, found: Iterator[Finding], *path: str) -> Iterator[Finding]:
        """Findings about one text, as findings about the file."""
        what_of = ".".join(path)
        for one in found:
            what = f"{what_of}: {one.what}"
            yield replace(one, where=BODY, line=self.line(*path), what=what)


def _check_whole(checker: Checker, at: _Place, library: Library) -> Iterator[Finding]:
    asked = {question.asks for question in checker.questions}
    if len(asked) > MOST_QUESTIONS:
        what = f"It asks for {len(asked)} things."
        yield must(BODY, at.line("questions"), what, f"Keep {MOST_QUESTIONS} at most.")
    if checker.review < at.around.day:
        what = f"The review date has passed: {checker.review}."
        yield should(BODY, at.line("review"), what, "Check the rules, then set the dates anew.")
    for field, text in (("title", checker.title), ("button", checker.button)):
        yield from at.moved(check_wording(field, text, _CHECKERS), field)
    for other in library.checkers.values():
        shared = set(checker.beside) & set(other.beside)
        if other.name != checker.name and shared and set(checker.nations) & set(other.nations):
            what = f"{min(shared)} offers the checker {other.name} already."
            mend = "Keep it in one of them, or let each be for other nations."
            yield must(BODY, at.line("beside"), what, mend)


def _check_entries(checker: Checker, at: _Place, known: Collection[str]) -> Iterator[Finding]:
    named = [(entry_id, ("beside",)) for entry_id in checker.beside]
    named += [
        (entry_id, ("outcomes", outcome.name, "read"))  # type: ignore[misc]
        for outcome in checker.outcomes
        for entry_id in outcome.read
    ]
    for entry_id, path in named:
        if entry_id not in known:
            mend = "Choose an id from the list, such as ema/how-much."
            yield must(BODY, at.line(*path), f"There is no entry {entry_id}.", mend)


def _check_question(question: Question, at: _Place) -> Iterator[Finding]:
    path = ("questions", question.name)
    options = "".join(
        f"\n{number} {option.label}" for number, option in enumerate(question.options, 1)
    )
    texts = {"web": question.web, "sms": question.sms + options}
    for form, text in texts.items():
        found = [*check_common(form, text, at.around), *check_wording(form, text, _CHECKERS)]
        yield from at.moved(iter(found), *path, form)
    yield from at.moved(
        check_reading("web", at.around.filler.fill(question.web, at.around.day)), *path
    )
    used = sms_text.size(
        sms_text.fold(at.around.filler.fill(texts["sms"] + "\n9 Not sure", at.around.day))
    )
    if used.parts > 2 or used.alphabet != "gsm-7":
        what = f"{question.name}: as a text message it takes {used.parts} parts."
        yield must(BODY, at.line(*path), what, "Shorten the options, and use plain letters.")
    for option in question.options:
        rate = at.around.filler.rates.get(option.up_to) if option.up_to else None
        if option.up_to and (rate is None or rate.on(at.around.day) is None):
            what = f"{question.name}: {option.up_to} is not a rate, or has no value today."
            line = at.line(*path, "options", option.value, "up_to")
            yield must(BODY, line, what, "Choose one from the rates.")


def _check_outcome(outcome: Outcome, at: _Place) -> Iterator[Finding]:
    path = ("outcomes", outcome.name)
    for field in ("title", "web", "apply", "ask", "sms"):
        text: str = getattr(outcome, field)
        yield from at.moved(check_wording(field, text, _CHECKERS), *path, field)
    for field in ("title", "web", "apply", "ask"):
        text = getattr(outcome, field)
        yield from at.moved(check_common(field, text, at.around), *path, field)
        yield from at.moved(check_markdown(field, text), *path, field)
    whole = f"{outcome.web}\n{outcome.apply}\n{outcome.ask}"
    filled = plain(at.around.filler.fill(whole, at.around.day))
    yield from at.moved(check_reading("web", filled), *path, "web")
    yield from at.moved(check_sms("sms", outcome.sms, at.around), *path, "sms")
    if outcome.checked > at.around.day:
        mend = "Write the day on which the rule was last checked."
        yield must(BODY, at.line(*path, "checked"), "The day is still to come.", mend)


def texts_of(checker: Checker) -> Iterator[tuple[str, str]]:
    """Every text of a checker that may hold placeholders, with what it belongs to."""
    where = f"checkers/{checker.name}"
    for question in checker.questions:
        yield where, question.web
        yield where, question.sms
        for option in question.options:
            yield where, option.label
            if option.up_to:
                yield where, f"{{rate:{option.up_to}}}"
    for outcome in checker.outcomes:
        for text in (outcome.web, outcome.apply, outcome.ask, outcome.sms):
            yield where, text
