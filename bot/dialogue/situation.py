"""What the bot must know about the moment: the day, who holds the conversation, whether advisers are here."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from content.words import Blank

Holder = Literal["bot", "queue", "adviser", "closed"]


@dataclass(frozen=True)
class Situation:
    """The moment a message is answered in. `back_when` says when advisers are back: "today at 9am".

    `pictures` came with the message (or sounds); nothing here can look at them, but an adviser can where
    they are `pictures_kept`. `in_school`: the chat stands on a school's own site. `chosen_language`: the
    message does nothing but choose it.
    """

    day: date
    seq: int
    holder: Holder
    advisers_here: bool
    back_when: Blank
    choice: str = ""
    pictures: int = 0
    pictures_kept: bool = False
    in_school: bool = False
    chosen_language: str = ""
