"""Checks of safety replies, and of the files that many answers lean on."""

import pytest

from content.checks.finding import Finding
from content.checks.piece import Piece, check_piece
from content.repository import DIRECTORY, RATES, SAFETY, WORDS
from tests.content.pieces import DAY, DIRECTORY_FILE, RATES_FILE, SAFETY_FILE, WORDS_FILE, library


def found_in(kind: str, text: str) -> list[Finding]:
    name = "safety/suicide" if kind == SAFETY else f"service-wide/{kind}"
    return check_piece(Piece(name, kind, text), library(), DAY)


@pytest.mark.parametrize(
    ("kind", "text"),
    [(SAFETY, SAFETY_FILE), (RATES, RATES_FILE), (DIRECTORY, DIRECTORY_FILE), (WORDS, WORDS_FILE)],
)
def test_nothing_is_found_in_what_is_right(kind: str, text: str) -> None:
    assert found_in(kind, text) == []


SAFETY_BROKEN = [
    ("Please call 999 now.", "Please call someone now.", "emergency sms", "999 is not named"),
    ("We believe you.", "We will keep this secret.", "emergency web", "promises secrecy"),
    ("We believe you.", "We won\u2019t tell anyone.", "emergency web", "promises secrecy"),
    ("Thank you for telling us.", "Suicide is hard.", "emergency sms", "give them away"),
    (
        "Thank you for telling us.",
        "{name:refuge-line} can help.",
        "emergency sms",
        "give them away",
    ),
    ("Thank you for telling us.", "Thank you. " * 40, "emergency sms", "parts"),
    ("[childline]", "[nobody]", "contacts", "no service nobody"),
    ("[childline]", "[refuge-line]", "contacts", "is there for Wales"),
    ("{phone:childline}", "{phone:child}", "urgent sms", "not known"),
    ("We believe you.", "<b>We</b> believe you.", "emergency web", "HTML"),
    ("# friend sms", "# friend text", "friend sms", "is missing"),
]


@pytest.mark.parametrize(("old", "new", "where", "what"), SAFETY_BROKEN)
def test_a_broken_safety_reply_is_stopped(old: str, new: str, where: str, what: str) -> None:
    findings = found_in(SAFETY, SAFETY_FILE.replace(old, new))
    assert (where, True) in [(one.where, one.blocks) for one in findings if what in one.what]


def test_two_questions_at_once_are_pointed_out() -> None:
    findings = found_in(SAFETY, SAFETY_FILE.replace("We believe you. Where", "Are you safe? Where"))
    in_english = [one.what for one in findings if not one.where.endswith(" cy")]
    assert in_english == ["It asks 2 questions."]


SHARED_BROKEN = [
    (RATES, RATES_FILE.replace("value: 40", "value: forty"), "ema-wales-weekly, values"),
    (RATES, RATES_FILE + "    - {from: 2025-09-01, value: 41}\n", "Two values are in force"),
    (RATES, "a: [", "not readable YAML"),
    (RATES, "other:" + RATES_FILE.partition(":")[2], "ema/how-much uses it"),
    (RATES, "", "ema/how-much uses it"),
    (
        RATES,
        RATES_FILE.replace("value: 40", f"value: 4{'0' * 180}"),
        "text message of ema/how-much",
    ),
    (DIRECTORY, DIRECTORY_FILE.replace('"0800 1111"', '"call us"'), "childline, phone"),
    (DIRECTORY, "other:" + DIRECTORY_FILE.partition(":")[2], "the safety reply"),
    (DIRECTORY, DIRECTORY_FILE.replace('  phone: "0800 1111"\n', ""), "safety/suicide uses it"),
    (WORDS, 'greeting: "Hello."', "The sentence opened is missing"),
    (WORDS, WORDS_FILE.replace("{place}", "{number}"), "new blank, {number}"),
    (WORDS, "- a\n- b", "not a list of names"),
]


@pytest.mark.parametrize(("kind", "text", "what"), SHARED_BROKEN)
def test_a_change_that_would_break_an_answer_is_stopped(kind: str, text: str, what: str) -> None:
    findings = [one for one in found_in(kind, text) if what in one.what]
    assert findings
    assert findings[0].blocks
    assert findings[0].mend


def test_an_old_record_of_the_directory_is_pointed_out_with_its_line() -> None:
    findings = found_in(DIRECTORY, DIRECTORY_FILE.replace("2026-02-01", "2025-02-01"))
    assert [(one.severity, one.line) for one in findings] == [("should", 1), ("should", 8)]
