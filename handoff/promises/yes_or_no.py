"""Reading a plain answer to a yes-or-no question of ours, as young people text it."""

import re

_NO = re.compile(
    r"(?:no+|nope?|nah+|n|not yet|not really|never|no (?:they|he|she|it|you|nobody|one).*|"
    r"(?:they|he|she|it|you|nobody|no one) (?:never|did ?n'?t|did not|has ?n'?t|have ?n'?t).*|"
    r"(?:it )?did ?n'?t(?: happen)?|still waiting|nothing(?: yet| happened)?|"
    r"(?:nobody|no one) (?:did|has|came|rang|called|texted|wrote).*)"
)
_PARTLY = re.compile(
    r"(?:(?:yes |yeah |it did )?(?:a (?:bit|little)|kind ?of|kinda|sort ?of|sorta|partly|half|"
    r"some(?:what)?|so so|meh)(?: bit)?)"
)
_YES = re.compile(
    r"(?:y+|ye+s*|yea+h*|yh|yep|yup|yas+|aye|sure|(?:yes|yeah|yh|yep) .{0,40}|"
    r"(?:they|he|she|it|you) did|it (?:has|did)|they have|all good|sorted|done)"
)
_POLITE = re.compile(r"\b(?:thanks?|thank you|thx|ty|cheers|please|pls)\b|[^\w' ]")
_BUT = re.compile(r"\b(?:but|however|though|except|only)\b")
_A_FEW_WORDS = 60


def read_answer(text: str) -> str:
    """`yes`, `partly`, `no`, or nothing where the words are no plain answer.

    What goes on with a "but" is no plain answer: a person should read it.
    """
    words = " ".join(_POLITE.sub(" ", text.casefold().replace("\u2019", "'")).split())
    if not words or len(words) > _A_FEW_WORDS or _BUT.search(words):
        return ""
    for answer, form in (("partly", _PARTLY), ("no", _NO), ("yes", _YES)):
        if form.fullmatch(words):
            return answer
    return ""
