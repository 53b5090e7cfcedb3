"""The steps of one message's walk that need no database: what was known, decided, said and kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.contact.reading import contact_rules_in
from bot.contact.rules import Heard
from bot.decision import Decision, Level, Reply
from bot.dialogue.decide import decide
from bot.dialogue.replies import general_safety, say
from bot.dialogue.situation import Situation
from bot.meaning import Meaning
from bot.risk.assess import Assessment
from bot.state import DialogueState, Fact
from channels.messages import Command, InboundMessage, StoredMessage
from channels.reading_again import NotReadYetError
from content.library import Library
from handoff.cases import HandoffResult
from store.clock import in_london
from store.conversations import Located, NewMessage

log = structlog.get_logger()

SILENCE = timedelta(hours=12)
"""After so long without a word, what was pending or talked about is over."""

_COMMAND_WORDS: Final[Mapping[str, str]] = {
    "stop": "sms-stopped",
    "start": "sms-started",
    "help": "sms-help",
}


def recalled(conversation: Located, message: InboundMessage, now: datetime) -> DialogueState:
    """The bot's memory as it stands before this message."""
    state = DialogueState.from_json(conversation.state)
    if now - conversation.last_at > SILENCE or conversation.holder == "closed":
        state = state.afresh()
    if message.nation:
        told = Fact(message.nation, "young person", conversation.last_seq + 1)
        state = state.with_fact("nation", told)
    return state


def said_of_contact(message: InboundMessage, now: datetime) -> tuple[Heard, ...]:
    """What the message says about safe contact; should the reading fail, the adviser has the words."""
    try:
        return contact_rules_in(message.text, in_london(now))
    except Exception as error:
        log.error("safe_contact.failed", error=type(error).__name__)  # noqa: TRY400
        return ()


def decided(
    state: DialogueState,
    meaning: Meaning,
    assessment: Assessment,
    library: Library,
    situation: Situation,
    command: Command,
) -> Decision:
    """The bot's decision; should it fail, a person is brought in and the danger found still counts."""
    if command and assessment.level is Level.ROUTINE:
        return Decision(state)  # a keyword is obeyed, not talked about
    try:
        return decide(state, meaning, assessment, library, situation)
    except NotReadYetError:
        raise  # nothing failed: the words are read, and then it is decided
    except Exception as error:
        log.error("dialogue.failed", error=type(error).__name__)  # noqa: TRY400
        dangerous = assessment.level.rank >= Level.URGENT.rank
        reply = general_safety(library) if dangerous else say(library, "something-broke")
        return Decision(
            state,
            level=assessment.level,
            signals=assessment.signals,
            replies=() if situation.holder == "adviser" else (reply,),
            handoff=True,
            reason="the automatic answer failed",
        )


def all_replies(
    decision: Decision, told: Reply | None, command: Command, library: Library
) -> list[Reply]:
    """What is said, in order: safety first, then what happens next, then the answer."""
    replies = list(decision.replies)
    if command:
        danger = [reply for reply in replies if reply.kind == "safety"]
        return [*danger, say(library, _COMMAND_WORDS[command], kind="opt-out")]
    if told:
        after_safety = 1 if replies and replies[0].kind == "safety" else len(replies)
        replies.insert(after_safety, told)
    return replies


def holder_after(before: str, handoff: HandoffResult) -> str:
    """Who has the conversation after this message."""
    if handoff.state == "waiting":
        return "queue"
    return "bot" if before == "closed" else before


def signal_rows(decision: Decision, now: datetime) -> list[dict[str, object]]:
    """The signals of a decision, as they are kept."""
    return [
        {
            "code": signal.code,
            "level": signal.level,
            "evidence": signal.evidence,
            "about": signal.about,
            "when": signal.when,
            "raised_by": signal.raised_by[:64],
            "at": now,
        }
        for signal in decision.signals
    ]


def as_stored(
    message_id: int, conversation_id: int, seq: int, message: NewMessage, now: datetime
) -> StoredMessage:
    """A message just added, as channels show it."""
    return StoredMessage(
        id=message_id,
        conversation_id=conversation_id,
        seq=seq,
        author=message.author,
        name="",
        kind=message.kind,
        text=message.text,
        at=now,
        external_id=message.external_id,
        entry_id=message.entry_id,
        revision=message.revision,
        detail=message.detail or {},
    )
