"""Checks of the words of an answer, in each form that a young person may get it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from content import sms_text
from content.checks import reading
from content.checks.finding import Finding, must, should
from content.checks.markdown import check_markdown, check_no_markdown
from content.checks.numbers import written_by_hand
from content.checks.passive import check_passive
from content.checks.wording import check_wording
from content.nation import Nation
from content.placeholders import PLACEHOLDER, Filler

MOST_SEPTETS = 306
FEWEST_WORDS, MOST_WORDS = 40, 150
NEXT_STEP = "**Next step:**"
_BRACES = re.compile(r"\{[^{}\n]*\}")
_BRACE = re.compile(r"[{}]")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_TELLS_WHAT_TO_DO = re.compile(
    r"\bnext(?: step)?:|(?:^|[.?:] +|, then )(?:ask|apply|bring|book|browse|call|chat|check|choose|"
    r"claim|contact|"
    r"download|email|fill|find|get|give|go|keep|look|make|note|open|phone|pick|read|reply|report|"
    r"ring|say|search|see|send|show|sign|speak|start|take|talk|tell|text|try|use|visit|write)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Around:
    """What a text is checked against: what fills its placeholders, on which day, in which nation."""

    filler: Filler
    day: date
    nation: Nation | None = None


def check_web(where: str, text: str, around: Around) -> Iterator[Finding]:
    """Everything that can be wrong with the web text of an answer."""
    yield from check_common(where, text, around)
    yield from check_markdown(where, text)
    filled = reading.plain(around.filler.fill(text, around.day))
    count = len(reading.words(filled))
    if count < FEWEST_WORDS:
        mend = "Say what is certain, what it depends on, and the next step."
        yield must(where, 0, f"The answer has only {count} words.", mend)
    elif count > MOST_WORDS:
        mend = f"Cut it to {MOST_WORDS} at most; put the rest in a related entry."
        yield must(where, 0, f"The answer has {count} words.", mend)
    if not _PARAGRAPHS.split(text.strip())[-1].startswith(NEXT_STEP):
        what = "The last paragraph is not the next step."
        mend = f"End with a paragraph that begins {NEXT_STEP} and names one thing to do today."
        yield must(where, 0, what, mend)
    yield from check_reading(where, filled)


def check_sms(where: str, text: str, around: Around) -> Iterator[Finding]:
    """Everything that can be wrong with the text message of an answer."""
    yield from check_common(where, text, around)
    yield from check_message(where, text, around)
    yield from check_reading(where, around.filler.fill(text, around.day))
    last = " ".join(re.split(r"(?<=[.?!]) +", text.strip())[-3:])
    if not _TELLS_WHAT_TO_DO.search(last):
        mend = "End with one thing to do today, as “Next: ask student services.”"
        yield should(where, 0, "The text message does not end with what to do.", mend)


def check_message(where: str, text: str, around: Around) -> Iterator[Finding]:
    """Length, alphabet and plainness of a text message, after its placeholders are filled."""
    yield from check_no_markdown(where, text)
    filled = sms_text.fold(around.filler.fill(text, around.day))
    odd = sms_text.outside_gsm(filled)
    if odd:
        mend = "Take them out, or write them in plain letters: they more than halve what fits."
        yield must(where, 0, f"Characters that text messages lack: {' '.join(odd)}", mend)
        return
    used = sms_text.size(filled)
    if used.parts > 2:
        what = f"It is {used.units} characters long when filled in, in {used.parts} parts."
        over = max(used.units - MOST_SEPTETS, 1)
        yield must(where, 0, what, f"Take out {over} or more: {MOST_SEPTETS} at most.")


def check_common(where: str, text: str, around: Around) -> Iterator[Finding]:
    """What holds for every text: placeholders that can be filled, no numbers by hand, kind words."""
    for found, line in around.filler.unknown(text, around.day):
        mend = _nearest(found, around.filler)
        yield must(where, line, f"{found} is not known, or has no value today.", mend)
    yield from _open_braces(where, text)
    yield from _out_of_area(where, text, around)
    yield from written_by_hand(where, text)
    yield from check_wording(where, text)


def check_reading(where: str, filled: str) -> Iterator[Finding]:
    """Whether an eleven-year-old could read it."""
    for sentence in reading.sentences(filled):
        if len(sentence.words) > reading.LONGEST_SENTENCE:
            what = f"A sentence has {len(sentence.words)} words: “{' '.join(sentence.words[:5])}…”"
            yield should(where, sentence.line, what, "Make two of it.")
    yield from check_passive(where, filled)
    grade = reading.grade(filled)
    if grade > reading.HIGHEST_GRADE:
        what = f"It asks for a reading age of about {round(grade) + 5}."
        yield should(where, 0, what, "Use shorter sentences and everyday words: aim at 11.")


def _open_braces(where: str, text: str) -> Iterator[Finding]:
    """A brace without its fellow would be shown as it stands."""
    bare = _BRACES.sub(lambda found: " " * len(found.group()), text)
    for found in _BRACE.finditer(bare):
        mend = "Write {rate:NAME} or {phone:NAME}, with both braces, or take it out."
        line = text.count("\n", 0, found.start()) + 1
        yield must(where, line, f"There is a {found.group()} without its fellow.", mend)


def _out_of_area(where: str, text: str, around: Around) -> Iterator[Finding]:
    if around.nation is None:
        return
    for found in PLACEHOLDER.finditer(text):
        contact = around.filler.directory.get(found.group(2) or "")
        if found.group(1) in ("phone", "text") and contact and around.nation not in contact.nations:
            line = text.count("\n", 0, found.start()) + 1
            what = f"{contact.name} does not serve {around.nation.title}."
            yield should(where, line, what, "Name a service of that nation.")


def _nearest(found: str, filler: Filler) -> str:
    known = [f"{{rate:{name}}}" for name in filler.rates]
    known += [
        f"{{{kind}:{contact.key}}}"
        for contact in filler.directory.values()
        for kind in ("phone", "text", "name", "web")
        if getattr(contact, kind)
    ]
    near = get_close_matches(found, [*known, "{hours}"], n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else "Choose one from the list of placeholders."
