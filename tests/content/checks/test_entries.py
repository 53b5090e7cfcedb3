"""Broken entries, and what an editor is told of each."""

import pytest

from content.checks.finding import Finding
from content.checks.phrases import check_library
from content.checks.piece import Piece, check_piece
from content.entry import Entry
from content.repository import ANSWER
from tests.content.pieces import DAY, ENTRY_ID, PHRASES, SMS, WEB, body, library

NEXT = (
    "**Next step:** ask student services today. If they say no, ask us why and what else there is."
)


def found_in(text: str, phrases: tuple[str, ...] = PHRASES) -> list[Finding]:
    return check_piece(Piece(ENTRY_ID, ANSWER, text, phrases), library(), DAY)


def test_nothing_is_found_in_an_entry_that_is_right() -> None:
    assert found_in(body()) == []


BROKEN = [
    ("an unknown rate", {"web": WEB.replace("ema-wales", "ema-wale")}, "must", "web", "is not known"),
    ("an unknown service", {"sms": f"{SMS} {{phone:nobody}}"}, "must", "sms", "is not known"),
    ("stray braces", {"sms": f"{SMS} {{oops}}"}, "must", "sms", "is not known"),
    ("pounds by hand", {"web": WEB.replace("{rate:ema-wales-weekly}", "£40")}, "must", "web", "money"),
    ("pounds in words", {"sms": f"It is forty pounds. {SMS}"}, "must", "sms", "money"),
    ("a number by hand", {"sms": f"Call 0800 1111. {SMS}"}, "must", "sms", "telephone number"),
    ("a short number by hand", {"sms": f"Text 85258. {SMS}"}, "must", "sms", "telephone number"),
    ("a number from abroad", {"sms": f"+44 20 7946 0000. {SMS}"}, "must", "sms", "telephone"),
    ("a percentage", {"sms": f"It is 55% of pay. {SMS}"}, "should", "sms", "percentage"),
    ("a text message too long", {"sms": "Ask us now. " * 30}, "must", "sms", "in 3 parts"),
    ("an emoji in a text message", {"sms": f"{SMS} \U0001f600"}, "must", "sms", "lack"),
    ("Markdown in a text message", {"sms": f"**EMA** {SMS}"}, "must", "sms", "as it is"),
    ("a text message in two paragraphs", {"sms": f"EMA.\n\n{SMS}"}, "must", "sms", "one paragraph"),
    ("a text message without an end", {"sms": "EMA is money."}, "should", "sms", "what to do"),
    ("an answer too short", {"web": f"Yes.\n\n{NEXT}"}, "must", "web", "has only"),
    ("an answer too long", {"web": "You can ask. " * 60 + f"\n\n{NEXT}"}, "must", "web", "words."),
    ("no next step", {"web": WEB.replace("**Next step:** a", "A")}, "must", "web", "next step"),
    ("a script", {"web": f"<script>alert(1)</script>\n\n{WEB}"}, "must", "web", "HTML"),
    ("a heading", {"web": f"## EMA\n\n{WEB}"}, "must", "web", "A heading"),
    ("a picture", {"web": f"![EMA](https://a.uk/a.png)\n\n{WEB}"}, "must", "web", "A picture"),
    ("a table", {"web": f"| a | b |\n\n{WEB}"}, "must", "web", "A table"),
    ("a script as a link", {"web": f"[EMA](javascript:alert(1))\n\n{WEB}"}, "must", "web", "https"),
    ("an open link", {"web": f"[EMA](http://www.gov.uk)\n\n{WEB}"}, "must", "web", "https"),
    ("click here", {"web": f"[Click here](https://gov.uk)\n\n{WEB}"}, "must", "web", "where it goes"),
    ("five points", {"web": "- One.\n" * 5 + f"\n{WEB}"}, "should", "web", "8 points"),
    ("review before facts", {"review": "2026-04-01"}, "must", "review", "not after"),
    ("review in the past", {"review": "2026-10-01"}, "should", "review", "has passed"),
    ("facts from the future", {"facts_date": "2026-12-01"}, "must", "facts_date", "still to come"),
    ("no date at all", {"review": ""}, "must", "review", "not a date"),
    ("an unknown relation", {"related": "[ema/nothing]"}, "must", "related", "no entry ema/nothing"),
    ("itself as a relation", {"related": f"[{ENTRY_ID}]"}, "must", "related", "names itself"),
    ("a label too long", {"label": "a" * 41}, "must", "label", "longer than 40"),
    ("an open source", {"source": "http://www.gov.uk"}, "must", "sources", "https://"),
    ("coldness", {"sms": f"Unfortunately no. {SMS}"}, "should", "sms", "cold"),
    ("a promise", {"sms": f"You will get it. {SMS}"}, "should", "sms", "promises"),
    ("office language", {"sms": f"You need to be eligible. {SMS}"}, "should", "sms", "office language"),
    ("blame", {"sms": f"It is your fault. {SMS}"}, "should", "sms", "blame"),
    ("a shout", {"sms": f"Hurry up! {SMS}"}, "should", "sms", "exclamation"),
    ("a long sentence", {"sms": "and so on " * 9 + SMS}, "should", "sms", "A sentence has"),
    ("hard words", {
        "sms": "Educational administrators accommodate extraordinary applications. Ask again."
    }, "should", "sms", "reading age"),
    ("a missing text", {"sms": ""}, "must", "sms", "is empty"),
]  # fmt: skip


@pytest.mark.parametrize(("broken", "severity", "where", "what"), [b[1:] for b in BROKEN],
                         ids=[b[0] for b in BROKEN])  # fmt: skip
def test_a_broken_entry_is_found_with_its_mend(
    broken: dict[str, str], severity: str, where: str, what: str
) -> None:
    findings = [one for one in found_in(body(**broken)) if what in one.what]
    assert [(one.severity, one.where) for one in findings[:1]] == [(severity, where)]
    assert findings[0].mend


def test_a_near_miss_is_told_the_right_name() -> None:
    findings = found_in(body(web=WEB.replace("ema-wales-weekly", "ema-wales-week")))
    assert findings[0].mend == "Did you mean {rate:ema-wales-weekly}?"


def test_a_finding_names_the_line_it_stands_on() -> None:
    findings = found_in(body(web=WEB.replace("- **When:**", "- <b>When</b>")))
    assert {one.line for one in findings if "HTML" in one.what} == {3}


@pytest.mark.parametrize("number", ["999", "101", "111", "18000"])
def test_numbers_that_never_change_may_stand(number: str) -> None:
    assert found_in(body(sms=f"Call {number} if it gets worse. {SMS}")) == []


def test_it_is_not_your_fault_is_no_blame() -> None:
    assert found_in(body(sms=f"It is not your fault. {SMS}")) == []


def test_too_few_phrases_stand_in_the_way() -> None:
    findings = found_in(body(), PHRASES[:19])
    assert [(one.severity, one.where) for one in findings] == [("must", "phrases")]


def test_a_phrase_of_another_entry_stands_in_the_way() -> None:
    findings = found_in(body(), (*PHRASES, "When does EMA come 3?"))
    assert [one.what for one in findings if one.blocks] == [
        "“When does EMA come 3?” also stands under ema/when-paid."
    ]
    assert findings[0].line == len(PHRASES) + 1


def test_brackets_in_a_phrase_stand_in_the_way() -> None:
    assert "brackets" in found_in(body(), (*PHRASES, "ema [wales](nation)"))[0].what


def test_a_phrase_under_two_entries_is_found_across_the_library() -> None:
    entries = [live.entry for live in library().entries.values()]
    assert check_library(entries) == {}
    assert list(check_library([entries[0], entries[1], _renamed(entries[0])])) == ["ema/copy"]


def test_a_service_of_another_nation_is_pointed_out() -> None:
    sections = "".join(
        f"\n# web {nation}\n\n{WEB}\n\n# sms {nation}\n\nCall {{phone:refuge-line}}. {SMS}\n"
        for nation in ("england", "wales", "scotland", "ni")
    )
    text = body().partition("# web")[0] + sections
    findings = [one for one in found_in(text) if "does not serve" in one.what]
    assert [one.where for one in findings] == ["sms wales", "sms scotland", "sms ni"]


def test_words_are_still_checked_while_the_facts_cannot_be_read() -> None:
    findings = found_in(body(review="soon", sms=f"Call 0800 1111. {SMS}"))
    assert {one.where for one in findings if one.blocks} == {"review", "sms"}


def test_a_file_without_facts_is_a_finding_and_no_crash() -> None:
    assert found_in("just words")[0].blocks


def _renamed(entry: Entry) -> Entry:
    return type(entry)(**{**vars(entry), "id": "ema/copy"})
