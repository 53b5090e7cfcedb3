"""All checks of one entry."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from content.checks.finding import Finding, must, should
from content.checks.phrases import check_phrases, check_questions
from content.checks.texts import Around, check_sms, check_web
from content.checks.wording import check_wording
from content.entry import Entry, read_key
from content.nation import Nation
from content.placeholders import Filler


def check_entry(
    entry: Entry,
    filler: Filler,
    day: date,
    known_ids: Collection[str],
    phrase_owners: Mapping[str, str] | None = None,
    question_askers: Mapping[str, str] | None = None,
) -> list[Finding]:
    """Everything found in an entry, what stands in the way first.

    `known_ids` are the ids of all entries; `phrase_owners` says which other entry has a phrase,
    `question_askers` which has a test question.
    """
    found = [*_check_facts(entry, day, known_ids), *check_wording("label", entry.label)]
    for key, variant in entry.all_words():
        around = Around(filler, day, nation_of(key))
        found += check_web(section("web", key), variant.web, around)
        found += check_sms(section("sms", key), variant.sms, around)
    found += _check_marks(entry)
    found += check_phrases(entry.phrases, phrase_owners or {})
    found += check_questions(entry, phrase_owners or {}, question_askers or {})
    return in_order(found)


def section(form: str, key: str) -> str:
    """What a text's section is called: `web`, `web wales`, or `web wales other`."""
    return f"{form} {key}".strip()


def nation_of(key: str) -> Nation | None:
    """The nation that a section is for."""
    name, _ = read_key(key)
    return Nation(name) if name in set(Nation) else None


def in_order(found: list[Finding]) -> list[Finding]:
    """Those that stand in the way first; each once, otherwise as they were found."""
    return sorted(dict.fromkeys(found), key=lambda finding: not finding.blocks)


def check_dates(facts_date: date, review: date, day: date) -> Iterator[Finding]:
    """The day of the facts and the day they are looked at again."""
    if review <= facts_date:
        what = "The review date is not after the day of the facts."
        yield must("review", 0, what, "Choose a later day, within a year or so.")
    elif review < day:
        what = f"The review date has passed: {review}."
        yield should("review", 0, what, "Check the facts, then set both dates anew.")
    if facts_date > day:
        what = "The day of the facts is still to come."
        yield must("facts_date", 0, what, "Write the day on which they were last checked.")


def _check_marks(entry: Entry) -> Iterator[Finding]:
    if entry.marked_nations and not entry.by_nation:
        what = "It is marked in some nations, and is the same in all."
        yield must("marked_nations", 0, what, "Take the nations out, or write it by nation.")
    if entry.others and not entry.marked:
        what = "It has another wording that nobody gets: it is marked for everyone."
        yield should("audience", 0, what, "Mark for whom it is, or take the other wording out.")
    for nation in entry.others:
        if entry.marked_nations and nation not in entry.marked_nations:
            what = "There is another wording for a nation in which nothing is marked."
            yield should("marked_nations", 0, what, "Mark that nation too, or take it out.")


def _check_facts(entry: Entry, day: date, known_ids: Collection[str]) -> Iterator[Finding]:
    yield from check_dates(entry.facts_date, entry.review, day)
    for other in entry.related:
        if other == entry.id:
            yield must("related", 0, "The entry names itself as related.", "Take it out.")
        elif other not in known_ids:
            mend = "Choose an id from the list, such as ema/how-much."
            yield must("related", 0, f"There is no entry {other}.", mend)
    if len(set(entry.related)) < len(entry.related):
        yield should("related", 0, "A related entry is named twice.", "Keep one of them.")
