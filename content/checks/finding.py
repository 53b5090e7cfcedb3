"""A finding: one thing that a check saw, where, and how to mend it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from content.problems import Problem

Severity = Literal["must", "should"]
_FIELD = re.compile(r"`([a-z_]+)[^`]*`: (.*)", re.DOTALL)
_SECTION = re.compile(r"`# ([a-z]+(?: [a-z]+)?)`")
_PLAIN = (
    (re.compile(r"^Field required"), "It is missing."),
    (re.compile(r"^String should have at least"), "It is too short."),
    (re.compile(r"^String should have at most (\d+).*"), r"It is longer than \1 characters."),
    (re.compile(r"^String should match pattern '\^\(?https.*"), "It does not start with https://."),
    (re.compile(r"^String should match pattern '\^\[0-9 .*"), "It holds more than digits."),
    (re.compile(r"^List should have at least.*"), "It is empty."),
    (re.compile(r"^List should have at most (\d+).*"), r"It holds more than \1."),
    (re.compile(r"^Input should be a valid date.*"), "It is not a date."),
    (re.compile(r"^Input should be a valid list.*"), "It is not a list."),
    (re.compile(r"^Extra inputs are not permitted"), "This name is not known here."),
)


@dataclass(frozen=True)
class Finding:
    """`must` stands in the way of publishing, `should` does not. `where` names a field or a section
    such as `web wales`; `line` counts from 1 within it, 0 when it is about the whole."""

    severity: Severity
    where: str
    line: int
    what: str
    mend: str

    @property
    def blocks(self) -> bool:
        """Whether it must be mended before publishing."""
        return self.severity == "must"


def must(where: str, line: int, what: str, mend: str) -> Finding:
    """A finding that stands in the way."""
    return Finding("must", where, line, what, mend)


def should(where: str, line: int, what: str, mend: str) -> Finding:
    """A finding that an editor may overrule."""
    return Finding("should", where, line, what, mend)


def from_problems(problems: Iterable[Problem]) -> list[Finding]:
    """What could not be read, as findings at the field or section it is about."""
    return [_from_problem(problem) for problem in problems]


def _from_problem(problem: Problem) -> Finding:
    field = _FIELD.match(problem.what)
    section = _SECTION.search(problem.what)
    # A record of the rates or the directory names itself after a comma: "rates, ema-wales-weekly".
    record = problem.where.partition(", ")[2]
    if field:
        what = _plain(field.group(2))
        if record:
            return must("body", problem.line, f"{record}, {field.group(1)}: {what}", problem.mend)
        mend = "Write it starting with https://." if "https://" in what else problem.mend
        return must(field.group(1), 0, what, mend)
    if section:
        return must(section.group(1), 0, problem.what, problem.mend)
    what = f"{record}: {problem.what}" if record else problem.what
    return must("body", problem.line, what, problem.mend)


def _plain(words: str) -> str:
    for pattern, plain in _PLAIN:
        if pattern.match(words):
            return pattern.sub(plain, words)
    return words
