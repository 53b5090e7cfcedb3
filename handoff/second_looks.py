"""Second looks: every emergency, a random sample, and cases where the bot and a person disagree.

What must be looked at follows from what happened to the cases; only a sample is drawn. A look that was
taken settles what had happened until then: an emergency that comes after it must be looked at anew.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import Connection, delete, func, select

from bot.decision import Level
from handoff.cases import CaseError, add_event, refuse_without_reason
from handoff.presence import supervises
from store.insert import insert_if_new
from store.tables import Case, CaseEvent, SecondLook, StaffMember

EMERGENCY, DISAGREEMENT, QUALITY = "emergency", "disagreement", "quality"
RIGHT = "right"
VERDICTS = {
    RIGHT: "It was right",
    "higher": "The level should have been higher",
    "lower": "The level should have been lower",
    "handling": "It should have been handled in another way",
}
LOOKED_BACK = timedelta(days=28)
SAMPLE_FROM = timedelta(days=7)
_HAD_IT = ("claimed", "accepted", "taken over", "reopened")


@dataclass(frozen=True)
class ToReview:
    """A case to look at again, and why: since when, and where levels differ, whose is which."""

    case_id: int
    kind: str
    level: str
    state: str
    since: datetime
    owner: str
    bot_level: str = ""
    person_level: str = ""
    reason: str = ""


def emergencies_to_check(tx: Connection, now: datetime) -> list[ToReview]:
    """Every case that became an emergency after its last second look, the latest first."""
    became = (
        select(CaseEvent.case_id, func.max(CaseEvent.at).label("since"))
        .where(
            CaseEvent.level == Level.EMERGENCY,
            CaseEvent.kind.in_(("opened", "raised", "level")),
            CaseEvent.at > now - LOOKED_BACK,
        )
        .group_by(CaseEvent.case_id)
    )
    since = {row.case_id: row.since for row in tx.execute(became)}
    return _unreviewed(tx, EMERGENCY, since)


def disagreements(tx: Connection, now: datetime) -> list[ToReview]:
    """Cases whose level a person set to another than the bot's, the latest first."""
    judged = select(CaseEvent.case_id).where(
        CaseEvent.kind == "level", CaseEvent.at > now - LOOKED_BACK
    )
    rows = tx.execute(
        select(CaseEvent.case_id, CaseEvent.kind, CaseEvent.level, CaseEvent.text, CaseEvent.at)
        .where(
            CaseEvent.case_id.in_(judged),
            CaseEvent.kind.in_(("opened", "raised", "level", "confirmed")),
        )
        .order_by(CaseEvent.id)
    )
    bot: dict[int, Level] = {}
    person: dict[int, tuple[Level, str]] = {}
    since: dict[int, datetime] = {}
    for row in rows:
        level = Level(row.level)
        if row.kind in ("opened", "raised"):
            bot[row.case_id] = level
        else:
            person[row.case_id] = level, row.text or ""
        since[row.case_id] = row.at
    differ = {
        case_id: at for case_id, at in since.items() if bot.get(case_id) != person[case_id][0]
    }
    return [
        ToReview(
            each.case_id,
            each.kind,
            each.level,
            each.state,
            each.since,
            each.owner,
            bot_level=bot.get(each.case_id, Level.ROUTINE),
            person_level=person[each.case_id][0],
            reason=person[each.case_id][1],
        )
        for each in _unreviewed(tx, DISAGREEMENT, differ)
    ]


def sampled(tx: Connection) -> list[ToReview]:
    """The cases that were drawn for quality and that nobody has looked at yet."""
    drawn = select(SecondLook.case_id, SecondLook.asked_at).where(
        SecondLook.kind == QUALITY, SecondLook.done_at.is_(None)
    )
    return _described(tx, QUALITY, {row.case_id: row.asked_at for row in tx.execute(drawn)})


def draw_sample(tx: Connection, *, many: int, now: datetime, chance: Random) -> int:
    """Draw so many of the lately closed cases that were never drawn, each as likely. How many it was."""
    drawn = select(SecondLook.case_id).where(SecondLook.kind == QUALITY)
    closed = tx.execute(
        select(Case.id)
        .where(Case.state == "closed", Case.closed_at > now - SAMPLE_FROM, Case.id.not_in(drawn))
        .order_by(Case.id)
    ).scalars()
    candidates = closed.all()
    chosen = chance.sample(candidates, min(many, len(candidates)))
    for case_id in chosen:
        insert_if_new(tx, SecondLook, case_id=case_id, kind=QUALITY, asked_at=now, verdict="")
    return len(chosen)


def look_again(
    tx: Connection,
    *,
    case_id: int,
    staff_id: int,
    kind: str,
    verdict: str,
    words: str,
    now: datetime,
) -> None:
    """Keep what a supervisor found. The one who had the case cannot be the second pair of eyes."""
    if not supervises(tx, staff_id):
        message = "Only a supervisor can take a second look."
        raise CaseError(message)
    if tx.execute(select(Case.id).where(Case.id == case_id)).one_or_none() is None:
        message = "There is no such case."
        raise CaseError(message)
    if kind not in (EMERGENCY, DISAGREEMENT, QUALITY) or verdict not in VERDICTS:
        message = "Nothing was kept. Choose what you found."
        raise CaseError(message)
    if _had_it(tx, case_id, staff_id):
        message = "You had this case yourself. Somebody else must take the second look."
        raise CaseError(message)
    if verdict != RIGHT:
        refuse_without_reason(words, "The adviser and the safeguarding lead learn from it.")
    asked = select(SecondLook.asked_at).where(
        SecondLook.case_id == case_id, SecondLook.kind == kind
    )
    asked_at = tx.execute(asked).scalar_one_or_none() or now
    tx.execute(delete(SecondLook).where(SecondLook.case_id == case_id, SecondLook.kind == kind))
    insert_if_new(
        tx,
        SecondLook,
        case_id=case_id,
        kind=kind,
        asked_at=asked_at,
        done_at=now,
        by_id=staff_id,
        verdict=verdict,
        words=words.strip() or None,
    )
    said = f"{kind}. {VERDICTS[verdict]}. {words.strip()}".strip()
    add_event(tx, case_id, "reviewed", staff_id=staff_id, text=said, now=now)


def _had_it(tx: Connection, case_id: int, staff_id: int) -> bool:
    had = select(CaseEvent.id).where(
        CaseEvent.case_id == case_id,
        CaseEvent.staff_id == staff_id,
        CaseEvent.kind.in_(_HAD_IT),
    )
    return tx.execute(had.limit(1)).first() is not None


def _unreviewed(tx: Connection, kind: str, since: dict[int, datetime]) -> list[ToReview]:
    looks = select(SecondLook.case_id, SecondLook.done_at).where(
        SecondLook.kind == kind, SecondLook.case_id.in_(sorted(since))
    )
    done = {row.case_id: row.done_at for row in tx.execute(looks)}
    open_ones = {
        case_id: at
        for case_id, at in since.items()
        if (looked := done.get(case_id)) is None or looked < at
    }
    return _described(tx, kind, open_ones)


def _described(tx: Connection, kind: str, since: dict[int, datetime]) -> list[ToReview]:
    rows = tx.execute(
        select(Case.id, Case.level, Case.state, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == Case.owner_id)
        .where(Case.id.in_(sorted(since)))
    )
    found = [
        ToReview(row.id, kind, row.level, row.state, since[row.id], row.name or "") for row in rows
    ]
    return sorted(found, key=lambda each: (each.since, each.case_id), reverse=True)
