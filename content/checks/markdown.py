"""Markdown: only what young people's pages show, and links that say where they go."""

import re
from collections.abc import Iterator

from content.checks.finding import Finding, must, should

MOST_POINTS = 4
_REFUSED = (
    (re.compile(r"<[a-zA-Z/!?][^>]*>?"), "HTML", "Take it out: only plain words are shown."),
    (re.compile(r"^ {0,3}#+(?:\s|$)", re.MULTILINE), "A heading", "Make the words **bold**."),
    (re.compile(r"^ {0,3}(?:=+|-{3,}|\*{3,})\s*$", re.MULTILINE), "A ruled line", "Take it out."),
    (re.compile(r"!\["), "A picture", "Say it in words."),
    (re.compile(r"^ *\|.*\|", re.MULTILINE), "A table", "Make it a short list."),
    (re.compile(r"^ {0,3}>", re.MULTILINE), "A quotation", "Write it as a paragraph."),
    (re.compile(r"`"), "Code", "Use plain quotes."),
)
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]*)[^)]*\)")
_BARE = re.compile(r"(?<!\]\()\bhttps?://\S+")
_SAYS_NOTHING = frozenset(
    {"", "here", "click here", "click", "link", "this link", "this page", "this", "more",
     "read more", "find out more", "more information", "website", "site", "this site"}
)  # fmt: skip
_WEB_PLACEHOLDER = re.compile(r"\{web:[a-z0-9-]+\}")
_POINT = re.compile(r"^ *[-*+] ", re.MULTILINE)
_SIGNS = re.compile(r"\*\*|__|\]\(|^ *[-*+] ", re.MULTILINE)


def check_markdown(where: str, text: str) -> Iterator[Finding]:
    """What a web text holds that is not shown, or not safe, or does not say where it leads."""
    for pattern, name, mend in _REFUSED:
        for found in pattern.finditer(text):
            yield must(where, _line(text, found), f"{name} is not shown in an answer.", mend)
    for found in _LINK.finditer(text):
        yield from _check_link(where, _line(text, found), *found.groups())
    for found in _BARE.finditer(text):
        mend = "Write [words that say where it goes](https://...)."
        yield should(where, _line(text, found), "A bare web address is hard to read.", mend)
    points = list(_POINT.finditer(text))
    if len(points) > MOST_POINTS:
        what = f"There are {len(points)} points."
        yield should(where, _line(text, points[4]), what, "Keep the four that matter most.")


def check_no_markdown(where: str, text: str) -> Iterator[Finding]:
    """A text message shows Markdown's signs as they are."""
    found = _SIGNS.search(text)
    if found:
        what = f"A text message would show “{found.group().strip()}” as it is."
        yield must(where, _line(text, found), what, "Write plain sentences.")
    if "\n" in text.strip():
        yield must(where, 2, "A text message is one paragraph.", "Take out the line breaks.")


def _check_link(where: str, line: int, words: str, target: str) -> Iterator[Finding]:
    if not (target.startswith("https://") or _WEB_PLACEHOLDER.fullmatch(target)):
        yield must(
            where,
            line,
            "A link does not go to an https:// address.",
            "Write [words](https://...) or [words]({web:NAME}).",
        )
    if words.strip(" .").lower() in _SAYS_NOTHING or words.startswith("http"):
        what = f"The words of a link do not say where it goes: “{words}”."
        yield must(where, line, what, "Name the page and the site, as “EMA on GOV.UK”.")


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
