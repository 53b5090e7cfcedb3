"""Reading an answer to a checker's question: "2", "yeah", "im at college", "about 19k", "dont know"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.dialogue import pending
from bot.meaning import Meaning
from bot.state import DialogueState
from bot.understanding.entities import find_entities
from bot.understanding.normalise import plain
from content.checker.model import NOT_SURE, OLDEST, Option, Question
from content.library import Library
from content.nation import Nation

_NOT_SURE = re.compile(
    r"(?:im |i am |well |hmm |um |erm )*(?:not (?:really |too |that |100 )?(?:sure|certain)|unsure|no idea|"
    r"(?:i )?(?:dont|do not) (?:really )?know|dunno|skip(?: it| this| that)?|pass|"
    r"(?:id |i would )?(?:rather not|prefer not)(?: to)? say|not saying|cant say|havent a clue|no clue|"
    r"it depends|depends|maybe|who knows)(?: (?:sorry|tbh|really|mate|that|yet))*"
)


def _these(together: str) -> frozenset[str]:
    return frozenset(together.split())


_YES = _these("yes yeah yep yup yh ye aye ya sure correct defo definitely")
_NO = _these("no nope nah naw nay never")
_ASKS = _these("what whats how when where who why can could do does is are will should which would")
_NEGATES = _these("not dont doesnt no never havent hasnt isnt arent cant")
_MOST_WORDS = 15
_PLACE = re.compile(r"(?:number |no |option |answer )*([1-9])(?: please)?")
_NUMBER = re.compile(r"\b\d{1,3}\b")
_NOT_YET = re.compile(
    r"\b(?:nearly|almost|turning|soon|not quite|next (?:week|month|year)|in (?:a few|a couple|january|"
    r"february|march|april|may|june|july|august|september|october|november|december))\b"
)
_MONEY = re.compile(r"(?<![\w.])£?(\d+(?:,\d{3})*(?:\.\d+)?) ?(k\b|grand\b|thousand\b)?")
_A_YEAR = {"week": 52, "weekly": 52, "pw": 52, "month": 12, "monthly": 12, "pm": 12, "pcm": 12}
_LEAST_MONEY = 100


@dataclass(frozen=True)
class Heard:
    """A message, with what was heard in it and what fills the amounts on the buttons."""

    meaning: Meaning
    state: DialogueState
    seq: int
    library: Library
    day: date


def read_answer(question: Question, heard: Heard) -> str:
    """The answer that the message gives, as the rules name it; empty where it gives none."""
    said = heard.meaning.plain.strip(" .?!")
    if not said or len(said.split()) > _MOST_WORDS:
        return ""
    if question.kind == "age":
        return _age(heard, said) or _not_sure(said)
    if question.kind == "nation":
        return _nation(heard) or _numbered([each.value for each in Nation], said) or _not_sure(said)
    return (
        _exactly(question, said, heard)
        or _numbered([each.value for each in question.options], said)
        or _not_sure(said)
        or (_amount(question, said, heard) if question.kind == "amount" else "")
        or ("" if _asks_something(heard.meaning) else _in_other_words(question, said))
    )


def _numbered(values: list[str], said: str) -> str:
    """The answer in this place of the list; not sure stands last."""
    digit = _PLACE.fullmatch(said)
    number = int(digit.group(1)) - 1 if digit else pending.picked_number(said)
    return [*values, NOT_SURE][number] if number is not None and -1 <= number <= len(values) else ""


def _not_sure(said: str) -> str:
    return NOT_SURE if _NOT_SURE.fullmatch(said) else ""


def _nation(heard: Heard) -> str:
    fact = heard.state.facts.get("nation")
    return fact.value if fact and fact.seq == heard.seq else ""


def _age(heard: Heard, said: str) -> str:
    fact = heard.state.facts.get("age")
    if fact and fact.seq == heard.seq:
        return fact.value
    if _asks_something(heard.meaning):
        return ""
    numbers = _NUMBER.findall(said) or [
        each.value for each in find_entities(f"im {said}") if each.kind == "age"
    ]
    if len(numbers) != 1 or not 5 <= int(numbers[0]) <= OLDEST:
        return ""
    return str(int(numbers[0]) - bool(_NOT_YET.search(said)))


def _exactly(question: Question, said: str, heard: Heard) -> str:
    """The option whose button, name or other word the message is."""
    for option in question.options:
        label = heard.library.filler.fill(option.label, heard.day)
        if said in {plain(each) for each in (label, *_words(option))}:
            return option.value
    if _asks_something(heard.meaning):
        return ""
    if pending.is_yes(heard.meaning):
        return _taker(question, "yes")
    return _taker(question, "no") if pending.is_no(heard.meaning) else ""


def _in_other_words(question: Question, said: str) -> str:
    """The one option that the message has a word of; failing that, a yes or no at its head."""
    first, _, rest = said.partition(" ")
    lead = "yes" if first in _YES else "no" if first in _NO else ""
    rest = rest if lead else said
    if _NEGATES.intersection(rest.split()):
        return _taker(question, "no") if lead != "yes" else ""
    takes_lead = _taker(question, lead)
    if takes_lead and lead == "no" and not rest.startswith("but"):
        return takes_lead
    return _named_in(question, rest) or takes_lead


def _named_in(question: Question, said: str) -> str:
    """The one option that is named; a word within a longer one does not count."""
    found = [
        (option.value, each)
        for option in question.options
        for each in map(plain, _words(option))
        if each not in _YES | _NO and re.search(rf"\b{re.escape(each)}\b", said)
    ]
    longest = {
        value
        for value, each in found
        if not any(each != other and each in other for _, other in found)
    }
    return longest.pop() if len(longest) == 1 else ""


def _taker(question: Question, word: str) -> str:
    """The option that takes a plain yes or no."""
    return next((each.value for each in question.options if word and word in _words(each)), "")


def _words(option: Option) -> Iterator[str]:
    yield option.value
    yield from option.words


def _amount(question: Question, said: str, heard: Heard) -> str:
    """The band that an amount of money falls in; so much a week or a month is counted by the year."""
    found = _MONEY.findall(said)
    if len(found) != 1:
        return ""
    digits, thousands = found[0]
    yearly = next((times for word, times in _A_YEAR.items() if word in said.split()), 1)
    amount = Decimal(digits.replace(",", "")) * (1000 if thousands else 1) * yearly
    if 0 < amount < _LEAST_MONEY:
        return ""
    for option in question.options:
        rate = heard.library.rates.get(option.up_to)
        ends = rate.on(heard.day) if rate else None
        if ends is None or amount <= ends.amount:
            return option.value
    return ""


def _asks_something(meaning: Meaning) -> bool:
    first = [word for word in meaning.plain.split() if word not in _YES | _NO][:1]
    return "?" in meaning.text or bool(_ASKS.intersection(first))
