"""One person has one number, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.sms.numbers import Origin, origin_of, takes_texts


@pytest.mark.parametrize(
    "written",
    ["+447700900123", "07700900123", " 07700 900 123 ", "+44 7700 900123", "(07700) 900-123"],
)
def test_a_uk_number_is_written_one_way(written: str) -> None:
    assert origin_of(written) == Origin("+447700900123", takes_texts=True)


def test_a_number_of_another_country_keeps_its_country() -> None:
    assert origin_of("+353 85 012 3456") == Origin("+353850123456", takes_texts=True)


@pytest.mark.parametrize(
    "written", ["60777", "+60777", "MyBank", "whatsapp:+447700900123", "", "+1"]
)
def test_short_numbers_and_names_take_no_texts(written: str) -> None:
    origin = origin_of(written)
    assert not origin.takes_texts
    assert not takes_texts(origin.address)


@given(st.text())
def test_any_sender_can_be_looked_at(written: str) -> None:
    origin = origin_of(written)
    assert origin.takes_texts == takes_texts(origin.address)
    assert len(origin.address) <= 64
