"""Reading the rules of a checker: `age: 16 to 18`, `home: [in care, on my own]`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from content.checker.lines import Path, line_at
from content.checker.model import NOT_SURE, OLDEST, Question, Rule
from content.nation import Nation
from content.problems import ContentError, Problem

_AGES = re.compile(r"(\d+)(?: to (\d+)| (or over))?|under (\d+)")
_AGE_FORMS = "Write 17, 16 to 18, under 16, 19 or over, or not sure."


@dataclass(frozen=True)
class Reader:
    """Reads rules against the questions there are; knows the file, to say where something is wrong."""

    where: str
    lines: Mapping[Path, int]
    questions: tuple[Question, ...]

    def rules(self, raw: Any, *path: str) -> tuple[Rule, ...]:
        """One block of conditions that must all be so, or a list of blocks of which one must."""
        if isinstance(raw, list) and raw:
            blocks = [(each, (*path, str(number))) for number, each in enumerate(raw)]
        else:
            blocks = [(raw, path)]
        return tuple(self._rule(block, place) for block, place in blocks)

    def _rule(self, raw: Any, path: Path) -> Rule:
        if not isinstance(raw, Mapping) or not raw:
            what = "This is not a rule."
            raise self._error(what, "Write lines such as age: 16 to 18 under it.", *path)
        return {
            str(asked): self._fitting(str(asked), wanted, (*path, str(asked)))
            for asked, wanted in raw.items()
        }

    def _fitting(self, asked: str, wanted: Any, path: Path) -> frozenset[str]:
        questions = [each for each in self.questions if each.asks == asked]
        if not questions:
            known = ", ".join(sorted({each.asks for each in self.questions}))
            what = f"No question asks for “{asked}”."
            raise self._error(what, f"Use one of: {known}.", *path)
        words = [in_words(each) for each in (wanted if isinstance(wanted, list) else [wanted])]
        return frozenset(value for word in words for value in self._values(word, questions, path))

    def _values(self, word: str, questions: list[Question], path: Path) -> Iterator[str]:
        if word == NOT_SURE:
            yield word
        elif questions[0].kind == "age":
            yield from self._ages(word, path)
        else:
            known = [value for question in questions for value in _answers_to(question)]
            if word not in known:
                mend = f"Use one of: {', '.join(dict.fromkeys(known))}, {NOT_SURE}."
                raise self._error(f"“{word}” is not an answer to it.", mend, *path)
            yield word

    def _ages(self, word: str, path: Path) -> Iterator[str]:
        found = _AGES.fullmatch(word)
        if found is None:
            raise self._error(f"“{word}” is not an age.", _AGE_FORMS, *path)
        first, last, or_over, under = found.groups()
        youngest = int(first or 0)
        oldest = int(under) - 1 if under else OLDEST if or_over else int(last or youngest)
        yield from map(str, range(youngest, oldest + 1))

    def _error(self, what: str, mend: str, *path: str) -> ContentError:
        line = line_at(self.lines, *path)
        return ContentError([Problem(self.where, line, f"{'.'.join(path)}: {what}", mend)])


def in_words(value: Any) -> str:
    """A value of YAML as it was written: its yes and no are read as true and false."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


def _answers_to(question: Question) -> list[str]:
    if question.kind == "nation":
        return [nation.value for nation in Nation]
    return [option.value for option in question.options]
