"""Reading an answer to a question of ours: "yes", "2", "the second one", the words on a button."""

import re

from rapidfuzz.fuzz import ratio

from bot.dialogue.replies import NONE_OF_THESE, PERSON
from bot.meaning import Meaning
from bot.state import Pending
from bot.understanding.confidence import judge
from bot.understanding.normalise import plain
from content.library import Library

_ORDINALS = {
    "1": 0, "1st": 0, "first": 0, "one": 0, "top": 0, "a": 0,
    "2": 1, "2nd": 1, "second": 1, "two": 1, "middle": 1, "b": 1,
    "3": 2, "3rd": 2, "third": 2, "three": 2, "c": 2,
    "4": 3, "4th": 3, "fourth": 3, "four": 3,
    "5": 4, "5th": 4, "fifth": 4, "five": 4,
}  # fmt: skip
_PICK = re.compile(
    r"(?:the |number |no |option |answer |yes |yeah )*(\w+)(?: one| 1| please| pls| plz| option)*\W*"
)
_NEITHER = re.compile(
    r"(?:no |nah |nope )?(?:neither|none|not (?:any|either))(?: of (?:them|these|those|the above))?"
)
_ALIKE, _EXACTLY = 88, 100.0
_LONG_ENOUGH = 10


def picked_number(plain: str) -> int | None:
    """The place in a list that a short message names, counted from 0."""
    found = _PICK.fullmatch(plain.strip())
    if found is None:
        return None
    word = found.group(1)
    if word == "last":
        return -1
    return _ORDINALS.get(word)


def picked(pending: Pending, meaning: Meaning, library: Library) -> str:
    """The value of the button that the message stands for; empty where it stands for none."""
    entry_id = picked_entry(pending, meaning, library)
    if entry_id:
        return f"entry:{entry_id}"
    if picked_person(pending, meaning):
        return PERSON.value
    return NONE_OF_THESE.value if picked_none(pending, meaning) else ""


def picked_entry(pending: Pending, meaning: Meaning, library: Library) -> str | None:
    """Which of the entries the message picks: by its label (the likest of them) or by number."""
    labels = [library.label(entry_id) for entry_id in pending.entries]
    alike = [_alike(meaning, label) for label in labels]
    if alike and _is_near(max(alike), pending, meaning, library):
        return pending.entries[alike.index(max(alike))]
    if pending.kind not in ("choice", "related"):
        return None
    number = picked_number(meaning.plain)
    if number is not None:
        return pending.entries[number] if -1 <= number < len(pending.entries) else None
    if pending.kind == "choice" and is_yes(meaning) and len(pending.entries) == 1:
        return pending.entries[0]
    return None


def picked_none(pending: Pending, meaning: Meaning) -> bool:
    """Whether the message turns down the entries that we asked about."""
    if pending.kind != "choice":
        return False
    after_the_last = picked_number(meaning.plain) == len(pending.entries)
    if after_the_last or _NEITHER.fullmatch(meaning.plain.strip()):
        return True
    return is_no(meaning) or _is_label(meaning, NONE_OF_THESE.label)


def picked_person(pending: Pending, meaning: Meaning) -> bool:
    """Whether the message picks the person, who always stands last among choices."""
    if pending.kind != "choice":
        return False
    last = picked_number(meaning.plain) == len(pending.entries) + 1
    return last or _is_label(meaning, PERSON.label)


def is_yes(meaning: Meaning) -> bool:
    """Whether the message is a plain yes."""
    return _is_talk(meaning, "talk/yes")


def is_no(meaning: Meaning) -> bool:
    """Whether the message is a plain no."""
    return _is_talk(meaning, "talk/no")


def _is_label(meaning: Meaning, label: str) -> bool:
    return _alike(meaning, label) >= _ALIKE


def _is_near(alike: float, pending: Pending, meaning: Meaning, library: Library) -> bool:
    """Whether it is near enough to a label, and not nearer to asking for another entry."""
    top = meaning.ranked[0].id if judge(meaning) == "sure" else ""
    asks_another = top in library.entries and top not in pending.entries
    return alike == _EXACTLY or (alike >= _ALIKE and not asks_another)


def _alike(meaning: Meaning, label: str) -> float:
    """How like the words on a button the message is, up to 100: a letter or two may be wrong."""
    said, wanted = meaning.plain.strip(" .?!"), plain(label)
    if said == wanted:
        return _EXACTLY
    return ratio(said, wanted) if len(wanted) >= _LONG_ENOUGH else 0.0


def _is_talk(meaning: Meaning, talk_id: str) -> bool:
    return bool(meaning.ranked) and meaning.ranked[0].id == talk_id and len(meaning.plain) < 40
