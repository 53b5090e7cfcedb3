"""Canned replies: what every adviser may put into a conversation, written once and kept by editors."""

from dataclasses import dataclass

import yaml
from pydantic import BaseModel, ConfigDict, Field

from content.front_matter import load_yaml, validate
from content.problems import ContentError, Problem

LONGEST_NAME = 80
LONGEST_TEXT = 2000
MOST_REPLIES = 100


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    name: str = Field(min_length=1, max_length=LONGEST_NAME)
    text: str = Field(min_length=1, max_length=LONGEST_TEXT)


@dataclass(frozen=True)
class Reply:
    """One reply; placeholders in its text are filled when an adviser puts it in."""

    name: str
    text: str


def parse_replies(text: str, where: str = "replies.yml") -> tuple[Reply, ...]:
    """Read the replies file; raise ContentError with everything that is wrong and its mend."""
    raw = load_yaml(text, where) or []
    if not isinstance(raw, list):
        mend = "Write a list of replies, each with - name: and text:."
        raise ContentError([Problem(where, 1, "The replies are not a list.", mend)])
    found: list[Reply] = []
    problems: list[Problem] = []
    for number, row in enumerate(raw, 1):
        try:
            facts = validate(_Row, row, f"{where}, reply {number}")
        except ContentError as error:
            problems += error.problems
            continue
        if facts.name.casefold() in (other.name.casefold() for other in found):
            what = f"Two replies are called {facts.name}."
            problems.append(Problem(where, 0, what, "Give one of them another name."))
        found.append(Reply(facts.name, facts.text))
    if len(raw) > MOST_REPLIES:
        what = f"There are {len(raw)} replies; advisers find nothing among so many."
        problems.append(Problem(where, 0, what, f"Keep {MOST_REPLIES} at most."))
    if problems:
        raise ContentError(problems)
    return tuple(found)


def written_down(replies: tuple[Reply, ...]) -> str:
    """Replies in their file form; the same replies always give the same text."""
    rows = [{"name": each.name, "text": each.text} for each in replies]
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=100) if rows else ""
