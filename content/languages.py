"""The languages the service itself can speak: English, where every sentence begins, and Welsh."""

from typing import Final

ENGLISH: Final = "en"
WELSH: Final = "cy"
SPOKEN: Final = (ENGLISH, WELSH)


def spoken(code: str) -> str:
    """The language of this code, or English where the service does not speak it."""
    return code if code in SPOKEN else ENGLISH
