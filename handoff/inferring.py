"""Reading facts from a young person's own words, carefully: each with the exact words, none guessed.

Only what they say of themselves, as a plain statement: no question, no "if", nothing that is denied or
that somebody else is said to think. What is read is marked as such until a person confirms it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.meaning import Meaning
from bot.understanding.entities import find_entities
from bot.understanding.normalise import plain
from handoff.inferring_rules import RULES, Rule

_LONGEST_READ = 2000
_LONGEST_WORDS = 160
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_UNLESS_BEFORE = re.compile(
    r"\b(?:if|when|until|till|unless|imagine|pretend|whether|wish|hope|used to|think|thinks|thought|"
    r"says?|said|saying|reckons?|told|tells|claims?|not|never|isn't|isnt|don't|dont|no longer|"
    r"friend|mate|someone|somebody|anyone)\b"
)
_UNLESS_ANYWHERE = re.compile(
    r"\b(?:jk|lol|joke|joking|kidding|lyrics?|in the (?:film|show|game))\b"
)
_UNLESS_AFTER = re.compile(r"\b(?:any ?more|(?:last|years?|months?) ago|back then)\b")
_CURLY = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'"})


@dataclass(frozen=True)
class Reading:
    """Something read from a message. `words` stand in it exactly so."""

    subject: str
    about: str
    value: str
    words: str


@lru_cache(maxsize=4096)
def meaning_of(text: str) -> Meaning:
    """The plain words of a message and what they name, as the bot reads them."""
    return Meaning(text, plain(text), found=find_entities(text))


@lru_cache(maxsize=4096)
def readings(text: str) -> tuple[Reading, ...]:
    """All that can be read from a message, in the order in which it was said, each once."""
    text = text[:_LONGEST_READ]
    lower = text.translate(_CURLY).lower()
    if len(lower) != len(text):  # a letter that grows in lower case: places would not agree
        return ()
    found: dict[tuple[str, str, str], Reading] = {}
    for sentence in _SENTENCE.finditer(lower):
        for one in _in_sentence(text, sentence.start(), sentence.group()):
            found.setdefault((one.subject, one.about, one.value), one)
    return tuple(found.values())


def _in_sentence(text: str, start: int, sentence: str) -> Iterator[Reading]:
    if sentence.rstrip().endswith("?") or _UNLESS_ANYWHERE.search(sentence):
        return
    for rule in RULES:
        hit = rule.sign.search(sentence)
        if hit is None or _UNLESS_BEFORE.search(sentence, 0, hit.start()):
            continue
        if _UNLESS_AFTER.search(sentence, hit.end()):
            continue
        begin, end = hit.span()
        if rule.whole:
            begin, end = _around(sentence, begin, end)
        words = text[start + begin : start + end].strip()
        reading = _reading(rule, hit, words, text[start : start + len(sentence)])
        if reading:
            yield reading


def _reading(rule: Rule, hit: re.Match[str], words: str, sentence: str) -> Reading | None:
    """What the rule makes of a hit; nothing where it needs a name of something that is not there."""
    if not rule.named:
        about = rule.about or hit.groupdict().get("about") or ""
        return Reading(
            rule.subject, about, rule.value or hit.groupdict().get("value") or words, words
        )
    after = sentence if rule.whole else sentence[hit.end() :]
    named = next((each for each in find_entities(after) if each.kind == rule.named), None)
    if named is None:
        return None
    words = words if rule.whole else _as_far_as(sentence, hit, named.words)
    if rule.named == "benefit":
        return Reading(rule.subject, named.words.lower(), rule.value or words, words)
    about = rule.about or hit.groupdict().get("about") or ""
    return Reading(rule.subject, about, named.words, words)


def _as_far_as(sentence: str, hit: re.Match[str], name: str) -> str:
    """The words from the sign up to the name that follows it."""
    return sentence[hit.start() : sentence.index(name, hit.end()) + len(name)]


def _around(sentence: str, begin: int, end: int) -> tuple[int, int]:
    """The whole sentence, or of a long one the part round the hit, cut between words."""
    if len(sentence) <= _LONGEST_WORDS:
        return 0, len(sentence)
    first = sentence.rfind(" ", 0, max(0, begin - 40)) + 1
    last = sentence.find(" ", min(len(sentence), max(end, begin + 90)))
    return first, last if last >= 0 else len(sentence)
