"""The length of a text, against the tables of GSM 03.38 (3GPP TS 23.038) and what networks charge for."""

from hypothesis import given
from hypothesis import strategies as st

from content.sms_text import GSM_BASIC, GSM_EXTENDED, fold, outside_gsm, size

# The default alphabet in its own order, sixteen a row; 0x1B is the escape to the extension table.
TABLE = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
EXTENSION = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~"}
EXTENSION |= {0x3E: "]", 0x40: "|", 0x65: "€"}
in_gsm = st.text(
    st.sampled_from([each for each in TABLE if each != "\x1b"] + list(EXTENSION.values()))
)
anything = st.text(st.characters(exclude_categories=["Cs"]))


def septets(text: str) -> list[list[int]]:
    """Each character as the septets that go over the air."""
    escaped = {character: code for code, character in EXTENSION.items()}
    return [
        [0x1B, escaped[character]] if character in escaped else [TABLE.index(character)]
        for character in text
    ]


def filled(characters: list[list[int]], room: int) -> int:
    """How many parts hold these characters, none of them torn apart."""
    parts: list[int] = []
    for units in characters:
        if not parts or parts[-1] + len(units) > room:
            parts.append(0)
        parts[-1] += len(units)
    return len(parts)


def test_the_alphabet_is_that_of_the_standard() -> None:
    assert len(TABLE) == 128
    assert frozenset(TABLE) - {"\x1b"} == GSM_BASIC
    assert frozenset(EXTENSION.values()) == GSM_EXTENDED


@given(in_gsm)
def test_a_text_in_the_alphabet_is_as_long_as_its_septets(text: str) -> None:
    encoded = septets(text)
    units = sum(map(len, encoded))
    parts = min(units, 1) if units <= 160 else filled(encoded, 153)
    assert (size(text).alphabet, size(text).units, size(text).parts) == ("gsm-7", units, parts)


@given(anything.filter(outside_gsm))
def test_one_character_outside_makes_all_of_it_ucs_2(text: str) -> None:
    units = [[0] * (len(each.encode("utf-16-be")) // 2) for each in text]
    count = sum(map(len, units))
    parts = 1 if count <= 70 else filled(units, 67)
    assert (size(text).alphabet, size(text).units, size(text).parts) == ("ucs-2", count, parts)


@given(st.integers(1, 700))
def test_lengths_at_the_borders(length: int) -> None:
    assert size("a" * length).parts == (1 if length <= 160 else -(-length // 153))
    assert size("ŵ" * length).parts == (1 if length <= 70 else -(-length // 67))


@given(anything)
def test_folding_never_makes_a_text_dearer_and_folds_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert len(outside_gsm(fold(text))) <= len(outside_gsm(text))


@given(in_gsm)
def test_folding_leaves_the_alphabet_alone(text: str) -> None:
    assert fold(text) == text
