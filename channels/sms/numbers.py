"""Who a text came from: a telephone number, always written the same way, or a name that takes no reply."""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

_NUMBER = re.compile(r"\+?[\d\s().-]+")
_LONGEST_SHORT_CODE = 6
_LONGEST_NAME = 64


@dataclass(frozen=True)
class Origin:
    """Where a text came from. `takes_texts` is false for short codes and names such as "MyBank"."""

    address: str
    takes_texts: bool


def origin_of(sender: str) -> Origin:
    """Read the sender of a text: numbers in international form (UK when it names no country)."""
    written = sender.strip()
    digits = sum(character.isdigit() for character in written)
    if _NUMBER.fullmatch(written) and digits > _LONGEST_SHORT_CODE:
        try:
            number = phonenumbers.parse(written, "GB")
        except NumberParseException:
            return _no_reply(written)
        if phonenumbers.is_possible_number(number):
            address = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            return Origin(address, takes_texts=True)
    return _no_reply(written)


def takes_texts(address: str) -> bool:
    """Whether a stored address is a number that can be sent a text."""
    return address.startswith("+")


def _no_reply(written: str) -> Origin:
    return Origin(written.lstrip("+")[:_LONGEST_NAME], takes_texts=False)
