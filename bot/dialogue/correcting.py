"""Hearing that something else was meant: "no i meant the bursary", "not ema, universal credit"."""

import re

_MEANT = re.compile(
    r"(?:.{0,40}\b)?i (?:meant|mean|was (?:asking|talking) about|am (?:asking|talking) about)"
    r"(?: to (?:say|ask)(?: about)?)?\s+(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_THIS = re.compile(
    r"(?:no+|nah|nope)?[\s,.]*not (?:about )?[^,.;]{1,40}?"
    r"(?:\s*[,.;-]\s*(?:but |its |it's )?|\s+but\s+|\s+its\s+)(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)
_ACTUALLY = re.compile(
    r"(?:(?:no+|nah|nope|oh|sorry|oops)[\s,.]+)*(?:actually|wait)[\s,.]+(?:no[\s,.]+)?(?P<rest>\w.+)",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = re.compile(r"(?P<rest>.{3,}?)[\s,]+not (?!(?:got|get|paid|sure|yet|working)\b)\w+(?: \w+)?")
_LONGEST = 120


def meant_instead(text: str) -> str:
    """What the message says was meant; empty where it corrects nothing."""
    text = text.strip().rstrip(" .!?")
    if len(text) > _LONGEST:
        return ""
    for pattern in (_MEANT, _NOT_THIS, _TAIL, _ACTUALLY):
        found = pattern.fullmatch(text)
        if found:
            return found["rest"].strip()
    return ""
