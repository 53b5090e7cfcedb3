"""What somebody asked without who they are: names, numbers, addresses and places are left out.

It works from what may stay, not from what must go: a word that is no everyday word is left out, whatever
it is. So too much is left out rather than too little, and a name that nobody listed is gone as well.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.understanding.entities import find_entities

GAP = "…"
LONGEST = 300
_MARKS = "?!.,'’-£%&()"  # noqa: RUF001
FILE = Path(__file__).parents[2] / "nlu_data" / "everyday_words.txt"


def _words(together: str) -> frozenset[str]:
    return frozenset(together.split())


_NATIONS = _words("england english wales welsh scotland scottish ireland irish northern uk")
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ly", "n")
_WHOLE = re.compile(
    r"\S*@\S*"  # e-mail addresses and handles
    r"|\S*(?:://|www\.)\S*"
    r"|\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b"  # postcodes
    r"|\b\d+\w*(?:\s+[^\W\d_]+){0,3}?\s+(?:street|st|road|rd|avenue|ave|lane|close|drive|court|crescent|"
    r"terrace|gardens|estate|flats|way|place|grove|square|house|row|walk|view|park|hill)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]|_", re.UNICODE)  # noqa: RUF001
_NUMBERS = _words(
    "nought zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty "
    "ninety hundred thousand double treble"
)
_ALSO_NAMES = _words(
    "will grace hope mark may rose summer faith joy dawn bill rich art chase hunter jade ruby "
    "amber daisy lily holly ivy poppy robin jay ray rob pat drew frank dean max carol crystal "
    "destiny heaven king prince princess queen april june august autumn penny guy sky star angel "
    "honey young white black brown green grey stone wood woods hill hall park marsh field fields "
    "baker cook mason page price bell king knight bishop pope burns curry rice ward west north "
    "gold banks rivers song long day lane short small little best love law church case pool reed "
    "bush forest glass cash bird"
)
_NAME_FOLLOWS = _words(
    "called named name names nickname mr mrs ms dr sir uncle auntie aunt aunty cousin mate bestie "
    "bf gf boyfriend girlfriend brother sister fiance fiancee partner teacher tutor nurse doctor"
)
_NAME_SURELY_FOLLOWS = _words("called named mr mrs ms dr nickname")
_PLACE_FOLLOWS = _words("road street avenue lane crescent estate close terrace")
_BEFORE_A_ROAD = _words("the a my our your this that on in at down up off of and main")


def without_persons(text: str) -> str:
    """The everyday words of a text, and a gap for each stretch of anything else. Never raises."""
    text = _WHOLE.sub(f" {GAP} ", text[:LONGEST])
    for found in find_entities(text):
        if found.kind == "place" or (
            found.kind == "nation" and found.words.lower() not in _NATIONS
        ):
            text = re.sub(rf"\b{re.escape(found.words)}\b", f" {GAP} ", text)
    tokens = _TOKEN.findall(text)
    return _joined(_kept(tokens))


def without_gaps(text: str) -> str:
    """The same as something to learn from: the words alone."""
    return " ".join(text.replace(GAP, " ").split())


def _kept(tokens: list[str]) -> Iterator[str]:
    shouted = all(token.isupper() for token in tokens if token.isalpha())
    gone = ""
    for place, token in enumerate(tokens):
        before = tokens[place - 1] if place else ""
        after = tokens[place + 1] if place + 1 < len(tokens) else ""
        stays = _is_mark(token) or (
            _is_everyday(token)
            and not _is_name_here(token, before, shouted=shouted)
            and not _names_a_road(token, after)
            and not (gone == before and before and token.istitle() and not shouted)
        )
        gone = "" if stays else token
        yield token if stays else GAP


def _is_mark(token: str) -> bool:
    return token in _MARKS or token == GAP


def _is_everyday(token: str) -> bool:
    word = token.lower().replace("'", "").replace("’", "")  # noqa: RUF001
    if not (word.isascii() and word.isalpha()) or word in _NUMBERS:
        return False
    words = _everyday_words()
    return word in words or any(
        word.endswith(ending) and len(stem := word.removesuffix(ending)) > 2 and stem in words
        for ending in _ENDINGS
    )


def _is_name_here(token: str, before: str, *, shouted: bool) -> bool:
    """An everyday word that is a name in this place: Grace, my mate mark, called hope."""
    word, leading = token.lower(), before.lower()
    if leading in _NAME_SURELY_FOLLOWS or leading in ("name", "names"):
        return word not in ("is", "are", "was", "on", "in", "and", "of", "for", "a", "the", "out")
    if word not in _ALSO_NAMES:
        return False
    named = token[0].isupper() and not shouted and before not in ("", ".", "!", "?")
    return named or leading in _NAME_FOLLOWS or leading in ("is", "im", "i'm", "i’m", "am")  # noqa: RUF001


def _names_a_road(token: str, after: str) -> bool:
    return after.lower() in _PLACE_FOLLOWS and token.lower() not in _BEFORE_A_ROAD


def _joined(tokens: Iterator[str]) -> str:
    words: list[str] = []
    for token in tokens:
        if token == GAP and words and words[-1] == GAP:
            continue
        words.append(token)
    joined = " ".join(words)
    return re.sub(r"\s+([?!.,%)])", r"\1", joined).strip()


@cache
def _everyday_words() -> frozenset[str]:
    lines = FILE.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
