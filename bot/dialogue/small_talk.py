"""Talk that no entry answers: greetings, thanks, swearing at us, and what lies outside our subjects."""

from collections.abc import Sequence
from functools import partial

from bot.decision import Choice, Reply
from bot.dialogue.facts import KEPT, in_words
from bot.dialogue.replies import PERSON, say
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
_WITH_PERSON = {"talk/sorry-what", "talk/abuse"}


def small_talk(talk_id: str, state: DialogueState, library: Library) -> Reply | None:
    """The reply to small talk, or None where this is not small talk."""
    if talk_id == "talk/show-facts":
        facts = partial(in_words, state, KEPT)
        return say(library, "facts" if in_words(state) else "facts-none", blanks={"facts": facts})
    if talk_id == "talk/greet" and not state.greeted:
        return say(library, "welcome")
    key = _WORDS.get(talk_id)
    choices: Sequence[Choice] = (PERSON,) if talk_id in _WITH_PERSON else ()
    return say(library, key, choices=choices) if key else None
