"""Sentences that do not say who does something: “is paid”, “was sent”, “must be told”."""

import re
from collections.abc import Iterator

from content.checks.finding import Finding, should

_IRREGULAR = (
    "bought built caught chosen done drawn driven forgotten found frozen given held hidden kept known led "
    "left lent lost made meant met paid put read said seen sent shown sold spent spoken stolen stopped "
    "taken taught thought thrown told understood withdrawn won written"
)
# Said of how somebody or something is, not of what is done to them.
_STATES = (
    "advanced allowed bored closed complicated confused disabled engaged estranged excited experienced "
    "finished fixed frightened gifted interested involved limited married mixed needed pleased prepared "
    "qualified related relaxed retired scared separated shared stressed supposed surprised tired trained "
    "unemployed united unlimited used worried"
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got|isn't|aren't|wasn't|weren't)"
    r"(?: (?:not|also|still|often|usually|always|never|only|already|now|then|later))?"
    rf" (?P<done>[a-z]{{3,}}ed|{'|'.join(_IRREGULAR.split())})\b",
    re.IGNORECASE,
)
_MOST_NAMED = 3


def check_passive(where: str, filled: str) -> Iterator[Finding]:
    """One finding for a text, which names what it found and stands at the first of it."""
    found = [
        each
        for each in _PASSIVE.finditer(filled.replace("\u2019", "'"))
        if each["done"].lower() not in _STATES.split()
    ]
    if not found:
        return
    named = ", ".join(f"“{each.group()}”" for each in found[:_MOST_NAMED])
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    what = f"It does not say who does it: {named}{more}."
    mend = "Name who does it where that helps: “your college pays it”, not “it is paid”."
    yield should(where, filled.count("\n", 0, found[0].start()) + 1, what, mend)
