"""What a young person is told around a handoff. Said once the case is stored, so the place is true."""

from typing import Literal

from bot.decision import Reply
from bot.dialogue.replies import helplines, say
from bot.dialogue.situation import Situation
from content.library import Library


def handoff_reply(
    library: Library,
    situation: Situation,
    *,
    what: Literal["opened", "updated", "raised"],
    place: int | None,
) -> Reply | None:
    """Tell of the line and the place in it, or of when advisers are back. None when nothing is new."""
    if place is None:
        return None
    fresh = what == "opened"
    if situation.advisers_here:
        key = "handoff-open" if fresh else "handoff-waiting"
        return say(library, key, kind="handoff", blanks={"place": str(place)})
    key = "handoff-closed" if fresh else "handoff-waiting-closed"
    blanks = {"when": situation.back_when, **helplines(library)}
    return say(library, key, kind="handoff", blanks=blanks)
