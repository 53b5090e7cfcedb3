"""Amounts and telephone numbers written by hand, which would go out of date unseen."""

import re
from collections.abc import Iterator

from content.checks.finding import Finding, must, should

_ADDRESS = re.compile(r"(?<=\]\()[^)\s]+|https?://\S+|\{[^{}\n]*\}")
_MONEY = re.compile(r"£ ?[\d.,]*|(?:\b[\d.,]*\d ?)?\b(?:pounds?|quid|pence)\b", re.IGNORECASE)
_PERCENT = re.compile(r"\d[\d.]* ?(?:%|per ?cent\b)", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+44|\b0)(?:[ ()-]*\d){6,}|\b\d{5,}\b")
_MAY_STAND = frozenset({"18000"})


def written_by_hand(where: str, text: str) -> Iterator[Finding]:
    """Each amount and each number that belongs in the rates or in the directory."""
    bare = _ADDRESS.sub(lambda found: " " * len(found.group()), text)
    for found in _MONEY.finditer(bare):
        yield must(
            where,
            _line(bare, found),
            f"An amount of money is written here: “{found.group().strip()}”.",
            "Put it in the rates and write {rate:NAME}, so that it changes everywhere at once.",
        )
    for found in _PERCENT.finditer(bare):
        yield should(
            where,
            _line(bare, found),
            f"A percentage is written here: “{found.group()}”.",
            "If it is about money, put it in the rates and write {rate:NAME}.",
        )
    for found in _NUMBER.finditer(bare):
        if found.group() not in _MAY_STAND:
            yield must(
                where,
                _line(bare, found),
                f"A telephone number is written here: “{found.group()}”.",
                "Put it in the directory and write {phone:NAME} or {text:NAME}.",
            )


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1
