"""The few Welsh words that the service itself invites, and the wish to be spoken to in a language.

A whole message that is one of these is read as the English it stands for. The danger check reads what
was typed. Anything else in Welsh is for a person (bot/understanding/language.py).
"""

import re
import unicodedata
from typing import Final

from content.languages import ENGLISH, WELSH

_STANDS_FOR: Final = {
    "ie": "yes", "ia": "yes", "oes": "yes", "ydw": "yes", "ydyn": "yes", "do": "yes",
    "nage": "no", "nac oes": "no", "nac ydw": "no", "naddo": "no", "dim diolch": "no",
    "ychydig": "a bit", "tipyn bach": "a bit", "iawn": "ok", "diolch": "thanks", "helo": "hello",
    "cynghorydd": "talk to a person", "siarad a pherson": "talk to a person",
    "dim un or rhain": "none of these", "ddim yn siwr": "not sure", "dim yn siwr": "not sure",
    "gwirio": "check", "dim ots": "never mind",
    "cymru": "wales", "lloegr": "england", "yr alban": "scotland",
    "gogledd iwerddon": "northern ireland",
    "pa gyrsiau galla i eu gwneud": "What courses can I do?",
    "beth yw ema ac ydw in gallu cael arian at ddysgu": "What is EMA and can I get money for learning?",
    "pa fudddaliadau galla i eu hawlio": "What benefits can I claim?",
    "gyda beth galli di fy helpu": "What can you help me with?",
    "y cyntaf": "the first", "yr ail": "the second", "y trydydd": "the third",
}  # fmt: skip
_NAMED: Final = {
    "cymraeg": WELSH, "gymraeg": WELSH, "nghymraeg": WELSH, "welsh": WELSH,
    "saesneg": ENGLISH, "english": ENGLISH,
}  # fmt: skip
_WISHES: Final = frozenset(
    "in into speak talk write text reply answer switch change use please pls plz back "  # noqa: SIM905
    "siarad sgwrsio ysgrifennu newid defnyddio yn plis".split()
)
_AROUND_A_WISH: Final = _WISHES | frozenset(
    "can could we you i to lets now instead the chat page this it ir os gwelwch gweli di n dda ga "  # noqa: SIM905
    "allwn alli ni drwy trwy gyfrwng nol ol y".split()
)
_SUBJECTS_TOO: Final = frozenset({"welsh", "english"})
_MOST_WORDS: Final = 8


def in_english(text: str) -> str:
    """The English that a whole message of ours stands for; any other message as it is."""
    return _STANDS_FOR.get(" ".join(_bare_words(text)), text)


def asked_language(text: str, spoken: str) -> str:
    """The language that a message asks to be spoken to in; empty where it asks for none.

    The name of a subject alone asks for nothing, but "English" is the way back to it.
    """
    words = _bare_words(text)
    named = [word for word in words if word in _NAMED]
    around = [word for word in words if word not in _NAMED]
    if len(named) != 1 or len(words) > _MOST_WORDS or not _AROUND_A_WISH.issuperset(around):
        return ""
    language = _NAMED[named[0]]
    if language == spoken == ENGLISH:
        return ""
    bare = named[0] in _SUBJECTS_TOO and not _WISHES.intersection(around)
    return "" if bare and not (language == ENGLISH and not around) else language


def _bare_words(text: str) -> list[str]:
    """The words in small letters without accents, apostrophes and marks."""
    apart = unicodedata.normalize("NFD", text[:200].casefold())
    letters = "".join(one for one in apart if not unicodedata.combining(one))
    return re.findall(r"\w+", re.sub("['\u2019-]", "", letters))
