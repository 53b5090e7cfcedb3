"""All checks of a safety reply: what is said first when there is danger."""

from collections.abc import Iterator
from datetime import date

from content.checks.entries import check_dates, in_order
from content.checks.finding import Finding, must, should
from content.checks.markdown import check_markdown
from content.checks.reading import plain
from content.checks.texts import Around, check_common, check_message, check_reading
from content.checks.translations import check_safety_translations
from content.checks.wording import check_wording
from content.nation import Nation
from content.placeholders import Filler
from content.safety import SafetyReply

_EMERGENCY_NUMBER = "999"


def check_safety(reply: SafetyReply, filler: Filler, day: date) -> list[Finding]:
    """Everything found in a safety reply, what stands in the way first."""
    found = list(check_dates(reply.facts_date, reply.review, day))
    found += [
        must("contacts", 0, f"There is no service {key} in the directory.", "Choose another.")
        for key in reply.contacts
        if key not in filler.directory
    ]
    found += _nobody_there(reply, filler)
    around = Around(filler, day)
    for occasion, texts in reply.texts.items():
        found += _check_web(f"{occasion} web", texts.web, around)
        found += _check_sms(f"{occasion} sms", texts.sms, around)
        found += _check_999(occasion, f"{occasion} web", texts.web)
        found += _check_999(occasion, f"{occasion} sms", texts.sms)
    filled = {
        f"{occasion} sms {language}": filler.fill(told.sms, day)
        for language, texts in reply.translations.items()
        for occasion, told in texts.items()
    }
    found += check_safety_translations(reply, filled)
    return in_order(found)


def _nobody_there(reply: SafetyReply, filler: Filler) -> Iterator[Finding]:
    """Only services that are there for a young person's nation are named to them."""
    known = [filler.directory[key] for key in reply.contacts if key in filler.directory]
    for nation in Nation if known else ():
        if not any(nation in contact.nations for contact in known):
            what = f"None of these services is there for {nation.title}."
            yield must("contacts", 0, what, "Add one that is. Who lives elsewhere does not see it.")


def _check_web(where: str, text: str, around: Around) -> Iterator[Finding]:
    yield from check_common(where, text, around)
    yield from check_markdown(where, text)
    yield from check_wording(where, text, "safety")
    yield from check_reading(where, plain(around.filler.fill(text, around.day)))
    if text.count("?") > 1:
        mend = "Keep the one that keeps them safe: where they are, or whether they can talk."
        yield should(where, 0, f"It asks {text.count('?')} questions.", mend)


def _check_sms(where: str, text: str, around: Around) -> Iterator[Finding]:
    yield from check_common(where, text, around)
    yield from check_message(where, text, around)
    filled = around.filler.fill(text, around.day)
    yield from check_wording(where, filled, "safety", "safety text messages")
    yield from check_reading(where, filled)


def _check_999(occasion: str, where: str, text: str) -> Iterator[Finding]:
    if _EMERGENCY_NUMBER in text:
        return
    mend = "Say when to call 999; in an emergency say it first."
    if occasion == "emergency":
        yield must(where, 0, "999 is not named.", mend)
    else:
        yield should(where, 0, "999 is not named.", mend)
