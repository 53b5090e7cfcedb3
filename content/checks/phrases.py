"""Training phrases and test questions: enough phrases, none under two entries, and none that is both."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from content.checks.finding import Finding, must, should
from content.entry import Entry

FEWEST, LONGEST = 20, 300
WHERE, TESTS = "phrases", "test_questions"
_ONE_OF_BOTH = "Take it out of one: a question that the bot learned from tests nothing."
_BRACKETS = re.compile(r"[\[\](){}]")


def key(phrase: str) -> str:
    """A phrase as it is compared: capitals, spaces and a question mark at the end do not count."""
    return " ".join(phrase.lower().split()).rstrip(" ?.!")


def check_phrases(phrases: tuple[str, ...], owners: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with one entry's phrases. `owners` says which other entry has a phrase."""
    seen: set[str] = set()
    for line, phrase in enumerate(phrases, 1):
        same = key(phrase)
        if _BRACKETS.search(phrase):
            what = f"“{phrase}” has brackets in it."
            yield must(WHERE, line, what, "Take them out: training reads them as marks.")
        if len(phrase) > LONGEST:
            yield should(WHERE, line, f"A phrase has {len(phrase)} characters.", "Shorten it.")
        if same in seen:
            yield should(WHERE, line, f"“{phrase}” stands here twice.", "Keep one of them.")
        elif same in owners:
            mend = "Keep it where it fits best, or say it in other words."
            yield must(WHERE, line, f"“{phrase}” also stands under {owners[same]}.", mend)
        seen.add(same)
    if len(seen) < FEWEST:
        what = f"There are {len(seen)} different phrases."
        mend = f"Write {FEWEST} or more, in young people's own words, short and long."
        yield must(WHERE, 0, what, mend)


def check_questions(
    entry: Entry, owners: Mapping[str, str], askers: Mapping[str, str]
) -> Iterator[Finding]:
    """What is wrong with an entry's test questions, and which of its phrases are one.

    `owners` says which other entry has a phrase, `askers` which other entry has a test question.
    """
    own, seen = set(_keys(entry.phrases)), set[str]()
    for line, question in enumerate(entry.test_questions, 1):
        same = key(question)
        if len(question) > LONGEST:
            yield should(TESTS, line, f"A question has {len(question)} characters.", "Shorten it.")
        if same in seen:
            yield should(TESTS, line, f"“{question}” stands here twice.", "Keep one of them.")
        elif same in own:
            yield must(TESTS, line, f"“{question}” is a training phrase here too.", _ONE_OF_BOTH)
        elif same in owners:
            what = f"“{question}” is a training phrase of {owners[same]}."
            yield must(TESTS, line, what, _ONE_OF_BOTH)
        elif same in askers:
            what = f"“{question}” is a test question of {askers[same]} too."
            yield must(TESTS, line, what, "Keep it where it is to be answered.")
        seen.add(same)
    for line, phrase in enumerate(entry.phrases, 1):
        if key(phrase) in askers:
            what = f"“{phrase}” is a test question of {askers[key(phrase)]}."
            yield must(WHERE, line, what, _ONE_OF_BOTH)


def askers(entries: Iterable[Entry], *, besides: str = "") -> dict[str, str]:
    """Which entry has each test question, leaving one entry out."""
    return {
        each: entry.id
        for entry in entries
        if entry.id != besides
        for each in _keys(entry.test_questions)
    }


def owners(entries: Iterable[Entry], *, besides: str = "") -> dict[str, str]:
    """Which entry has each phrase, leaving one entry out."""
    return {
        each: entry.id for entry in entries if entry.id != besides for each in _keys(entry.phrases)
    }


@lru_cache(maxsize=2048)
def _keys(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases of an entry as they are compared, worked out once."""
    return tuple(key(phrase) for phrase in phrases)


def check_library(entries: Iterable[Entry]) -> dict[str, list[Finding]]:
    """Phrases that stand under two entries, by the entry that has them second."""
    found: dict[str, list[Finding]] = {}
    first: dict[str, str] = {}
    for entry in entries:
        for line, phrase in enumerate(entry.phrases, 1):
            owner = first.setdefault(key(phrase), entry.id)
            if owner != entry.id:
                what = f"“{phrase}” also stands under {owner}."
                mend = "Keep it where it fits best, or say it in other words."
                found.setdefault(entry.id, []).append(must(WHERE, line, what, mend))
    return found
