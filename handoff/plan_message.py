"""The plan as a young person gets it: a written record of what comes next, by web or by text.

A text names no step unless they asked for that, and never one where somebody else may read the phone.
It goes the way of every adviser's words: quiet times, opt-outs and lengths are kept to there.
"""

from collections.abc import Sequence
from datetime import datetime, time
from functools import partial

from sqlalchemy import Connection, select

from bot.contact.rules import SafeContact
from content.dates import day_and_month, weekday
from content.languages import ENGLISH, WELSH, spoken
from content.library import Library
from handoff.cases import CaseError
from handoff.plan import NextStep, open_steps
from handoff.presence import first_name
from handoff.promises.entering import enter
from handoff.promises.noticing import say
from handoff.speaking import RICH_CHANNELS, Sent, lock_case
from store.clock import LONDON
from store.tables import Conversation, Promise

_US = frozenset({"we", "us", "adviser", "your adviser", "connexions direct"})
_END_OF_DAY = time(23, 59)


def plan_in_words(
    steps: Sequence[NextStep],
    library: Library,
    *,
    channel: str,
    name: str,
    whole: bool,
    language: str = ENGLISH,
) -> str:
    """What they would get. `whole`: with the steps themselves, which the web chat always shows."""
    library = library.in_language(language)
    if channel in RICH_CHANNELS:
        return library.say("plan", {"name": name, "steps": partial(_listed, steps)}).web
    if whole:
        return library.say("plan", {"name": name, "steps": partial(_listed, steps)}).sms
    return library.say("plan-is-kept", {"name": name, "day": partial(_day, steps[0])}).sms


def send_plan(
    tx: Connection, *, case_id: int, staff_id: int, whole: bool, library: Library, now: datetime
) -> Sent:
    """Send the open steps to the young person; CaseError says why nothing was sent."""
    conversation, channel = lock_case(tx, case_id)
    steps = open_steps(tx, case_id)
    if not steps:
        message = "There is no open step, so nothing was sent. Add a step first."
        raise CaseError(message)
    if whole and channel not in RICH_CHANNELS and _others_read(tx, conversation.conversation_id):
        message = (
            "Somebody else may read this phone, so the steps were not sent. Send the short text, "
            "or ask them on a safer way and change safe contact first."
        )
        raise CaseError(message)
    name = first_name(tx, staff_id)
    language = spoken(conversation.language or ENGLISH)
    text = plan_in_words(steps, library, channel=channel, name=name, whole=whole, language=language)
    sent = say(tx, case_id=case_id, staff_id=staff_id, text=text, now=now)
    if whole or channel in RICH_CHANNELS:
        for step in steps:
            if step.who.casefold() in _US | {name.casefold()}:
                _promise(tx, case_id, staff_id, step, sent, now)
    return sent


def _promise(
    tx: Connection, case_id: int, staff_id: int, step: NextStep, sent: Sent, now: datetime
) -> None:
    """A step that is ours is a promise once they have read it; sent again, it is the same one."""
    due_at = datetime.combine(step.due_on, _END_OF_DAY, tzinfo=LONDON)
    kept = select(Promise.what).where(
        Promise.case_id == case_id, Promise.kind == "plan", Promise.due_at == due_at
    )
    if due_at <= now or step.words in tx.execute(kept).scalars():
        return
    enter(
        tx,
        case_id=case_id,
        kind="plan",
        by=staff_id,
        who=step.who,
        what=step.words,
        due_at=due_at,
        told=sent,
        now=now,
    )


def _others_read(tx: Connection, conversation_id: int) -> bool:
    kept = tx.execute(
        select(Conversation.safe_contact).where(Conversation.id == conversation_id)
    ).scalar_one()
    return SafeContact.from_json(kept).careful is not None


def _listed(steps: Sequence[NextStep], language: str) -> str:
    by = "erbyn" if language == WELSH else "by"
    return "\n".join(
        f"{number}. {step.words.rstrip('.')}. {step.who}, {by} {_day(step, language)}."
        for number, step in enumerate(steps, 1)
    )


def _day(step: NextStep, language: str) -> str:
    return f"{weekday(step.due_on, language)} {day_and_month(step.due_on, language)}"
