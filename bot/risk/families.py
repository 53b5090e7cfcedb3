"""The families of danger: reading and checking the files of nlu_data/risk.

What is watched for (codes and patterns) and what the score is taught from (`examples/`) lie in files of
their own: a service that starts reads the first only.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.decision import LIKENESS, Level
from bot.risk.pattern_language import PatternError, rows_of
from bot.understanding.normalise import plain
from content.front_matter import load_yaml, validate
from content.problems import ContentError, Problem

FOLDER = Path(__file__).parents[2] / "nlu_data" / "risk"
BESIDE_DANGER = "beside-danger.yml"
EVERYDAY = "everyday.yml"
EXAMPLES = "examples"
HOMELY = "homely.yml"
EXCUSES = "excuses.yml"
Excuses = Mapping[str, Sequence[str]]
"""What makes words harmless in every pattern of danger: patterns, by the name of their group."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class _CodeFacts(_Strict):
    level: Level
    about: str = Field(min_length=3)


class _PatternFacts(_Strict):
    code: str
    any: list[str] = Field(min_length=1)
    unless: list[str] = []
    catches: list[str] = Field(min_length=1)
    passes: list[str] = Field(min_length=1)


class _ExcuseFacts(_Strict):
    groups: dict[str, list[str]]


class _FamilyFacts(_Strict):
    family: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    about: str = Field(min_length=3)
    safety_reply: str | None = None
    not_excused_by: list[str] = []
    codes: dict[str, _CodeFacts] = Field(min_length=1)
    patterns: list[_PatternFacts] = []
    examples: dict[str, list[str]] = {}
    lookalikes: list[str] = []


@dataclass(frozen=True)
class Code:
    """What a signal may be called, and how high it counts."""

    name: str
    level: Level
    about: str


@dataclass(frozen=True)
class PatternItem:
    """Words that always count as `code`, `unless` others stand near, with the proof for both.

    In a pattern of danger `unless` holds what excuses them all too.
    """

    code: str
    any: tuple[str, ...]
    unless: tuple[str, ...]
    catches: tuple[str, ...]
    passes: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """One family of danger: its codes and patterns, and where read, the messages that teach the score."""

    name: str
    about: str
    safety_reply: str | None
    codes: Mapping[str, Code]
    patterns: tuple[PatternItem, ...]
    examples: Mapping[str, tuple[str, ...]]
    lookalikes: tuple[str, ...]

    @property
    def can_be_urgent(self) -> bool:
        """Whether it holds danger, and not need alone."""
        return any(code.level.rank >= Level.URGENT.rank for code in self.codes.values())

    @property
    def likeness(self) -> str:
        """The code of a bare score: it tells the family, and not which of its codes."""
        return f"{self.name}.{LIKENESS}"


def read_families(folder: Path = FOLDER) -> tuple[Family, ...]:
    """Read every family, in the order of their names, without the examples.

    Raises ContentError with all that is wrong.
    """
    return _read(folder, lambda _: None)


def read_taught_families(folder: Path = FOLDER) -> tuple[Family, ...]:
    """Read every family with the examples and look-alikes that teach the score."""
    return _read(folder, lambda file: folder / EXAMPLES / file.name)


def _read(folder: Path, examples_of: Callable[[Path], Path | None]) -> tuple[Family, ...]:
    excuses = _read_excuses(folder / EXCUSES)
    families: list[Family] = []
    problems: list[Problem] = []
    for file in sorted(set(folder.glob("*.yml")) - {folder / EXCUSES}):
        examples = examples_of(file)
        told = examples.read_text("utf-8") if examples else ""
        try:
            families.append(parse_family(file.read_text("utf-8"), file.name, told, excuses))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return tuple(families)


def read_everyday(folder: Path = FOLDER) -> tuple[str, ...]:
    """The ordinary messages that must raise nothing."""
    return _lines(folder / EXAMPLES / EVERYDAY)


def read_homely(folder: Path = FOLDER) -> tuple[str, ...]:
    """The homely words that stand beside danger and change nothing of it."""
    return _lines(folder / EXAMPLES / HOMELY)


def _lines(file: Path) -> tuple[str, ...]:
    topics = load_yaml(file.read_text("utf-8"), file.name)
    return tuple(str(line) for lines in topics.values() for line in lines)


def read_beside_danger(folder: Path = FOLDER) -> frozenset[str]:
    """The entries whose questions somebody in danger may well ask, so that they count as no proof of calm."""
    file = folder / EXAMPLES / BESIDE_DANGER
    return frozenset(map(str, load_yaml(file.read_text("utf-8"), file.name)["entries"]))


def _read_excuses(file: Path) -> Excuses:
    """The groups of excuses; none in a copy of patterns from before there were any."""
    if not file.exists():
        return {}
    text = file.read_text("utf-8")
    groups = validate(_ExcuseFacts, {"groups": load_yaml(text, file.name)}, file.name).groups
    each = [pattern for group in groups.values() for pattern in group]
    if problems := list(_unreadable(each, file.name, text.splitlines())):
        raise ContentError(problems)
    return groups


def parse_family(
    text: str, where: str, examples: str = "", excuses: Excuses | None = None
) -> Family:
    """Read one family, and its file of examples if given; raise ContentError with all that is wrong.

    `excuses` speak for harmless beside every pattern of danger, but for the groups that the file names in
    `not_excused_by`. Beside need they do not: it would be nothing then.
    """
    excuses = excuses or {}
    raw = load_yaml(text, where)
    if examples:
        raw |= load_yaml(examples, f"{EXAMPLES}/{where}")
    facts = validate(_FamilyFacts, raw, where)
    lines = text.splitlines()
    problems = [*_codes_amiss(facts, where, lines), *_patterns_amiss(facts, where, lines)]
    problems += _excuses_amiss(facts, excuses, where, lines)
    problems += _examples_amiss(facts, where, examples.splitlines() or lines)
    if problems:
        raise ContentError(problems)
    shared = [
        each
        for name, group in excuses.items()
        if name not in facts.not_excused_by
        for each in group
    ]
    return Family(
        name=facts.family,
        about=facts.about,
        safety_reply=facts.safety_reply,
        codes={name: Code(name, code.level, code.about) for name, code in facts.codes.items()},
        patterns=tuple(
            PatternItem(
                item.code,
                tuple(item.any),
                (*item.unless, *(shared if _is_danger(facts, item) else ())),
                tuple(item.catches),
                tuple(item.passes),
            )
            for item in facts.patterns
        ),
        examples={code: tuple(lines) for code, lines in facts.examples.items()},
        lookalikes=tuple(facts.lookalikes),
    )


def _is_danger(facts: _FamilyFacts, item: _PatternFacts) -> bool:
    return facts.codes[item.code].level.rank >= Level.URGENT.rank


def _codes_amiss(facts: _FamilyFacts, where: str, lines: list[str]) -> Iterable[Problem]:
    for name in facts.codes:
        if not name.startswith(f"{facts.family}."):
            mend = f"Begin it with `{facts.family}.`."
            yield Problem(
                where, _line(lines, name), f"The code `{name}` is not this family's.", mend
            )
    for item in facts.patterns:
        if item.code not in facts.codes:
            yield _no_code(facts, where, lines, item.code)


def _examples_amiss(facts: _FamilyFacts, where: str, lines: list[str]) -> Iterable[Problem]:
    for name in facts.examples:
        if name not in facts.codes:
            yield _no_code(facts, f"{EXAMPLES}/{where}", lines, name)


def _excuses_amiss(
    facts: _FamilyFacts, excuses: Excuses, where: str, lines: list[str]
) -> Iterable[Problem]:
    for group in set(facts.not_excused_by) - excuses.keys():
        what = f"There is no group of excuses `{group}`."
        mend = f"Use one of {EXCUSES}: {', '.join(excuses)}."
        yield Problem(where, _line(lines, group), what, mend)


def _no_code(facts: _FamilyFacts, where: str, lines: list[str], name: str) -> Problem:
    mend = f"Use one of: {', '.join(facts.codes)}."
    return Problem(where, _line(lines, name), f"There is no code `{name}`.", mend)


def _patterns_amiss(facts: _FamilyFacts, where: str, lines: list[str]) -> Iterable[Problem]:
    for item in facts.patterns:
        yield from _unreadable((*item.any, *item.unless), where, lines)


def _unreadable(patterns: Iterable[str], where: str, lines: list[str]) -> Iterable[Problem]:
    for pattern in patterns:
        try:
            rows_of(pattern, plain)
        except PatternError as error:
            what = f"In `{pattern}`: {error.what}"
            yield Problem(where, _line(lines, pattern), what, error.mend)


def _line(lines: list[str], words: str) -> int:
    """The line that holds these words, 0 when YAML wrote them otherwise."""
    return next((number for number, line in enumerate(lines, 1) if words in line), 0)
