"""Words that the telephone company gives a meaning of their own, and one of ours.

Like there, a keyword is the whole text: "stop" opts out, "how do I stop smoking" is a question. Spaces
and punctuation around or within do not count, so "Stop." and "opt out" are understood as they are meant.
"""

import re
from dataclasses import dataclass

from channels.messages import Command

_TABLE: dict[Command, frozenset[str]] = {
    "stop": frozenset(
        {"STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE", "OPTOUT"}
    ),
    "start": frozenset({"START", "UNSTOP"}),
    "help": frozenset({"HELP", "INFO"}),
}
_START_AFTER_STOP = "YES"
_ASKS_FOR_PERSON = frozenset({"ADVISER", "ADVISOR", "CYNGHORYDD"})
_NOT_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Keyword:
    """What a text that is a keyword asks for: to obey a command, or to press the button `choice`."""

    command: Command = ""
    choice: str = ""


def keyword_in(text: str, *, told: str = "", opted_out: bool = False) -> Keyword:
    """The keyword that a text is, or an empty one.

    `told` is what the telephone company says it took the text for. YES means START only from somebody
    who opted out; from anyone else it answers our question.
    """
    word = _NOT_LETTERS.sub("", text).upper()
    if word in _ASKS_FOR_PERSON:
        return Keyword(choice="person")
    if opted_out and word == _START_AFTER_STOP:
        return Keyword(command="start")
    for command, words in _TABLE.items():
        if word in words or told.lower() == command:
            return Keyword(command=command)
    return Keyword()
