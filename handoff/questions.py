"""What an adviser soon needs to know, and whether we asked: "not asked" is told apart from "no"."""

import re
from collections.abc import Sequence

from handoff.evidence import Line
from handoff.safe_contact import Said
from handoff.summary_parts import Question

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
}


def questions_asked(lines: Sequence[Line]) -> list[Question]:
    """The newest question of ours on each thing that matters, with the words they wrote next."""
    newest: dict[str, Question] = {}
    for line in lines:
        if line.author == "young person":
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
