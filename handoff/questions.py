"""What an adviser soon needs to know, and whether we asked: "not asked" is told apart from "no"."""

import re
from collections.abc import Sequence

from handoff.asked import Question
from handoff.evidence import Line
from handoff.safe_contact import Said

_SENTENCE = re.compile(r"[^.!?\n]*\?")
_MATTERS = {
    "safe now": re.compile(
        r"\bsafe (?!to\b)|\bsafe\?|\bin danger\b|\b(?:got|moved) away\b|\bok right now\b",
        re.IGNORECASE,
    ),
    "safe to message": re.compile(
        r"\bsafe to (?:text|message|type|talk)\b|\bsee this screen\b|\bthis phone\b", re.IGNORECASE
    ),
    "where they are": re.compile(
        r"\bwhere (?:are you|you are|are they)\b(?!.*\blive\b)", re.IGNORECASE
    ),
    "who is with them": re.compile(
        r"\b(?:somebody|someone|anyone|anybody|who is|who's) with you\b|\bon your own\b",
        re.IGNORECASE,
    ),
    "a place for tonight": re.compile(
        r"\b(?:place|sleep|stay|bed)\b.*\btonight\b|\bwhere will you (?:sleep|stay)\b",
        re.IGNORECASE,
    ),
    "age": re.compile(r"\bhow old\b|\byour age\b", re.IGNORECASE),
    "nation": re.compile(
        r"\bwhere do you live\b|\b(?:which|what) (?:nation|country)\b", re.IGNORECASE
    ),
    "who else is at risk": re.compile(
        r"\b(?:any|some)(?:one|body) else\b.*\b(?:risk|danger|hurt|safe)\b|\bbrothers or sisters\b",
        re.IGNORECASE,
    ),
    "date of birth": re.compile(
        r"\bdate of birth\b|\bwhen (?:is your birthday|were you born|do you turn)\b", re.IGNORECASE
    ),
    "home area": re.compile(
        r"\b(?:which|what) (?:town|area|city|part)\b|\bwhereabouts\b", re.IGNORECASE
    ),
    "household": re.compile(
        r"\bwho do you live with\b|\bwho (?:is|lives) at home\b", re.IGNORECASE
    ),
    "care": re.compile(
        r"\b(?:in care|care leaver|looked after by (?:the|a) council|foster)\b", re.IGNORECASE
    ),
    "language": re.compile(r"\b(?:which|what) languages?\b|\binterpreter\b", re.IGNORECASE),
    "reading and writing": re.compile(
        r"\breading (?:and|or) writing\b|\bhelp (?:with )?reading\b", re.IGNORECASE
    ),
    "disability": re.compile(r"\bdisabilit|\bhealth condition\b", re.IGNORECASE),
    "who else helps": re.compile(
        r"\b(?:a|any) (?:social|youth|support|key) worker\b|"
        r"\b(?:any(?:one|body)|who) else\b.*\b(?:help|know|told|work)",
        re.IGNORECASE,
    ),
    "who leads": re.compile(r"\bwho (?:leads|is in charge|looks after your case)\b", re.IGNORECASE),
    "learning": re.compile(
        r"\bat (?:school|college|school or college)\b|\bare you studying\b|"
        r"\bin (?:learning|training|education)\b",
        re.IGNORECASE,
    ),
    "learning area": re.compile(
        r"\bwhere (?:do|would) you (?:study|go to (?:school|college))\b|"
        r"\bwhich (?:school|college)\b",
        re.IGNORECASE,
    ),
    "money": re.compile(
        r"\bdo you (?:get|claim)\b|\bwhat money\b|"
        r"\bare you (?:getting|claiming|on) (?:any )?(?:money|benefits?|universal|ema|bursary)\b",
        re.IGNORECASE,
    ),
    "consent to share": re.compile(
        r"\b(?:ok|okay|all right|alright|happy|agree|can (?:we|i)|may i)\b.*\b(?:share|tell|pass)\b",
        re.IGNORECASE,
    ),
}


def questions_asked(lines: Sequence[Line]) -> list[Question]:
    """The newest question of ours on each thing that matters, with the words they wrote next."""
    newest: dict[str, Question] = {}
    for line in lines:
        if line.author == "young person" or line.kind == "answer":
            continue
        for sentence in _SENTENCE.findall(line.text):
            for what, sign in _MATTERS.items():
                if sign.search(sentence):
                    asked_by = line.name or "automatic reply"
                    words = sentence.strip()
                    newest[what] = Question(
                        what, words, asked_by, line.seq, line.at, _next_words(lines, line.seq)
                    )
    return [newest[what] for what in _MATTERS if what in newest]


def never_asked(known: Sequence[str], questions: Sequence[Question]) -> list[str]:
    """What matters, is not known, and nobody asked about."""
    settled = {*known, *(question.what for question in questions)}
    return [what for what in _MATTERS if what not in settled]


def _next_words(lines: Sequence[Line], seq: int) -> Said | None:
    return next(
        (
            Said(line.text, line.seq, line.at)
            for line in lines
            if line.seq > seq and line.author == "young person"
        ),
        None,
    )
