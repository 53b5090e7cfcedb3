"""The service's sentences in Welsh: as whole as the English, with its blanks, and short enough."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from content import sms_text
from content.checks.piece import Piece, check_piece
from content.languages import WELSH
from content.repository import WORDS_CY, Stored, assemble
from content.safety import OCCASIONS, parse_safety
from content.starter import CONTENT, read_pack
from content.words import parse_words
from tests.content.pieces import DAY, HOURS, SAFETY_FILE, library

PACK = read_pack()
STARTER = assemble(
    [Stored(one.entry_id, one.kind, 1, one.body, one.phrases) for one in PACK.drafts], HOURS
)
SAFETY = sorted((CONTENT / "safety").glob("*.md"))
OWN_LANGUAGE = re.compile(r"other-language-[a-z]{2}")


def found_in(text: str) -> list[str]:
    piece = Piece("service-wide/words-cy", WORDS_CY, text)
    return [one.what for one in check_piece(piece, library(), DAY) if one.blocks]


def test_every_sentence_of_the_service_is_there_in_welsh() -> None:
    welsh = STARTER.translations[WELSH]
    missing = [key for key in STARTER.words if key not in welsh and not OWN_LANGUAGE.fullmatch(key)]
    assert missing == []


@pytest.mark.parametrize("file", SAFETY, ids=lambda file: file.stem)
def test_every_safety_reply_has_welsh_for_every_occasion(file: Path) -> None:
    reply = parse_safety(file.stem, file.read_text("utf-8"))
    assert set(reply.translations[WELSH]) == set(OCCASIONS)
    for told in reply.translations[WELSH].values():
        text = sms_text.fold(STARTER.filler.fill(told.sms, DAY))
        assert sms_text.size(text).alphabet == "gsm-7"
        assert sms_text.size(text).parts <= 2


def test_what_is_whole_is_let_through() -> None:
    assert found_in('greeting: "Helo."\nopened: "Rhif {place}."') == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('greeting: "Helo."', "The sentence opened is missing."),
        ('greeting: "Helo."\nopened: "Rhif."', "lacks the blank {place}"),
        ('greeting: "Helo {name}."\nopened: "Rhif {place}."', "blank more, {name}"),
        (
            'greeting: "Helo."\nopened: "Rhif {place}."\nhwyl: "Hwyl."',
            "no sentence hwyl in English",
        ),
        ('greeting: {web: "Helo.", sms: "Hełó."}\nopened: "Rhif {place}."', "lack: ł ó"),
        (f'greeting: "{"Helo. " * 60}"\nopened: "Rhif {{place}}."', "is 3 texts long"),
    ],
)
def test_what_is_not_is_stopped(text: str, what: str) -> None:
    assert [one for one in found_in(text) if what in one]


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("Ffonia {phone:childline}.", "", "urgent sms cy", "lacks the blank {phone:childline}"),
        ("Ffonia 999 nawr. Ble", "Ffonia nawr. Ble", "emergency web cy", "999 is not named"),
        ("Wyt ti'n ddiogel?", "Wyt ti'n ddiogel? " * 20, "urgent sms cy", "texts long"),
    ],
)
def test_a_broken_safety_reply_in_welsh_is_stopped(
    old: str, new: str, where: str, what: str
) -> None:
    piece = Piece("safety/suicide", "safety", SAFETY_FILE.replace(old, new))
    findings = check_piece(piece, library(), DAY)
    assert (where, True) in [(one.where, one.blocks) for one in findings if what in one.what]


def test_a_safety_reply_that_lacks_welsh_is_pointed_out_and_may_go_live() -> None:
    text = SAFETY_FILE.replace("# friend web cy", "# friend web")
    findings = check_piece(Piece("safety/suicide", "safety", text), library(), DAY)
    assert "“friend” has no Welsh." in [one.what for one in findings if not one.blocks]


def test_accents_are_dropped_from_a_text_only_where_that_makes_it_cheaper() -> None:
    assert sms_text.fold("Siarad â'r tŷ, dŵr, ôl") == "Siarad a'r ty, dwr, ol"
    assert sms_text.fold("tŷ żółty") == "tŷ żółty"


def test_every_text_in_welsh_is_plain_enough_for_a_phone() -> None:
    speaking = replace(STARTER, language=WELSH)
    for key in parse_words((CONTENT / "words-cy.yml").read_text("utf-8")):
        said = speaking.say(key, {}).sms
        assert sms_text.outside_gsm(said) == "", key
        assert sms_text.size(said).parts <= 2, key
