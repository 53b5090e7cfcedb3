"""Codes that are short enough to write on a hand and to type on any keyboard."""

import re
import secrets
from typing import Final

_LETTERS: Final = "23456789ACDEFGHJKMNPQRTVWXY"
"""Without those that are taken for each other: 0 and O, 1, I and L, 5 and S, 8 and B, U and V, 2 and Z."""
_LENGTH: Final = 8
_DIGITS: Final = 6
_NOT_TYPED: Final = re.compile(r"[\s-]+")


def new_code() -> str:
    """A code to come back with: one of 280 thousand million."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def in_halves(code: str) -> str:
    """The code as it is shown, so that it can be read out and copied."""
    return f"{code[:4]} {code[4:]}"


def typed_code(text: str) -> str:
    """What somebody typed as a code: large and small letters, spaces and dashes make no difference."""
    return _NOT_TYPED.sub("", text).upper()[:64]


def new_digits() -> str:
    """A code for a text message: digits alone, as phones offer to copy them."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}}"
