"""What a message says about safe contact, as rules a machine can obey.

It reads plain words, whole phrases only: what is not sure to be meant for us makes no rule and is shown
to the adviser in their words (handoff.safe_contact), who judges.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.contact import phrases
from bot.contact.rules import Heard, next_morning
from bot.contact.times import quiet_outside, quiet_when
from bot.understanding.normalise import Sentence, sentences

_A_WHILE = timedelta(hours=2)
"""How long "don't text now" holds, where they say no more."""
_LONGEST_WORDS = 160


def contact_rules_in(text: str, local: datetime) -> tuple[Heard, ...]:
    """What a message, written at this moment in London, says about safe contact. Never raises."""
    found = []
    for sentence in sentences(text):
        words = _as_typed(text, sentence)
        found += sorted(_heard(sentence.plain, words, local), key=lambda each: each[0])
    return tuple(heard for _, heard in found)


def _heard(plain: str, words: str, local: datetime) -> Iterator[tuple[int, Heard]]:
    yield from _about_times(plain, words, local)
    yield from _about_calls(plain, words)
    yield from _about_readers(plain, words)


def _about_times(plain: str, words: str, local: datetime) -> Iterator[tuple[int, Heard]]:
    """What is forbidden comes first: the words of a "not" are no wish, whatever else fits them."""
    forbidden = list(_forbidden(plain, words, local))
    yield from ((start, heard) for start, _, heard in forbidden)
    for start, heard in _wished(plain, words):
        if not any(first <= start < last for first, last, _ in forbidden):
            yield start, heard


def _forbidden(plain: str, words: str, local: datetime) -> Iterator[tuple[int, int, Heard]]:
    for found in phrases.NOT_WHEN.finditer(plain):
        theirs = _of_somebody_else(plain, found.start())
        if not theirs or phrases.I_CANNOT.match(plain, found.start()):
            kind, spans = quiet_when(found["when"] or found["first"] or found["bare"])
            yield *found.span(), Heard(kind, words, spans)
    for found in phrases.NOT_NOW.finditer(plain):
        if not _of_somebody_else(plain, found.start()):
            passing = found["now"] in phrases.PASSING
            until = local + _A_WHILE if passing else next_morning(local)
            yield *found.span(), Heard("for-now", words, until=until)
    for found in phrases.NEVER.finditer(plain):
        if not _of_somebody_else(plain, found.start()):
            yield *found.span(), Heard("never", words)


def _wished(plain: str, words: str) -> Iterator[tuple[int, Heard]]:
    for found in phrases.ONLY_WHEN.finditer(plain):
        if not phrases.REPORTED.search(plain[: found.start()]):
            yield found.start(), Heard("only", words, quiet_outside(found["when"]))
    for found in phrases.TEXT_ME_WHEN.finditer(plain):
        if phrases.ONCE.search(plain) or _of_somebody_else(plain, found.start()):
            continue
        if found["again"]:
            yield found.start(), Heard("any-time", words)
        else:
            yield found.start(), Heard("only", words, quiet_outside(found["when"]))
    for found in phrases.ANY_TIME.finditer(plain):
        if not phrases.NEGATION_BEFORE.search(plain[: found.start()]):
            yield found.start(), Heard("any-time", words)


def _about_calls(plain: str, words: str) -> Iterator[tuple[int, Heard]]:
    for found in phrases.NO_CALLS.finditer(plain):
        if not _of_somebody_else(plain, found.start()):
            yield found.start(), Heard("no-calls", words)
    for found in phrases.CALLS_FINE.finditer(plain):
        if not phrases.NEGATION_BEFORE.search(plain[: found.start()]):
            yield found.start(), Heard("calls-fine", words)


def _about_readers(plain: str, words: str) -> Iterator[tuple[int, Heard]]:
    safe = phrases.PHONE_SAFE.search(plain)
    if safe:
        yield safe.start(), Heard("phone-safe", words)
    for found in phrases.SOMEBODY_READS.finditer(plain):
        if not phrases.NOT_READING.search(found.group()):
            yield found.start(), Heard("careful", words)


def _of_somebody_else(plain: str, start: int) -> bool:
    """Whether "don't text" is what somebody does or said to them, and no word to us."""
    before = plain[:start]
    return bool(phrases.THEIR_OWN_DOING.search(before) or phrases.REPORTED.search(before))


def _as_typed(text: str, sentence: Sentence) -> str:
    """The sentence word for word, its end left out where it is very long."""
    typed = text[sentence.start : sentence.end]
    return typed if len(typed) <= _LONGEST_WORDS else f"{typed[:_LONGEST_WORDS].rsplit(' ', 1)[0]}…"
