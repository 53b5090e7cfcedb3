"""Making the summary of a case from its evidence, so that nobody has to say things twice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.contact.rules import SafeContact
from bot.decision import Level
from bot.dialogue.third_parties import is_adult, writes_about_another
from bot.understanding.normalise import plain
from handoff.apir import explored
from handoff.codes import code_in_words
from handoff.dates import next_dates
from handoff.evidence import Evidence, Line, evidence_of
from handoff.matters import matters_of
from handoff.profiles import chosen_language
from handoff.questions import never_asked, questions_asked
from handoff.safe_contact import Said, safe_contact_words
from handoff.statements import Judged
from handoff.summary_parts import (
    Answered,
    Asked,
    Step,
    Summary,
    ThirdParty,
    Told,
    Why,
)
from store.clock import in_london

__all__ = ["Summary", "summary_from", "summary_of"]

_DEEDS = {
    "opened": "Opened",
    "raised": "Raised",
    "breached": "Over its service target",
    "claimed": "Picked up",
    "released": "Released to the bot",
    "returned": "Returned to the queue",
    "closed": "Closed",
    "level": "Level changed",
    "confirmed": "Level confirmed",
    "offered": "Offered",
    "accepted": "Taken",
    "refused": "Not taken",
    "taken back": "Offer taken back",
    "taken over": "Taken over",
    "asked": "Asked a colleague",
    "answered": "Answered a colleague",
    "reopened": "Reopened",
    "note": "Note",
    "contact": "Safe contact changed",
    "anyway": "Sent in a quiet time",
    "promised": "Promised",
    "unpromised": "Promise taken back",
    "done": "Promise done",
    "kept": "They say that a promise was kept",
    "broken": "They say that a promise was not kept",
    "referred": "Referred",
    "referral": "Referral",
    "feedback": "They say whether it helped",
    "reviewed": "Looked at again",
    "joined": "They proved that their phone and their web chat are one person's",
}
_NOTES = ("note", "offered", "refused", "asked", "answered")
"""What colleagues wrote to each other about a case, which only staff see."""


def summary_of(tx: Connection, case_id: int, now: datetime) -> Summary:
    """The summary of a case as it stands; CaseError where there is no such case."""
    return summary_from(evidence_of(tx, case_id), now)


def summary_from(evidence: Evidence, now: datetime) -> Summary:
    """The summary that follows from this evidence."""
    case, lines = evidence.case, evidence.own()
    theirs = [line for line in lines if line.author == "young person"]
    third_party = _third_party(theirs)
    asked_about = questions_asked(lines)
    adult = third_party.who if third_party and is_adult(third_party.who) else None
    matters = matters_of(evidence, asked_about, adult)
    known = {matter.subject.asked_as for matter in matters if matter.statements}
    questions = [question for question in asked_about if question.what not in known]
    standing = [one for matter in matters for one in matter.statements]
    why_now = _why_now(evidence)
    return Summary(
        case_id=case.id,
        conversation_id=case.conversation_id,
        level=Level(case.level),
        judged=_judged(evidence),
        why_now=why_now,
        about=_about(why_now),
        third_party=third_party,
        first_words=_as_asked(theirs[0]) if theirs else None,
        last_words=_as_asked(theirs[-1]) if theirs else None,
        asked=_asked(lines, theirs),
        answered=_answered(evidence, lines),
        safety_sent=_last_of(lines, "safety"),
        matters=matters,
        questions=tuple(questions),
        not_asked=tuple(never_asked(sorted(known), questions)),
        next_dates=tuple(next_dates(standing, in_london(now).date())),
        assessment=explored(evidence.ratings),
        plan=tuple(evidence.plan),
        promises=tuple(evidence.promises),
        referrals=tuple(evidence.referrals),
        channel=case.channel,
        opted_out=case.opted_out_at is not None,
        language=chosen_language(case.language),
        safe_contact=_safe_contact(evidence.lines),
        contact_rules=SafeContact.from_json(case.safe_contact).rules,
        told=_last_of(lines, "handoff"),
        notes=_steps(evidence, *_NOTES),
        timeline=_steps(evidence, *_DEEDS),
        earlier_cases=evidence.earlier_cases,
        state=case.state,
        outcome=case.outcome or "",
        opened_at=case.opened_at,
        waiting_since=case.waiting_since,
        claimed_at=case.claimed_at,
        closed_at=case.closed_at,
        owner=case.owner_name or "",
        made_at=now,
        joined_to=case.joined_to,
        joined=tuple(summary_from(other, now) for other in evidence.joined),
    )


def _why_now(evidence: Evidence) -> tuple[Why, ...]:
    """The gravest words first, and of equal ones the first said; each once."""
    found: dict[tuple[str, str], Why] = {}
    for sign in sorted(evidence.signs, key=lambda sign: (-sign.level.rank, sign.seq)):
        means = code_in_words(sign.code)
        why = Why(
            sign.evidence, sign.code, means, sign.level, sign.about, sign.when, sign.seq, sign.at
        )
        found.setdefault((sign.code, sign.evidence.casefold()), why)
    return tuple(found.values()) or _opened_by(evidence)


def _opened_by(evidence: Evidence) -> tuple[Why, ...]:
    """Without a signal: the message that opened the case, and the reason it was opened for."""
    case = evidence.case
    line = next((line for line in evidence.lines if line.seq == case.opened_seq), None)
    if line is None:
        return ()
    why = Why(
        line.text, case.reason, code_in_words(case.reason), Level(case.level), "not known", "",
        line.seq, line.at, read=False,
    )  # fmt: skip
    return (why,)


def _judged(evidence: Evidence) -> Judged | None:
    """The newest word of a person on the level; none where only the service has read it."""
    deeds = (deed for deed in reversed(evidence.deeds) if deed.kind in ("level", "confirmed"))
    newest = next(deeds, None)
    return Judged(Level(newest.level), newest.who, newest.text, newest.at) if newest else None


def _about(why_now: Sequence[Why]) -> str:
    """Whom the gravest words are about: self, other, both, or not known."""
    gravest = [why.about for why in why_now if why.level is why_now[0].level and why.read]
    return " and ".join(sorted(set(gravest), reverse=True)) or "not known"


def _third_party(theirs: Sequence[Line]) -> ThirdParty | None:
    """Who writes, where it is somebody about somebody else: the first words that say so."""
    for line in theirs:
        who = writes_about_another(plain(line.text)) if line.kind == "text" else None
        if who:
            return ThirdParty(who, line.text, line.seq)
    return None


def _asked(lines: Sequence[Line], theirs: Sequence[Line]) -> tuple[Asked, ...]:
    """The first message, what an answer or a choice answers, and whatever ends in a question mark."""
    answered = {line.answers_seq for line in lines if line.kind in ("answer", "choices")}
    return tuple(
        _as_asked(line)
        for number, line in enumerate(theirs)
        if number == 0 or line.seq in answered or "?" in line.text
    )


def _as_asked(line: Line) -> Asked:
    return Asked(line.text, line.seq, line.at, chosen=line.kind == "choice")


def _answered(evidence: Evidence, lines: Sequence[Line]) -> tuple[Answered, ...]:
    return tuple(
        Answered(
            line.entry_id,
            evidence.labels.get(line.entry_id, line.entry_id),
            line.revision,
            line.seq,
            line.at,
        )
        for line in lines
        if line.kind == "answer" and line.entry_id
    )


def _safe_contact(lines: Sequence[Line]) -> tuple[Said, ...]:
    """From everything they ever wrote here: what was unsafe last week may be so today."""
    typed = (line for line in lines if line.author == "young person" and line.kind == "text")
    return tuple(safe_contact_words(Said(line.text, line.seq, line.at) for line in typed))


def _last_of(lines: Sequence[Line], kind: str) -> Told | None:
    last = next((line for line in reversed(lines) if line.kind == kind), None)
    return Told(last.text, last.seq, last.at) if last else None


def _steps(evidence: Evidence, *kinds: str) -> tuple[Step, ...]:
    steps = []
    for deed in evidence.deeds:
        if deed.kind not in kinds:
            continue
        text = deed.text
        if deed.kind in ("opened", "raised"):
            text = code_in_words(text)
        if deed.kind in ("raised", "level", "confirmed"):
            text = f"{deed.level}: {text}"
        steps.append(Step(_DEEDS[deed.kind], deed.who, text, deed.at))
    return tuple(steps)
