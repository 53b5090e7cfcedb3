"""Reading a checker in its file form (docs/checkers.md)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from content.checker.lines import Path, line_at, lines_of
from content.checker.model import About, Checker, Kind, Option, Outcome, Question
from content.checker.rules import Reader, in_words
from content.entry import Source
from content.entry_file import SourceFacts
from content.front_matter import load_yaml
from content.nation import Nation
from content.problems import ContentError, Problem

_YES_NO = (Option("yes", "Yes"), Option("no", "No"))
_SEE = "See docs/checkers.md."
_MENDS = {
    "missing": "Add it.",
    "date_from_datetime_parsing": "Write the date as 2026-04-06.",
    "date_type": "Write the date as 2026-04-06.",
    "extra_forbidden": "Take it out, or see docs/checkers.md for the names that are known.",
}


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class _Option(_Record):
    label: str = Field(min_length=1, max_length=60)
    words: list[str] = Field(default=[])
    up_to: str = ""


class _Question(_Record):
    kind: Kind
    web: str = Field(min_length=5)
    sms: str = Field(min_length=5)
    asks: str = ""
    fact: str | list[str] = ""
    only_if: Any = None
    options: dict[Any, _Option | str] = Field(default={})


class _Outcome(_Record):
    if_: Any = Field(alias="if")
    title: str = Field(min_length=3, max_length=40)
    about: About
    web: str = Field(min_length=10)
    apply: str = Field(min_length=5)
    ask: str = Field(min_length=5)
    sms: str = Field(min_length=10)
    read: list[str] = Field(min_length=1, max_length=4)
    source: str | list[str]
    checked: date


class _File(_Record):
    title: str = Field(min_length=3, max_length=40)
    button: str = Field(min_length=3, max_length=40)
    nations: list[Nation] = Field(default=list(Nation), min_length=1)
    beside: list[str] = Field(min_length=1)
    review: date
    check_before_launch: bool = False
    notes: str = ""
    sources: dict[str, SourceFacts] = Field(min_length=1)
    questions: dict[str, _Question] = Field(min_length=1)
    outcomes: dict[str, _Outcome] = Field(min_length=1)


def parse_checker(name: str, text: str, where: str | None = None) -> Checker:
    """Read a checker; raise ContentError with the line and the mend of what is wrong."""
    where = where or f"checkers/{name}"
    raw = load_yaml(text, where)
    lines = lines_of(text)
    facts = _facts(raw, where, lines)
    questions = _questions(facts, where, lines)
    reader = Reader(where, lines, questions)
    return Checker(
        name=name,
        title=facts.title,
        button=facts.button,
        nations=tuple(facts.nations),
        beside=tuple(facts.beside),
        review=facts.review,
        check_before_launch=facts.check_before_launch,
        notes=facts.notes.strip(),
        questions=questions,
        outcomes=_outcomes(facts, reader),
    )


def _facts(raw: Any, where: str, lines: Mapping[Path, int]) -> _File:
    try:
        return _File.model_validate(raw)
    except ValidationError as error:
        problems = []
        for fault in error.errors():
            path = tuple(str(part) for part in fault["loc"])
            what = f"{'.'.join(path) or 'The file'}: {fault['msg'].rstrip('.')}."
            mend = _MENDS.get(fault["type"], _SEE)
            problems.append(Problem(where, line_at(lines, *path), what, mend))
        raise ContentError(problems) from error


def _questions(facts: _File, where: str, lines: Mapping[Path, int]) -> tuple[Question, ...]:
    """The questions in order; what `only_if` names is read once all of them are known."""
    plain = tuple(_question(name, each) for name, each in facts.questions.items())
    problems = [
        Problem(where, line_at(lines, "questions", each.name), what, mend)
        for each in plain
        for what, mend in _amiss(each)
    ]
    if problems:
        raise ContentError(problems)
    reader = Reader(where, lines, plain)
    return tuple(
        _question(name, each, reader) if each.only_if is not None else _question(name, each)
        for name, each in facts.questions.items()
    )


def _question(name: str, facts: _Question, reader: Reader | None = None) -> Question:
    options = tuple(
        Option(in_words(value), each)
        if isinstance(each, str)
        else Option(in_words(value), each.label, tuple(each.words), each.up_to)
        for value, each in facts.options.items()
    )
    return Question(
        name=name,
        asks=facts.asks or name,
        kind=facts.kind,
        web=facts.web.strip(),
        sms=facts.sms.strip(),
        options=_YES_NO if facts.kind == "yes-no" and not options else options,
        only_if=reader.rules(facts.only_if, "questions", name, "only_if") if reader else (),
        facts=_facts_of(facts),
    )


def _facts_of(facts: _Question) -> tuple[str, ...]:
    if facts.kind in ("nation", "age"):
        return (facts.kind,)
    named = [facts.fact] if isinstance(facts.fact, str) else facts.fact
    return tuple(name for name in named if name)


def _amiss(question: Question) -> list[tuple[str, str]]:
    """What is wrong with one question in itself, with the mend."""
    found = []
    if question.kind in ("choice", "amount") and not 2 <= len(question.options) <= 7:
        found.append((f"“{question.name}” needs two to seven options.", "Add or join some."))
    if question.kind == "amount" and not all(each.up_to for each in question.options[:-1]):
        what = f"“{question.name}”: every band but the last needs up_to."
        found.append((what, "Name the rate where the band ends."))
    if any(":" in each.value for each in question.options):
        found.append((f"“{question.name}”: an option has a colon in its name.", "Take it out."))
    return found


def _outcomes(facts: _File, reader: Reader) -> tuple[Outcome, ...]:
    found, problems = [], []
    for name, each in facts.outcomes.items():
        try:
            found.append(_outcome(name, each, facts.sources, reader))
        except ContentError as error:
            problems += error.problems
    if not problems and sum(not each.rules for each in found) != 1:
        what = "Not exactly one outcome has “if: nothing else fits”."
        line = line_at(reader.lines, "outcomes")
        problems.append(Problem(reader.where, line, what, "Give it to one outcome, the last."))
    if problems:
        raise ContentError(problems)
    return tuple(found)


def _outcome(
    name: str, facts: _Outcome, sources: Mapping[str, SourceFacts], reader: Reader
) -> Outcome:
    keys = [facts.source] if isinstance(facts.source, str) else facts.source
    unknown = [key for key in keys if key not in sources]
    if unknown:
        line = line_at(reader.lines, "outcomes", name, "source")
        what = f"{name}: there is no source “{unknown[0]}”."
        mend = f"Use one of: {', '.join(sources)}."
        raise ContentError([Problem(reader.where, line, what, mend)])
    last_resort = facts.if_ == "nothing else fits"
    return Outcome(
        name=name,
        title=facts.title,
        about=facts.about,
        rules=() if last_resort else reader.rules(facts.if_, "outcomes", name, "if"),
        web=facts.web.strip(),
        apply=facts.apply.strip(),
        ask=facts.ask.strip(),
        sms=facts.sms.strip(),
        read=tuple(facts.read),
        sources=tuple(Source(sources[key].name, sources[key].url) for key in keys),
        checked=facts.checked,
    )
