"""Somebody who writes about somebody else: a parent, a teacher, a friend.

Theirs is a conversation of its own. They are helped, and never told whether anybody has been in touch.
"""

import re
from typing import Literal

Writer = Literal["parent or carer", "teacher or professional", "friend or relative"]

ADULTS_ENTRY = "service/i-am-an-adult"
"""The entry for adults: who to call, what we can do, and what we cannot tell."""

_CHILD = (
    r"(?:son|daughter|stepson|stepdaughter|foster (?:son|daughter|child)|grandson|granddaughter|"
    r"teenager)"
)
_PUPIL = r"(?:pupil|student|tutee|client|young person|learner|apprentice)"
_FRIEND = (
    r"(?:friend|mate|bestie|girlfriend|boyfriend|brother|sister|sis|cousin|nephew|niece|partner)"
)
_ANYBODY = rf"(?:{_CHILD}|{_PUPIL}|{_FRIEND}|child|kid|boy|girl|lad|lass|ex)s?"
_OF_MINE = r"(?:my|our|the|this|that|a|one of (?:my|our)) (?:\w+ )?"
_SOMEBODY = rf"(?:{_OF_MINE}{_ANYBODY}|he|she|they|him|her|them|someone|somebody|anyone|anybody)"
_NAMED = rf"(?:{_SOMEBODY}|(?!(?:i|you|it|we|to|there|that)\b)\w+)"
_TOUCH = (
    r"(?:contact|contacted|text|texted|texting|message|messaged|messaging|write to|written to|wrote to|"
    r"writing to|talk to|talked to|talking to|speak to|spoke to|spoken to|speaking to|ring|rung|rang|"
    r"call|called|phone|phoned|use|used|using|been in touch with|been on to|been on|been using|"
    r"been (?:talking|speaking|writing) to|been (?:texting|messaging)|in touch with|chat to|chatted to|"
    r"get in touch with|got in touch with|asked|reported to|come to|gone to)"
)
_US = r"(?:you|yous|this service|your service|connexions|here|your advisers?)"
_ASKS_WHO_WROTE = re.compile(
    rf"\b(?:has|have|had|did|does|is|are|was|if|whether) {_NAMED}(?: \w+)? "
    rf"(?:ever |already |recently )?{_TOUCH} {_US}\b(?! (?:can|could|should|think|know))"
    r"|\bhave you (?:ever |already )?"
    rf"(?:heard from|spoken (?:to|with)|talked (?:to|with)|been in touch with) {_NAMED}\b"
    r"|\b(?:did|do|are) you (?:speak|talk|text|know|speaking|talking|texting|hear) "
    rf"(?:to |with |from |about )?{_OF_MINE}{_ANYBODY}\b"
    rf"|\bwhat (?:has|have|did|does|is) {_SOMEBODY} "
    rf"(?:said|say|told|tell|tells|telling|saying|written|asked|ask)(?: to)? {_US}\b"
    rf"|\b(?:what|everything) {_SOMEBODY} (?:has |have )?(?:said|told|wrote|asked|tells|says)"
    rf"(?: to)? {_US}\b"
)
_I_AM = r"\b(?:im|i am|as) (?:a |an |the |her |his |their )?"
_WRITERS: dict[Writer, re.Pattern[str]] = {
    "parent or carer": re.compile(
        rf"{_I_AM}(?:\w+ )?(?:parent|mum|mother|dad|father|foster carer|guardian|stepmum|stepdad|"
        r"grandad|nan|grandmother|grandfather|grandparent)\b(?! to be)"
        rf"|\b(?:my|our) (?:\w+ )?{_CHILD}s?\b"
    ),
    "teacher or professional": re.compile(
        rf"{_I_AM}(?:\w+ ){{0,2}}?(?:teacher|tutor|lecturer|social worker|youth worker|"
        r"support worker|teaching assistant|head of year|pastoral lead|school nurse|counsellor)\b"
        r"|\b(?:my|our) (?:\w+ )?"
        rf"{_PUPIL}s?\b(?! (?:loan|finance|card|bursary|union|account|oyster|id|discount))"
    ),
    "friend or relative": re.compile(
        rf"\b(?:worried|scared|concerned|frightened) (?:about|for) (?:my|our|a) (?:\w+ )?{_FRIEND}\b"
        rf"|\b(?:my|our) (?:\w+ )?{_FRIEND} (?:is|has|keeps|wants|said|says|told|needs|wont|cant|"
        r"might|tried|thinks|isnt|hasnt|asked|got)\b(?!.*\bme\b)"
    ),
}
_A_YOUNG_PARENT = re.compile(
    r"\bmy (?:\w+ )?(?:son|daughter) is (?:\d|one|two|three|four|five)\b"
    r"|\b(?:nursery|childcare|baby|babys|pregnant|child ?minder|care to learn|toddler)\b"
)


def asks_who_wrote(plain: str) -> bool:
    """Whether a message in plain words asks if, or what, somebody has written to us."""
    return bool(_ASKS_WHO_WROTE.search(plain))


def writes_about_another(plain: str) -> Writer | None:
    """Who writes, where a message in plain words says that it is somebody writing about another."""
    if _A_YOUNG_PARENT.search(plain):
        return None
    return next((who for who, sign in _WRITERS.items() if sign.search(plain)), None)


def is_adult(writer: Writer | None) -> bool:
    """Whether the words for adults are meant for them; a friend is most often as young."""
    return writer in ("parent or carer", "teacher or professional")
