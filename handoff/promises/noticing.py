"""Promises in an adviser's own words: "I'll ring the hostel tomorrow" is one, and goes in the ledger.

It is entered in the transaction that sends it, as `unsure`: the adviser then sets its day, or says that
it is no promise. What is not set in a day climbs like any promise that is late.
"""

import re
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from handoff.presence import first_name
from handoff.promises.entering import LONGEST, enter
from handoff.speaking import Sent, adviser_says
from store.tables import Promise

SET_WITHIN = timedelta(days=1)
_SENTENCES = re.compile(r"[^\n.!?]+[.!?]*")
_DEEDS = (
    r"(?:ring|call|phone|text|txt|message|msg|write|email|e-mail|contact|find|ask|check|send|get|"
    r"be back|be in touch|come back|let you|tell|speak|talk|look|chase|sort|arrange|book|make|"
    r"fill|refer|pass|try|see|meet|explain|pick)"
)
_PROMISES = re.compile(
    r"\b(?:i|we|somebody|someone|a colleague|my colleague)"
    r"(?:'?ll| will| shall|'m going to|'?re going to| am going to| are going to) "
    rf"(?!not\b|never\b)(?:\w+ ){{0,2}}?{_DEEDS}\b",
    re.IGNORECASE,
)
_LETS_YOU = re.compile(r"\b(?:i promise|you have my word)\b", re.IGNORECASE)
_ONLY_IF = re.compile(
    r"\b(?:if you (?:like|want|tell|say|agree)|shall i|should i)\b", re.IGNORECASE
)


def promised_in(text: str) -> str:
    """The sentences of a message that promise something; empty where none does.

    A question, and what hangs on a word of theirs ("if you like"), promises nothing yet.
    """
    found = [
        sentence.strip()
        for sentence in _SENTENCES.findall(text.replace("\u2019", "'"))
        if (_PROMISES.search(sentence) or _LETS_YOU.search(sentence))
        and not sentence.rstrip().endswith("?")
        and not _ONLY_IF.search(sentence)
    ]
    return " ".join(found)


def say(
    tx: Connection, *, case_id: int, staff_id: int, text: str, now: datetime, once: str = ""
) -> Sent:
    """Send an adviser's words; what they promise is entered with them, once however often it is sent."""
    sent = adviser_says(tx, case_id=case_id, staff_id=staff_id, text=text, now=now, once=once)
    promised = promised_in(text)
    if promised and not _entered(tx, case_id, sent.seq):
        enter(
            tx,
            case_id=case_id,
            kind="in words",
            by=staff_id,
            who=first_name(tx, staff_id),
            what=promised[:LONGEST],
            due_at=now + SET_WITHIN,
            told=sent,
            state="unsure",
            asks=False,
            now=now,
        )
    return sent


def _entered(tx: Connection, case_id: int, seq: int) -> bool:
    known = select(Promise.id).where(Promise.case_id == case_id, Promise.told_seq == seq)
    return tx.execute(known).first() is not None
