"""An editor who changes the English hears that its Welsh was left behind; it may go live all the same."""

from content.checks.piece import Piece, check_piece
from content.languages import WELSH
from content.repository import WORDS, WORDS_CY, Stored, assemble
from tests.content.pieces import DAY, HOURS, SAFETY_FILE, WORDS_FILE, library, stored

WELSH_WORDS = 'greeting: "Helo."\nopened: "Rhif {place}."\n'
BILINGUAL = assemble(
    [*stored(), Stored("service-wide/words-cy", WORDS_CY, 1, WELSH_WORDS, "")], HOURS
)


def _about_welsh(piece: Piece) -> list[str]:
    found = check_piece(piece, BILINGUAL, DAY)
    return [one.what for one in found if "Welsh" in one.what and not one.blocks]


def test_a_section_changed_in_english_alone_is_pointed_out() -> None:
    changed = SAFETY_FILE.replace("We believe you.", "We are with you.", 1)
    assert _about_welsh(Piece("safety/suicide", "safety", changed)) == [
        "“emergency web” was changed in English and not in Welsh."
    ]


def test_nothing_is_said_where_both_changed_or_neither() -> None:
    both = SAFETY_FILE.replace("We believe you.", "We are with you.", 1).replace(
        "Ffonia 999 nawr. Ble", "Ffonia 999 nawr. Ym mhle", 1
    )
    assert both.count("Ym mhle") == 1
    assert _about_welsh(Piece("safety/suicide", "safety", both)) == []
    assert _about_welsh(Piece("safety/suicide", "safety", SAFETY_FILE)) == []


def test_a_reply_that_is_not_live_yet_leaves_nothing_behind() -> None:
    assert "safety/new" not in library().safety
    assert _about_welsh(Piece("safety/new", "safety", SAFETY_FILE)) == []


def test_a_sentence_of_the_service_that_is_changed_names_its_welsh() -> None:
    changed = WORDS_FILE.replace("Hello.", "Hi there.")
    assert BILINGUAL.translations[WELSH]["greeting"].web == "Helo."
    assert _about_welsh(Piece("service-wide/words", WORDS, changed)) == [
        "The sentence greeting is changed, and its Welsh is of before."
    ]
    assert _about_welsh(Piece("service-wide/words", WORDS, WORDS_FILE)) == []
