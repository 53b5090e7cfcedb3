"""An adviser's moves with a case, each one transaction: what changes and what the person is told.

The conversation is locked first, then the case, in the order in which the way in takes them: so a
message that arrives in the same moment is dealt with wholly before or wholly after the move.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.contact.rules import Heard, SafeContact
from bot.decision import Level
from bot.state import DialogueState
from content.library import Library
from handoff import cases
from handoff.cases import CaseError, Outcome
from handoff.contact_words import heard_in_words
from handoff.notices import drop_questions
from handoff.offers import lapse_offer
from handoff.presence import first_name, supervises, working
from handoff.promises.closing import enter_what_was_agreed
from handoff.promises.settling import somebody_is_back
from handoff.quiet_times import keep
from handoff.speaking import Sent, announce, lock_case
from handoff.targets import ServiceTargets
from store import conversations

LONGEST_AGREED = 300


@dataclass(frozen=True)
class Moved:
    """A move that was made. `told` is what the young person was sent about it, if anything was."""

    case_id: int
    conversation_id: int
    told: Sent | None


def pick_up(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Moved:
    """Take a waiting case and say who is there. Of two at once exactly one gets it.

    `quietly` tells the young person nothing: for when a message now could give them away.
    """
    working(tx, staff_id, now)
    conversation, _ = lock_case(tx, case_id)
    cases.claim(tx, case_id, staff_id, now)
    lapse_offer(tx, case_id, now)
    somebody_is_back(tx, case_id, now)
    told = introduce(
        tx, case_id=case_id, staff_id=staff_id, before=None, library=library, now=now,
        quietly=quietly,
    )  # fmt: skip
    return Moved(case_id, conversation.conversation_id, told)


def introduce(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    before: int | None,
    library: Library,
    now: datetime,
    quietly: bool,
) -> Sent | None:
    """Tell the young person who is with them now, and whom they follow; nothing when `quietly`."""
    if quietly:
        return None
    blanks = {"name": first_name(tx, staff_id)}
    key = "picked-up"
    if before is not None:
        key, blanks["before"] = "handed-over", first_name(tx, before)
    return announce(tx, case_id=case_id, library=library, key=key, blanks=blanks, now=now)


def hand_back(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    library: Library,
    now: datetime,
    quietly: bool = False,
) -> Moved:
    """Release to the bot, which starts afresh: it keeps the facts and forgets what was pending."""
    conversation, _ = lock_case(tx, case_id)
    cases.release(tx, case_id, staff_id, now)
    _settle_what_was_asked(tx, case_id, now)
    afresh = DialogueState.from_json(conversation.state).afresh()
    conversations.save(tx, conversation.conversation_id, state=afresh.to_json())
    told = None
    if not quietly:
        blanks = {"name": first_name(tx, staff_id)}
        told = announce(
            tx, case_id=case_id, library=library, key="released", blanks=blanks, now=now
        )
    return Moved(case_id, conversation.conversation_id, told)


def finish(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    outcome: Outcome,
    agreed: str,
    library: Library,
    now: datetime,
    quietly: bool = False,
    due_at: datetime | None = None,
) -> Moved:
    """Close with an outcome; the young person gets in writing what was agreed, and by when.

    What was agreed is in the ledger of promises from then on.
    """
    conversation, _ = lock_case(tx, case_id)
    words = _whole_sentence(agreed)
    if len(words) > LONGEST_AGREED:
        message = (
            f"What was agreed has {len(words)} characters and {LONGEST_AGREED} is the most. "
            "The case was not closed; make it shorter."
        )
        raise CaseError(message)
    cases.close(tx, case_id, staff_id, outcome, words, now)
    _settle_what_was_asked(tx, case_id, now)
    told = None
    if not quietly:
        blanks = {"name": first_name(tx, staff_id), "agreed": words}
        key = "closed" if words else "closed-nothing-agreed"
        told = announce(tx, case_id=case_id, library=library, key=key, blanks=blanks, now=now)
    enter_what_was_agreed(
        tx, case_id=case_id, staff_id=staff_id, agreed=words, due_at=due_at, told=told,
        asks=outcome is not Outcome.NO_REPLY, now=now,
    )  # fmt: skip
    return Moved(case_id, conversation.conversation_id, told)


def change_level(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    level: Level,
    reason: str,
    targets: ServiceTargets,
    now: datetime,
) -> Moved:
    """Set or confirm the level by a person's own judgement, with the reason. They hear nothing of it."""
    conversation, _ = lock_case(tx, case_id)
    supervising = supervises(tx, staff_id)
    cases.judge_level(
        tx, case_id, staff_id, level, reason, now, targets=targets, supervising=supervising
    )
    return Moved(case_id, conversation.conversation_id, None)


def change_contact(
    tx: Connection, *, case_id: int, staff_id: int, heard: Heard, now: datetime
) -> Moved:
    """Change a rule of safe contact; the words of `heard` are the reason. They are told nothing of it."""
    conversation, _ = lock_case(tx, case_id)
    cases.owned_conversation(tx, case_id, staff_id)
    cases.refuse_without_reason(heard.words, "Safe contact changes only with a reason.")
    rules = SafeContact.from_json(conversation.safe_contact)
    rules = rules.hear([heard], said_by="adviser", seq=conversation.last_seq)
    keep(tx, conversation.conversation_id, rules, now)
    said = f"{heard_in_words(heard)}: {heard.words}"
    cases.add_event(tx, case_id, "contact", staff_id=staff_id, text=said, now=now)
    return Moved(case_id, conversation.conversation_id, None)


def _whole_sentence(agreed: str) -> str:
    """What was agreed, ready to stand in front of another sentence."""
    words = " ".join(agreed.split())
    return words if not words or words[-1] in ".!?" else f"{words}."


def _settle_what_was_asked(tx: Connection, case_id: int, now: datetime) -> None:
    lapse_offer(tx, case_id, now)
    drop_questions(tx, case_id)
