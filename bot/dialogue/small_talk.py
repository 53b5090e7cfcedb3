"""Talk that no entry answers: greetings, thanks, swearing at us, and what lies outside our subjects."""

import re
from collections.abc import Sequence
from functools import partial

from bot.decision import Choice, Reply
from bot.dialogue.facts import KEPT, in_words
from bot.dialogue.replies import PERSON, say
from bot.meaning import Meaning
from bot.state import DialogueState
from content.library import Library

_WORDS = {
    "talk/greet": "greeting",
    "talk/how-are-you": "how-are-you",
    "talk/thanks": "thanks",
    "talk/bye": "goodbye",
    "talk/ok": "ok",
    "talk/yes": "ok",
    "talk/no": "ok",
    "talk/sorry-what": "sorry-what",
    "talk/abuse": "abuse",
    "talk/what-can-you-do": "can-help-with",
    "talk/out-of-scope": "out-of-scope",
}
_OUTSIDE = "talk/out-of-scope"
_FOR_THE_ADVISER = frozenset({"talk/greet", "talk/what-can-you-do", "talk/abuse", _OUTSIDE})
_SURELY_TALK = 0.5
_A_FEW_WORDS = 6
_HELP = re.compile(
    r"^(?:(?:hi|hiya|hey|hello|please|so|just|really|i|im|we) )*(?:need|want|looking for|after|could use|"
    r"can i (?:get|have)|could i (?:get|have)) (?:(?:a bit of|bit of|some|any|sum|ur|your|really) )*"
    r"(?:help|advice|info|information|support)(?: (?:please|now|pls|plz|quick|badly))*$"
    r"|^(?:please )*(?:can|could|will) (?:you|someone|somebody|anyone) (?:please )?help(?: me| us)?"
    r"(?: please)?$"
)
_NO_PERSON = re.compile(
    r"\b(?:dont|do not|didnt|never|not) (?:want|need|wish|like|going)(?: to)? (?:talk|speak|chat)(?:ing)?"
    r"(?: to| with)? (?:anyone|anybody|any one|a person|people|someone|somebody|an adviser|adviser|nobody|"
    r"no one|noone|you)\b"
    r"|\b(?:no|without an?) advisers?\b(?! (?:is|has|was|came|rang|here|yet|replied))"
)
_ASKS_THE_OUTCOME = re.compile(
    r"\b(?:will|would|think|am|are|is|going to) (?:\w+ ){0,2}?(?:i|we|they|it|my \w+) (?:\w+ ){0,4}?"
    r"(?:win|get it|be accepted|be approved|be refused|be successful|pass|get in|say yes|say no|lose)\b"
)
_WITH_PERSON = {"talk/sorry-what", "talk/abuse"}


def small_talk(talk_id: str, plain: str, state: DialogueState, library: Library) -> Reply | None:
    """The reply to small talk in plain words, or None where this is not small talk."""
    if talk_id == _OUTSIDE and _ASKS_THE_OUTCOME.search(plain):
        return say(library, "cannot-foretell", choices=(PERSON,))
    if talk_id == "talk/show-facts":
        facts = partial(in_words, state, KEPT)
        return say(library, "facts" if in_words(state) else "facts-none", blanks={"facts": facts})
    if talk_id == "talk/greet" and "help" in plain.split():
        return ask_what_with(library)
    if talk_id == "talk/greet" and not state.greeted:
        return say(library, "welcome")
    key = _WORDS.get(talk_id)
    choices: Sequence[Choice] = (PERSON,) if talk_id in _WITH_PERSON else ()
    return say(library, key, choices=choices) if key else None


def ask_what_with(library: Library) -> Reply:
    """To who asks for help and does not say with what."""
    return say(library, "what-help", choices=(PERSON,))


def asks_only_for_help(plain: str) -> bool:
    """Whether a few words ask for help and name nothing: "need sum advice pls"."""
    return len(plain.split()) <= _A_FEW_WORDS and bool(_HELP.search(plain))


def is_small_talk(meaning: Meaning) -> bool:
    """Whether it reads as talk at all: what is hardly read as anything is asked for again instead."""
    top = meaning.ranked[0] if meaning.ranked else None
    return top is not None and (top.id == _OUTSIDE or top.confidence >= _SURELY_TALK)


def is_for_the_adviser(talk_id: str) -> bool:
    """Whether who waits for a person means the person by it: "hello??", "will they take long"."""
    return talk_id in _FOR_THE_ADVISER


def wants_no_person(plain: str) -> bool:
    """Whether somebody says that they do not want to talk to a person."""
    return bool(_NO_PERSON.search(plain))
