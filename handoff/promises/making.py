"""An adviser's promises: something by a time, or to call back. Told and entered in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.contact.rules import SafeContact
from content.library import Library
from content.words import Blank
from handoff.cases import CaseError, add_event, owned_conversation
from handoff.hours_words import say_when
from handoff.presence import first_name
from handoff.promises.entering import enter, refuse_bad_time, whole_words
from handoff.speaking import Sent, announce, lock_case
from store.clock import in_london
from store.conversations import PULLED_CHANNELS

CALL_BACK: Mapping[str, str] = {"write": "{name} writes to you here", "ring": "{name} rings you"}
_STOPPED = (
    "They have asked for no more texts (STOP), so they cannot be told and nothing was promised. "
    "Tick “Tell them nothing now” to keep it as a step of your own."
)


def promise(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    what: str,
    due_at: datetime,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Sent | None:
    """Promise something by a time; `quietly` keeps it as a step that they are not told of."""
    lock_case(tx, case_id)
    owned_conversation(tx, case_id, staff_id)
    refuse_bad_time(due_at, now)
    words = whole_words(what, "Say what will be done. Nothing was promised.")
    name, when = first_name(tx, staff_id), say_when(due_at, now)
    told = None
    if not quietly:
        blanks: dict[str, Blank] = {
            "name": name,
            "what": words,
            "when": partial(say_when, due_at, now),
        }
        told = tell(tx, case_id, library, "promise-made", blanks, now)
    enter(
        tx, case_id=case_id, kind="promise", by=staff_id, who=name, what=words, due_at=due_at,
        told=told, now=now,
    )  # fmt: skip
    add_event(tx, case_id, "promised", staff_id=staff_id, text=f"{words} ({when})", now=now)
    return told


def call_back(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    how: str,
    due_at: datetime,
    library: Library,
    now: datetime,
) -> Sent | None:
    """Promise to be in touch again at a time, in a way and at a time that is safe for them."""
    conversation, channel = lock_case(tx, case_id)
    owned_conversation(tx, case_id, staff_id)
    refuse_bad_time(due_at, now)
    if how not in CALL_BACK:
        message = "Choose how you will be in touch. Nothing was promised."
        raise CaseError(message)
    rules = SafeContact.from_json(conversation.safe_contact)
    _refuse_unsafe(rules, how, due_at, pushed=channel not in PULLED_CHANNELS)
    name, when = first_name(tx, staff_id), say_when(due_at, now)
    key = "call-back-ring" if how == "ring" else "call-back-write"
    blanks: dict[str, Blank] = {"name": name, "when": partial(say_when, due_at, now)}
    told = tell(tx, case_id, library, key, blanks, now)
    what = CALL_BACK[how].format(name=name) + "."
    enter(
        tx, case_id=case_id, kind="call back", by=staff_id, who=name, what=what, due_at=due_at,
        told=told, now=now,
    )  # fmt: skip
    add_event(tx, case_id, "promised", staff_id=staff_id, text=f"{what} ({when})", now=now)
    return told


def tell(
    tx: Connection,
    case_id: int,
    library: Library,
    key: str,
    blanks: Mapping[str, Blank],
    now: datetime,
) -> Sent:
    """Tell them; CaseError where they cannot be told, so that no promise is made behind their back."""
    told = announce(tx, case_id=case_id, library=library, key=key, blanks=blanks, now=now)
    if told is None:
        raise CaseError(_STOPPED)
    return told


def _refuse_unsafe(rules: SafeContact, how: str, due_at: datetime, *, pushed: bool) -> None:
    if how == "ring" and rules.no_calls:
        message = f"They asked not to be rung: “{rules.no_calls.words}”. Nothing was promised."
        raise CaseError(message)
    quiet = rules.quiet(in_london(due_at)) if pushed else None
    if quiet:
        message = (
            f"That is a quiet time: “{quiet.words}”. Nothing was promised. Choose a time at which "
            "it is safe to reach them, or change safe contact first."
        )
        raise CaseError(message)
