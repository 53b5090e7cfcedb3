"""Words that are ready to be put into a reply: canned replies, and what editors have published."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from bot.state import DialogueState
from content.library import Library
from content.nation import Nation
from handoff.canned import canned_of
from handoff.speaking import RICH_CHANNELS
from store.tables import Case, Conversation

MOST_ENTRIES = 12
_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")


@dataclass(frozen=True)
class Ready:
    """Something to insert: what it is called, where it is from, and the words as this channel takes them."""

    name: str
    source: str
    text: str


def ready_words(
    tx: Connection, *, case_id: int, staff_id: int, asked: str, library: Library, day: date
) -> list[Ready]:
    """What fits the words that were looked for; canned replies first. All of those where none were."""
    row = tx.execute(
        select(Conversation.channel, Conversation.state)
        .join(Case, Case.conversation_id == Conversation.id)
        .where(Case.id == case_id)
    ).one_or_none()
    if row is None:
        return []
    words = asked.casefold().split()
    canned = [
        Ready(
            each.name,
            "yours" if each.own else "everybody's",
            each.text if each.own else library.filler.fill(each.text, day),
        )
        for each in canned_of(tx, staff_id, library.replies)
        if _fits(words, f"{each.name} {each.text}")
    ]
    fact = DialogueState.from_json(row.state).facts.get("nation")
    nation = Nation(fact.value) if fact and fact.value in set(Nation) else None
    rich = row.channel in RICH_CHANNELS
    entries = list(_entries(library, words, nation, day, rich=rich)) if words else []
    return [*canned, *entries[:MOST_ENTRIES]]


def plain_words(markdown: str) -> str:
    """An editor's words as an adviser types: no stars, and each link behind its words."""
    return _LINK.sub(r"\1: \2", markdown).replace("**", "").replace("*", "")


def _entries(
    library: Library, words: Sequence[str], nation: Nation | None, day: date, *, rich: bool
) -> Iterator[Ready]:
    for entry_id, published in sorted(library.entries.items()):
        entry = published.entry
        if not _fits(words, " ".join((entry.label, entry_id, *entry.phrases))):
            continue
        nations = [nation] if nation or not entry.by_nation else list(entry.variants)
        for each in nations:
            answer = library.answer(entry_id, each, day)
            if answer:
                text = plain_words(answer.web) if rich else answer.sms
                where = f", {each.title}" if each and entry.by_nation else ""
                yield Ready(
                    f"{entry.label}{where}", f"{entry_id}, revision {answer.revision}", text
                )


def _fits(words: Sequence[str], text: str) -> bool:
    there = text.casefold()
    return all(word in there for word in words)
