"""Files that start with facts about themselves (YAML between two `---` lines) and go on in sections."""

import re
from dataclasses import dataclass
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from content.problems import ContentError, Problem

Facts = TypeVar("Facts", bound=BaseModel)
_DIVIDER = re.compile(r"^---[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^# +(.+?)[ \t]*$", re.MULTILINE)
_MENDS = {
    "missing": "Add it.",
    "date_from_datetime_parsing": "Write the date as 2026-04-06.",
    "date_type": "Write the date as 2026-04-06.",
    "extra_forbidden": "Remove it, or see docs/content-format.md for the names that are known.",
}


@dataclass(frozen=True)
class Section:
    """What stands under one `# heading`, with the line it starts on."""

    heading: str
    line: int
    text: str


def split(text: str, where: str) -> tuple[Any, list[Section]]:
    """Take a file apart into its front matter (parsed YAML) and its sections, in order."""
    text = text.replace("\r\n", "\n")
    dividers = list(_DIVIDER.finditer(text))
    if len(dividers) < 2 or text[: dividers[0].start()].strip():
        what = "The file does not begin with front matter between two lines of ---."
        raise ContentError([Problem(where, 1, what, "Start it as docs/content-format.md shows.")])
    facts = load_yaml(text[dividers[0].end() : dividers[1].start()], where)
    body_start = dividers[1].end()
    headings = list(_HEADING.finditer(text, body_start))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    sections = [
        Section(
            heading.group(1).strip().lower(),
            text.count("\n", 0, heading.start()) + 1,
            text[heading.end() : end].strip(),
        )
        for heading, end in zip(headings, ends, strict=True)
    ]
    return facts, sections


def load_yaml(text: str, where: str) -> Any:
    """Read YAML, or raise with the line that could not be read."""
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        what = f"This is not readable YAML: {getattr(error, 'problem', None) or 'broken'}."
        mend = "Check the indents, and put quotes round text that holds ': ' or ' #'."
        raise ContentError([Problem(where, line, what, mend)]) from error


def validate(model: type[Facts], raw: Any, where: str) -> Facts:
    """Turn raw YAML into a typed model, or raise with every field that is wrong."""
    if not isinstance(raw, dict):
        raise ContentError(
            [Problem(where, 1, "The facts are missing.", "Write name: value lines.")]
        )
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        problems = [
            Problem(
                where,
                1,
                f"`{'.'.join(str(part) for part in fault['loc'])}`: {fault['msg'].rstrip('.')}.",
                _MENDS.get(fault["type"], "See docs/content-format.md."),
            )
            for fault in error.errors()
        ]
        raise ContentError(problems) from error
