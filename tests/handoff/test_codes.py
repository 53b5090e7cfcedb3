"""Codes of signals, as advisers read them."""

from bot.risk.families import read_families
from handoff.codes import code_in_words


def test_every_code_and_every_likeness_reads_as_words() -> None:
    for family in read_families():
        assert (
            code_in_words(family.likeness)
            == f"Reads most like this, and may be another kind: {family.about}"
        )
        for code in family.codes.values():
            assert code_in_words(code.name) == code.about


def test_what_no_file_knows_is_still_readable() -> None:
    assert code_in_words("suicide.taken-back") == "Suicide: taken back"
