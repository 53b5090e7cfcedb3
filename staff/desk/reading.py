"""What the desk shows of one case: its conversation and its summary."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from bot.contact.rules import SafeContact
from handoff.cases import CaseError
from handoff.contact_words import rule_in_words
from handoff.evidence import Evidence, Line, Sign, evidence_of
from handoff.hours_words import say_when
from handoff.night import QuietHours
from handoff.quiet_times import quiet_now
from handoff.summary import Summary, summary_from
from staff.audit import record
from staff.desk.following import Following, following
from staff.desk.sending import Delivery, delivery_of
from store import pictures
from store.conversations import PULLED_CHANNELS
from store.pictures import KnownPicture
from store.tables import AuditRecord, Case
from web.errors import NotFound

_SEEN_AGAIN_AFTER = timedelta(minutes=10)
_SEEN = (
    select(AuditRecord.id)
    .where(
        AuditRecord.staff_id == bindparam("me"),
        AuditRecord.action == "saw case",
        AuditRecord.subject == bindparam("case"),
        AuditRecord.at > bindparam("since"),
    )
    .limit(1)
)


@dataclass(frozen=True)
class ShownLine:
    """A message with the words that raised a signal marked, what became of it if it was sent, and what came
    with it."""

    line: Line
    pieces: Sequence[tuple[str, bool]]
    delivery: Delivery | None
    pictures: Sequence[KnownPicture] = ()


@dataclass(frozen=True)
class KeptRule:
    """A rule of safe contact that the service keeps to, the words behind it and who said them."""

    means: str
    words: str
    said_by: str
    seq: int | None


@dataclass(frozen=True)
class SafeTexting:
    """What an adviser must know before a text: who may read it, and the quiet time it falls into now.

    `words` are theirs who asked for it, empty where it is only night. `until` is in words and empty
    where there is no end; `held` texts wait for it.
    """

    rules: Sequence[KeptRule]
    careful: str
    quiet: bool
    words: str
    until: str
    held: int


@dataclass(frozen=True)
class CaseView:
    """One case on the desk. `earlier` are the messages from before this case.

    `seen_seq`: how far the adviser who holds it was known to have read. `left_at`: they left the page
    quickly and cannot read there any more.
    """

    summary: Summary
    owner_id: int | None
    due_at: datetime
    earlier: Sequence[ShownLine]
    lines: Sequence[ShownLine]
    last_seq: int
    seen_seq: int
    left_at: datetime | None
    texting: SafeTexting
    following: Following


def case_view(
    tx: Connection, case_id: int, now: datetime, night: QuietHours | None = None
) -> CaseView:
    """One case as it is now; NotFound where there is none."""
    try:
        evidence = evidence_of(tx, case_id)
    except CaseError:
        raise NotFound("There is no such case.", "Go back to the queue.") from None
    delivery = delivery_of(tx, evidence.case.conversation_id)
    pushed = evidence.case.channel not in PULLED_CHANNELS
    came = pictures.by_message(tx, evidence.case.conversation_id) if pushed else {}
    shown = [
        ShownLine(
            line,
            _marked(line, evidence.signs),
            delivery.get(line.seq),
            came.get(line.seq, ()),
        )
        for line in evidence.lines
    ]
    summary = summary_from(evidence, now)
    return CaseView(
        summary=summary,
        owner_id=evidence.case.owner_id,
        due_at=evidence.case.due_at,
        earlier=[each for each in shown if each.line.seq <= evidence.since],
        lines=[each for each in shown if each.line.seq > evidence.since],
        last_seq=evidence.case.last_seq,
        seen_seq=evidence.case.adviser_seen_seq,
        left_at=evidence.case.left_at,
        texting=_texting(tx, evidence, delivery.values(), now, night),
        following=following(tx, summary),
    )


def case_exists(tx: Connection, case_id: int) -> bool:
    """Whether there is such a case, open or closed."""
    return tx.execute(select(Case.id).where(Case.id == case_id)).one_or_none() is not None


def seen_lately(tx: Connection, case_id: int, staff_id: int, now: datetime) -> bool:
    """Whether the audit trail says already that this member of staff is looking at this case."""
    asked = {"me": staff_id, "case": f"case {case_id}", "since": now - _SEEN_AGAIN_AFTER}
    return tx.execute(_SEEN, asked).one_or_none() is not None


def note_seen(tx: Connection, case_id: int, staff_id: int, now: datetime) -> None:
    """Write in the audit trail who looked at a case."""
    record(tx, at=now, staff_id=staff_id, action="saw case", subject=f"case {case_id}")


def _texting(
    tx: Connection,
    evidence: Evidence,
    deliveries: Iterable[Delivery],
    now: datetime,
    night: QuietHours | None,
) -> SafeTexting:
    case = evidence.case
    contact = SafeContact.from_json(case.safe_contact)
    pushed = case.channel not in PULLED_CHANNELS
    quiet = quiet_now(tx, case.conversation_id, now, night) if pushed else None
    return SafeTexting(
        rules=[
            KeptRule(rule_in_words(rule), rule.words, rule.said_by, rule.seq)
            for rule in contact.rules
        ],
        careful=contact.careful.words if contact.careful and pushed else "",
        quiet=quiet is not None,
        words=quiet.words if quiet else "",
        until=say_when(quiet.until, now) if quiet and quiet.until else "",
        held=sum(each.waits(quiet=quiet is not None) for each in deliveries),
    )


def _marked(line: Line, signs: Sequence[Sign]) -> list[tuple[str, bool]]:
    """The text in pieces: those that raised a signal are true."""
    words = {sign.evidence for sign in signs if sign.seq == line.seq and sign.evidence}
    if not words or line.author != "young person":
        return [(line.text, False)]
    longest_first = sorted(words, key=len, reverse=True)
    split = re.split(f"({'|'.join(map(re.escape, longest_first))})", line.text, flags=re.IGNORECASE)
    return [(piece, number % 2 == 1) for number, piece in enumerate(split) if piece]
