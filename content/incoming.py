"""Reading files that were exported, here or elsewhere: all of them, or every problem in any of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from content.checker.file import parse_checker
from content.directory import parse_directory
from content.entry_file import parse_entry
from content.front_matter import load_yaml
from content.opening.file import parse_opening
from content.problems import ContentError, Problem
from content.rates import parse_rates
from content.replies import parse_replies
from content.repository import (
    ANSWER,
    CHECKER,
    DIRECTORY,
    HOURS,
    RATES,
    REPLIES,
    SAFETY,
    SHARED,
    WORDS,
    WORDS_CY,
)
from content.safety import parse_safety
from content.whole import Words
from content.words import parse_words

_SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_PATH = re.compile(
    rf"(?P<state>(?:drafts|withdrawn)/)?(?:(?P<shared>{'|'.join(SHARED)})\.yml"
    rf"|entries/(?P<answer>{_SLUG}/{_SLUG})\.md|safety/(?P<safety>{_SLUG})\.md"
    rf"|checkers/(?P<checker>{_SLUG})\.yml|nlu/(?P<nlu>{_SLUG})\.yml)"
)
_LONGEST_ID = 80
_PARSERS: Mapping[str, Callable[[str, str, str], object]] = {
    ANSWER: lambda key, body, where: parse_entry(key, body, where=where),
    SAFETY: lambda key, body, where: parse_safety(key.partition("/")[2], body, where=where),
    CHECKER: lambda key, body, where: parse_checker(key.partition("/")[2], body, where=where),
    RATES: lambda _key, body, where: parse_rates(body, where),
    DIRECTORY: lambda _key, body, where: parse_directory(body, where),
    WORDS: lambda _key, body, where: parse_words(body, where),
    WORDS_CY: lambda _key, body, where: parse_words(body, where),
    HOURS: lambda _key, body, where: parse_opening(body, where),
    REPLIES: lambda _key, body, where: parse_replies(body, where),
}


@dataclass(frozen=True)
class Incoming:
    """The pieces of an export by their ids: what is live, drafted and withdrawn there."""

    kinds: dict[str, str] = field(default_factory=dict)
    live: dict[str, Words] = field(default_factory=dict)
    drafts: dict[str, Words] = field(default_factory=dict)
    withdrawn: dict[str, Words] = field(default_factory=dict)


def read_files(files: Mapping[str, bytes]) -> Incoming:
    """Read an export; raise ContentError with every problem in every file, and take nothing then."""
    read = Incoming()
    texts: dict[str, str] = {}
    phrases: dict[str, dict[str, tuple[str, ...]]] = {"": {}, "drafts/": {}, "withdrawn/": {}}
    problems: list[Problem] = []
    for path, data in sorted(files.items()):
        try:
            texts[path] = _decoded(path, data)
            found = _matched(path)
            if found["nlu"]:
                phrases[found["state"] or ""] |= _phrases(texts[path], path)
        except ContentError as error:
            problems += error.problems
    for path, text in texts.items():
        matched = _PATH.fullmatch(path)
        if matched is None or matched["nlu"]:
            continue
        state = matched["state"] or ""
        entry_id, kind = _named(matched)
        read.kinds[entry_id] = kind
        words = Words(text, phrases[state].pop(entry_id, ()))
        {"": read.live, "drafts/": read.drafts, "withdrawn/": read.withdrawn}[state][entry_id] = (
            words
        )
        if state == "":
            problems += _unreadable(entry_id, kind, text, path)
    for state, left in phrases.items():
        problems += [
            Problem(f"{state}nlu", 0, f"There are phrases of {key}, which is not there.", "Add it.")
            for key in left
        ]
    if not files:
        problems.append(Problem("files", 0, "There is nothing in it.", "Export again."))
    if problems:
        raise ContentError(problems)
    return read


def _decoded(path: str, data: bytes) -> str:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _problem(path, "This is not text in UTF-8.", "Save it as UTF-8.") from None
    if "\x00" in text:
        raise _problem(path, "It holds a character that no text has.", "Take it out.")
    return text


def _matched(path: str) -> re.Match[str]:
    found = _PATH.fullmatch(path)
    if found is None or len(path) > _LONGEST_ID + len("withdrawn/entries/.md"):
        raise _problem(path, "No export has such a file.", "Take it out, or give it its name.")
    return found


def _named(found: re.Match[str]) -> tuple[str, str]:
    if found["shared"]:
        return f"service-wide/{found['shared']}", found["shared"]
    if found["safety"]:
        return f"safety/{found['safety']}", SAFETY
    if found["checker"]:
        return f"checkers/{found['checker']}", CHECKER
    return found["answer"], ANSWER


def _phrases(text: str, path: str) -> dict[str, tuple[str, ...]]:
    raw = load_yaml(text, path)
    blocks = raw.get("nlu") if isinstance(raw, dict) else None
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise _problem(path, "These are not phrases.", "Write nlu: and intents under it.")
    found: dict[str, tuple[str, ...]] = {}
    for block in blocks:
        topic, _, slug = str(block.get("intent", "")).partition(".")
        lines = str(block.get("examples", "")).splitlines()
        found[f"{topic}/{slug}"] = tuple(
            line.removeprefix("- ") for line in lines if line.strip() not in ("", "-")
        )
    return found


def _unreadable(entry_id: str, kind: str, text: str, path: str) -> list[Problem]:
    try:
        _PARSERS[kind](entry_id, text, path)
    except ContentError as error:
        return error.problems
    return []


def _problem(path: str, what: str, mend: str) -> ContentError:
    return ContentError([Problem(path[:200], 0, what, mend)])
