"""What a text names: nation, place, age, school year, care, study, benefit, subject, money and date.

spaCy's matchers work on the plain words; each find is given back in the words as typed.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from bot.meaning import Found
from bot.slim_spacy import Doc, Matcher, PhraseMatcher, Span, Vocab, filter_spans
from bot.understanding.normalise import Sentence, plain, sentences
from content.front_matter import load_yaml


def _words(together: str) -> tuple[str, ...]:
    return tuple(together.split())


FILE = Path(__file__).parents[2] / "nlu_data" / "entities.yml"
_WORDS_FOR_AGES = _words(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_AGES = {word: str(age) for age, word in enumerate(_WORDS_FOR_AGES, 10)}
_AGES |= {str(age): str(age) for age in range(10, 26)}
_SOMEBODY_ELSE = _words(
    "he hes she shes they theyre son daughter brother sister friend mate cousin boyfriend girlfriend "
    "nephew niece partner student pupil mum dad baby child whos who"
)
_NOT_YEARS = _words(
    "percent per weeks week months month days day hours minutes pounds quid miles k grand "
    "grades gcses points lessons stone kg people times am pm mins o"
)
_MONTHS = _words(
    "january february april june july august september october november december jan feb "
    "apr aug sept oct nov dec"
)
_DAYS = _words("monday tuesday wednesday thursday friday saturday sunday")
_OTHER = "_"
_DAY_OF_MONTH = {"TEXT": {"REGEX": r"^(?:[12]?\d|3[01])(?:st|nd|rd|th)?$"}}
_AGE = {"TEXT": {"IN": sorted(_AGES)}}
_RULES: dict[str, list[list[dict[str, Any]]]] = {
    "age": [
        [{"TEXT": {"IN": ["im", "aged", "age"]}}, _AGE],
        [{"TEXT": "i"}, {"TEXT": "am"}, _AGE],
        [{"TEXT": {"IN": ["i", "im", "just", "ive"]}}, {"TEXT": {"IN": ["turned", "only"]}}, _AGE],
        [{"TEXT": "im"}, {"TEXT": "just"}, _AGE],
        [_AGE, {"TEXT": {"IN": ["year", "years"]}}, {"TEXT": "old"}],
        [_AGE, {"TEXT": {"IN": ["yo", "yearold"]}}],
        [
            {
                "TEXT": {
                    "REGEX": r"^(?:im)?(?:1\d|2[0-5])(?:yo|yr|yrs|yrold|yearold)$|^im(?:1\d|2[0-5])$"
                }
            }
        ],
    ],
    "school-year": [
        [{"TEXT": "year"}, {"TEXT": {"REGEX": r"^(?:[7-9]|1[0-4])s?$"}}],
        [{"TEXT": {"REGEX": r"^(?:y|yr|year)(?:[7-9]|1[0-4])s?$"}}],
    ],
    "money": [
        [{"TEXT": {"REGEX": r"^£\d+(?:[.,]\d+)*k?$"}}],
        [
            {"TEXT": {"REGEX": r"^\d+(?:[.,]\d+)*k?$"}},
            {"TEXT": {"IN": ["pounds", "pound", "quid"]}},
        ],
    ],
    "date": [
        [{"TEXT": {"IN": ["today", "tonight", "tomorrow", "yesterday", *_DAYS, *_MONTHS]}}],
        [
            {"TEXT": {"IN": ["next", "last", "this"]}},
            {"TEXT": {"IN": ["week", "month", "year", *_DAYS]}},
        ],
        [_DAY_OF_MONTH, {"TEXT": "of", "OP": "?"}, {"TEXT": {"IN": [*_MONTHS, "march", "may"]}}],
        [{"TEXT": {"IN": [*_MONTHS, "march", "may"]}}, _DAY_OF_MONTH],
    ],
}


def find_entities(text: str) -> tuple[Found, ...]:
    """All that is named, in the order it was typed. A place tells its nation too."""
    found = (each for sentence in sentences(text) for each in _in_sentence(sentence, text))
    return tuple(dict.fromkeys(found))


def _in_sentence(sentence: Sentence, text: str) -> Iterator[Found]:
    vocabulary, names, rules = _matchers()
    doc = Doc(vocabulary, words=[_kept(token.plain, vocabulary) for token in sentence.tokens])
    spans = [Span(doc, start, end, label=label) for label, start, end in names(doc)]
    spans += [Span(doc, start, end, label=label) for label, start, end in rules(doc)]
    for span in sorted(filter_spans(spans), key=lambda each: each.start):
        first, last = sentence.tokens[span.start], sentence.tokens[span.end - 1]
        yield from _named(span, text[first.start : last.end])


def _kept(word: str, vocabulary: Vocab) -> str:
    """The word if any rule looks at it, so that spaCy need not remember every word it ever sees."""
    short_number = len(word) <= 8 and any(character.isdigit() for character in word)
    return word if short_number or word in vocabulary.strings else _OTHER


def _named(span: Span, words: str) -> Iterator[Found]:
    kind, _, value = span.label_.partition(" ")
    if kind == "place":
        yield Found("place", span.text, words)
        yield Found("nation", value, words)
    elif kind == "age":
        if _says_own_age(span):
            yield Found("age", _number(span), words)
    elif kind in {"money", "school-year"}:
        yield Found(kind, _number(span), words)
    else:
        yield Found(kind, value or span.text, words)


def _says_own_age(span: Span) -> bool:
    """Not the age of a brother, and not `im 16 weeks pregnant`."""
    doc = span.doc
    after = doc[span.end].text if span.end < len(doc) else ""
    if after in _NOT_YEARS or after in _SOMEBODY_ELSE:
        return False
    if span[0].text.startswith(("i", "ive", "im")):
        return True
    before = {token.text for token in doc[max(0, span.start - 6) : span.start]}
    return before.isdisjoint(_SOMEBODY_ELSE) and "my" not in before


def _number(span: Span) -> str:
    """The number in a find, as digits."""
    for token in span:
        if token.text in _AGES:
            return _AGES[token.text]
    return "".join(c for c in span.text if c.isdigit() or c == ".").strip(".")


@cache
def _matchers() -> tuple[Vocab, PhraseMatcher, Matcher]:
    vocabulary = Vocab()
    names = PhraseMatcher(vocabulary)
    for kind, values in load_yaml(FILE.read_text("utf-8"), str(FILE)).items():
        for value, listed in values.items():
            names.add(f"{kind} {value}", _docs(vocabulary, str(listed).split(",")))
    rules = Matcher(vocabulary)
    for kind, patterns in _RULES.items():
        rules.add(kind, patterns)
    named = (word for patterns in _RULES.values() for word in _words_in(patterns))
    for word in (*_SOMEBODY_ELSE, *_NOT_YEARS, "my", _OTHER, *named):
        vocabulary.strings.add(word)
    return vocabulary, names, rules


def _docs(vocabulary: Vocab, names: Sequence[str]) -> list[Doc]:
    return [Doc(vocabulary, words=plain(name).split()) for name in names]


def _words_in(patterns: list[list[dict[str, Any]]]) -> Iterator[str]:
    """Every word that a rule names."""
    for wanted in (token["TEXT"] for pattern in patterns for token in pattern):
        if isinstance(wanted, str):
            yield wanted
        else:
            yield from wanted.get("IN", ())
