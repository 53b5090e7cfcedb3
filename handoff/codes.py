"""Codes of signals in plain words, as the risk files describe them."""

from functools import cache

from bot.risk.families import read_families
from content.problems import ContentError


@cache
def _descriptions() -> dict[str, str]:
    try:
        families = read_families()
    except ContentError:  # the checks tell of it; a summary without descriptions beats none
        return {}
    told = {code.name: code.about for family in families for code in family.codes.values()}
    return told | {
        family.likeness: f"Reads most like this, and may be another kind: {family.about}"
        for family in families
    }


def code_in_words(code: str) -> str:
    """What a code stands for; the code itself, readably, where no risk file knows it (any more)."""
    family, _, kind = code.partition(".")
    plain = ": ".join(part.replace("-", " ") for part in (family, kind) if part)
    return _descriptions().get(code) or plain.capitalize()
