"""Two versions side by side."""

from hypothesis import given
from hypothesis import strategies as st

from content.checks.piece import Piece
from content.repository import ANSWER, RATES
from staff.entries.comparing import compare, compare_words
from tests.content.pieces import ENTRY_ID, PHRASES, RATES_FILE, body


@given(old=st.text(max_size=60), new=st.text(max_size=60))
def test_each_side_is_whole_and_marks_only_what_differs(old: str, new: str) -> None:
    pair = compare_words("web", old, new)
    assert "".join(run.text for run in pair.old) == old
    assert "".join(run.text for run in pair.new) == new
    kept = ["".join(run.text for run in side if not run.changed) for side in (pair.old, pair.new)]
    assert kept[0] == kept[1]


def test_only_the_fields_that_changed_are_named() -> None:
    old = Piece(ENTRY_ID, ANSWER, body(), PHRASES)
    new = Piece(ENTRY_ID, ANSWER, body(label="Other"), (*PHRASES, "one more"))
    assert [pair.name for pair in compare(old, new)] == ["label", "training phrases, line 20"]


def test_a_long_file_shows_only_the_lines_around_a_change() -> None:
    text = "\n".join(f"line {number}" for number in range(500))
    old, new = (
        Piece("a/b", RATES, text),
        Piece("a/b", RATES, text.replace("line 250\n", "line x\n")),
    )
    pairs = compare(old, new)
    assert len(pairs) == 1
    assert sum(len(run.text) for run in pairs[0].new) < 100


def test_the_same_twice_differs_in_nothing() -> None:
    piece = Piece("service-wide/rates", RATES, RATES_FILE)
    assert compare(piece, piece) == []
