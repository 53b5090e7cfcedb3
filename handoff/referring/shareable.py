"""What of a summary may be passed on to a service, item by item. Nothing is chosen beforehand.

Notes that staff write to each other are never among it.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from handoff.contact_words import rule_in_words
from handoff.statements import HOW_SURE
from handoff.summary import Summary
from store.tables import Case, ChannelIdentity, Conversation

_LONGEST = 400


@dataclass(frozen=True)
class Item:
    """One thing that may be shared, under its heading. The key follows from what it says, so that what
    was ticked is what is shared, whatever was said meanwhile."""

    group: str
    text: str

    @property
    def key(self) -> str:
        """Short, and the same for as long as it reads the same."""
        return hashlib.sha256(f"{self.group}\n{self.text}".encode()).hexdigest()[:16]


def shareable(tx: Connection, summary: Summary) -> Sequence[Item]:
    """Everything in a summary that could be shared, each once, in the order of the summary."""
    return list(dict.fromkeys(_items(summary, _phone_of(tx, summary.case_id))))


def _phone_of(tx: Connection, case_id: int) -> str:
    """The number they text from, where they do: a service must be able to reach them."""
    row = tx.execute(
        select(ChannelIdentity.channel, ChannelIdentity.address)
        .join(Conversation, Conversation.identity_id == ChannelIdentity.id)
        .join(Case, Case.conversation_id == Conversation.id)
        .where(Case.id == case_id)
    ).one()
    address: str = row.address
    return address if row.channel == "sms" else ""


def _items(summary: Summary, phone: str) -> Iterator[Item]:
    if phone:
        yield Item("How to reach them", f"They text from {phone}")
    for rule in summary.contact_rules:
        yield Item("How to reach them", f"{rule_in_words(rule)}: “{_short(rule.words)}”")
    for said in summary.safe_contact:
        yield Item("How to reach them", f"They wrote: “{_short(said.words)}”")
    for why in summary.why_now:
        means = f" (read as: {why.means}, {why.level.value})" if why.read else ""
        yield Item("Why now", f"“{_short(why.words)}”{means}")
    for known in summary.known:
        if known.value:
            how_sure = f"said by the {known.said_by}; {HOW_SURE[known.sure]}"
            yield Item("What is known", f"{known.what}: {known.value} ({how_sure})")
    for asked in summary.asked:
        yield Item("What they asked", f"“{_short(asked.words)}”")
    for answer in summary.answered:
        yield Item("What they were answered", answer.label)


def _short(words: str) -> str:
    text = " ".join(words.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
