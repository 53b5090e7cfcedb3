"""Checks of what the service says in another language: as whole as the English, with the same blanks.

The words themselves need a reader of that language; nothing here can judge them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content import sms_text
from content.checks.finding import Finding, must, should
from content.checks.markdown import check_markdown, check_no_markdown
from content.library import Library
from content.placeholders import PLACEHOLDER
from content.safety import OCCASIONS, SafetyReply
from content.words import parse_words

BODY = "body"
MOST_PARTS = 2
_BLANK = re.compile(r"\{[^{}\n]*\}")
_OWN_LANGUAGE = re.compile(r"other-language-[a-z]{2}")
"""Sentences that are written in the language they speak of, whoever reads them."""
_MEND_BLANKS = "Use each blank of the English, and no other."


@dataclass(frozen=True)
class _Told:
    """Where a text stands, and what it says in the other language and in English."""

    where: str
    line: int
    name: str
    text: str
    english: str


def check_translation(text: str, library: Library) -> list[Finding]:
    """What is wrong with the service's own sentences in another language."""
    words = parse_words(text)
    found = [
        must(BODY, 0, f"The sentence {key} is missing.", "Say it too, or they get it in English.")
        for key in library.words
        if key not in words and not _OWN_LANGUAGE.fullmatch(key)
    ]
    for key, saying in words.items():
        line = _line(text, key)
        english = library.words.get(key)
        if english is None:
            what = f"There is no sentence {key} in English."
            found.append(must(BODY, line, what, "Take it out: the service does not say it."))
            continue
        web = _Told(BODY, line, f"The sentence {key}", saying.web, english.web)
        sms = _Told(BODY, line, f"The text message of {key}", saying.sms, english.sms)
        found += [*_same_blanks(web), *_same_blanks(sms), *_fits_a_text(sms, saying.sms)]
    return found


def check_safety_translations(reply: SafetyReply, filled: dict[str, str]) -> Iterator[Finding]:
    """The same for a safety reply. `filled` are its texts by section, with their numbers put in."""
    for language, texts in reply.translations.items():
        for occasion, told in texts.items():
            english = reply.texts[occasion]
            for form, text, original in (
                ("web", told.web, english.web),
                ("sms", told.sms, english.sms),
            ):
                where = f"{occasion} {form} {language}"
                one = _Told(where, 0, "It", text, original)
                yield from _same_blanks(one)
                yield from _says_999(one)
                if form == "web":
                    yield from check_markdown(where, text)
                else:
                    yield from check_no_markdown(where, text)
                    yield from _fits_a_text(one, filled[where])
    for occasion in OCCASIONS:
        if occasion not in reply.translations.get("cy", {}):
            mend = "Add both its sections, or who chose Welsh gets this in English."
            yield should(occasion, 0, f"“{occasion}” has no Welsh.", mend)


def _same_blanks(told: _Told) -> Iterator[Finding]:
    here, there = set(_BLANK.findall(told.text)), set(_BLANK.findall(told.english))
    for blank in sorted(there - here):
        yield must(told.where, told.line, f"{told.name} lacks the blank {blank}.", _MEND_BLANKS)
    for blank in sorted(here - there):
        known = PLACEHOLDER.fullmatch(blank) is not None
        what = f"{told.name} has {'a' if known else 'an unknown'} blank more, {blank}."
        yield must(told.where, told.line, what, _MEND_BLANKS)


def _says_999(told: _Told) -> Iterator[Finding]:
    if "999" in told.english and "999" not in told.text:
        yield must(told.where, told.line, "999 is not named.", "Say when to call 999.")


def _fits_a_text(told: _Told, filled: str) -> Iterator[Finding]:
    text = sms_text.fold(filled)
    odd = sms_text.outside_gsm(text)
    if odd:
        what = f"{told.name} has characters that text messages lack: {' '.join(odd)}"
        yield must(told.where, told.line, what, "Write round them: they halve what fits.")
    elif sms_text.size(text).parts > MOST_PARTS:
        what = f"{told.name} is {sms_text.size(text).parts} texts long."
        yield must(told.where, told.line, what, f"Cut it to {MOST_PARTS} at most.")


def _line(text: str, key: str) -> int:
    found = re.search(rf"^{re.escape(key)}:", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0
